/** Pages of a stream, one after the other, those that follow under way while the one before is committed. */
import { type Failure, fail, ok, type Result } from '../domain/failure.ts';
import type { ChangingStream, LogStream, Page, PageAsk } from '../platforms/port.ts';
import { attempt } from './attempt.ts';
import type { Look } from './look.ts';

/** Pages asked for beyond the one that is being committed: one is read meanwhile, one is on its way. */
const AHEAD = 2;

/** What a page shows, with all before it: pages are judged ahead of those that are committed. */
export interface Verdict<Proof> {
  /** Whether another page is wanted. */
  readonly more: boolean;
  readonly proof: Proof;
}

export interface Judged<Proof> {
  readonly page: Page;
  readonly proof: Proof;
}

/**
 * Yields pages until the platform has no more, `judge` wants no more, or a request fails. A page is judged the
 * moment it is there, in turn, so that the next is on its way while it waits, and none is asked for that nobody needs.
 */
export async function* pagesOf<Proof>(
  look: Look<LogStream | ChangingStream>,
  span: Pick<PageAsk, 'from' | 'to'>,
  judge: (page: Page) => Verdict<Proof>,
): AsyncGenerator<Result<Judged<Proof>>, void, void> {
  const left = new AbortController();
  const signal = AbortSignal.any([look.signal, left.signal]);
  const waiting: Promise<Result<Judged<Proof>>>[] = [];
  /** Of the page to be asked for next, once there is room for it. */
  let following: { readonly cursor: Page['next'] } | null = { cursor: null };

  async function read(cursor: Page['next']): Promise<Result<Judged<Proof>>> {
    const got = await attempt(signal, () => look.stream.page({ ...span, cursor, signal }));
    if (!got.ok) return got;
    const page = got.value;
    const { more, proof } = judge(page);
    if (more && page.next !== null && !look.signal.aborted) {
      const stuck = JSON.stringify(page.next) === JSON.stringify(cursor);
      if (stuck) waiting.push(Promise.resolve(fail(standsStill(look))));
      else following = { cursor: page.next };
    }
    askOn();
    // After the request for the next: there is time until the page before is written.
    look.cache.prepare?.(page.rows);
    return ok({ page, proof });
  }

  function askOn(): void {
    if (following === null || waiting.length >= AHEAD) return;
    const { cursor } = following;
    following = null;
    const reading = read(cursor);
    // Who waits for it hears of it; a walk that has broken off does not.
    reading.catch(() => {});
    waiting.push(reading);
  }

  try {
    askOn();
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const got = await next;
      waiting.shift();
      askOn();
      yield got;
      if (!got.ok) return;
    }
  } finally {
    left.abort();
  }
}

export function standsStill({ platform, stream }: Look): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: ${stream.name} answers the same page again and again`,
    cause: 'The platform, or something in front of it, ignores the paging parameters.',
    next: 'What was read is kept; the rest is tried again with the next sync.',
    where: platform,
  };
}
