/** Pages of a stream, one after the other, the next one under way while the one before is committed. */
import { type Failure, fail, type Result } from '../domain/failure.ts';
import type { ChangingStream, LogStream, Page, PageAsk } from '../platforms/port.ts';
import { attempt } from './attempt.ts';
import type { Look } from './look.ts';

/**
 * Yields pages until the platform has no more, `wanted` says no, or a request fails. `wanted` judges a
 * page the moment it is there, so that no page is asked for that nobody needs; the page it judged is
 * yielded afterwards. Never more than one page is in flight beyond the one yielded.
 */
export async function* pagesOf(
  look: Look<LogStream | ChangingStream>,
  span: Pick<PageAsk, 'from' | 'to'>,
  wanted: (page: Page) => boolean,
): AsyncGenerator<Result<Page>, void, void> {
  const left = new AbortController();
  const signal = AbortSignal.any([look.signal, left.signal]);
  const ask = (cursor: Page['next']) => attempt(signal, () => look.stream.page({ ...span, cursor, signal }));
  try {
    let pending: Promise<Result<Page>> | null = ask(null);
    let cursor: Page['next'] = null;
    while (pending !== null) {
      const got: Result<Page> = await pending;
      if (!got.ok) {
        yield got;
        return;
      }
      const next: Page['next'] = got.value.next;
      const more: boolean = wanted(got.value) && next !== null && !look.signal.aborted;
      const stuck: boolean = more && JSON.stringify(next) === JSON.stringify(cursor);
      pending = !more ? null : stuck ? Promise.resolve(fail(standsStill(look))) : ask(next);
      cursor = next;
      yield got;
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
