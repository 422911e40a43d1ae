/**
 * A look at records that change in place. A poll walks newest first until it has met the news and re-read
 * every record that may still change; a sweep reads the rest too, now and then.
 */
import { type Failure, fail, ok, type Result } from '../domain/failure.ts';
import { isObject, type Json } from '../domain/json.ts';
import { type Ref, refOf } from '../domain/record.ts';
import { MINUTE } from '../domain/time.ts';
import type { ChangingStream, Page } from '../platforms/port.ts';
import { STOPPED } from './attempt.ts';
import { commitPage, type Look, type LookEnd } from './look.ts';
import { Ordering } from './order.ts';
import { pagesOf, standsStill, type Verdict } from './pages.ts';
import { OVERLAP } from './plan.ts';
import { Seen } from './seen.ts';

export const SWEEP_EVERY = 15 * MINUTE;
/** Open records a poll goes after; with more, each poll is a sweep in all but name. */
const OPEN = 10_000;
/** Sweeps in one look, when rows were missed because the list moved meanwhile. */
const TRIES = 3;

export async function lookAtChanging(look: Look<ChangingStream>): Promise<LookEnd> {
  const position = positionOf(look.state?.position ?? null);
  const { from, to } = look.window;
  const sweep =
    look.thorough ||
    position.sweptAt === null ||
    position.sweptAt > to ||
    to - position.sweptAt >= SWEEP_EVERY;
  const polledTo = look.state?.covered.at(-1)?.to ?? null;
  const bound = sweep || polledTo === null ? from : Math.min(polledTo, position.newest ?? polledTo) - OVERLAP;
  for (let tries = 1; ; tries += 1) {
    const walked = await walk(look, bound, sweep, position);
    if (!walked.ok) return { failure: walked.failure, complete: false, syncedAt: null };
    if (walked.value === null) return { failure: null, complete: true, syncedAt: to };
    if (tries === TRIES) return { failure: walked.value, complete: false, syncedAt: null };
  }
}

/** Null when everything down to `bound` and every open record was read; else what is missing. */
async function walk(
  look: Look<ChangingStream>,
  bound: number,
  sweep: boolean,
  before: Position,
): Promise<Result<Failure | null>> {
  const { window } = look;
  const reading = new Reading(look, bound, await openRefs(look, sweep));
  // Asked for without an end: a record older than `since` may still be open, and has to be read again.
  for await (const got of pagesOf(look, { from: null, to: null }, (page) => reading.take(page))) {
    if (!got.ok) return got;
    const { page, proof } = got.value;
    const { end } = proof;
    const done = end === 'bound' || end === 'end';
    const swept = done && (sweep || end === 'end');
    const covered = { from: swept ? window.from : Math.max(window.from, bound), to: window.to };
    await commitPage(look, page, {
      ...(done
        ? {
            covered,
            syncedAt: window.to,
            position: {
              sweptAt: swept ? window.to : before.sweptAt,
              newest: proof.newest ?? before.newest,
            },
          }
        : {}),
      ...(end === 'end' ? { retired: proof.gone } : {}),
    });
    if (proof.stuck) return fail(standsStill(look));
  }
  if (reading.end === 'short') return ok(short(look, reading));
  if (reading.end !== null) return ok(null);
  return fail(STOPPED);
}

/** What the pages up to one of them prove. */
interface Proof {
  /** `bound`: nothing beyond is needed; `end`: the whole list was read; `short`: the list has more rows. */
  readonly end: 'bound' | 'end' | 'short' | null;
  /** Whether the walk goes nowhere. */
  readonly stuck: boolean;
  readonly gone: readonly Ref[];
  /** Newest time of the order the list comes in. */
  readonly newest: number | null;
}

/** How far a walk has come, and what that proves. */
class Reading {
  end: Proof['end'] = null;
  readonly seen: Seen;
  private anyRejected = false;
  private readonly order: Ordering;
  private readonly bound: number;
  private readonly open: Set<Ref>;

  constructor({ stream, window }: Look<ChangingStream>, bound: number, open: Iterable<Ref>) {
    this.seen = new Seen(Number.POSITIVE_INFINITY, window.to);
    this.order = new Ordering(stream.kinds, window.to);
    this.bound = bound;
    this.open = new Set(open);
  }

  /** Takes a page; says what is proven with it, and whether another is wanted. */
  take(page: Page): Verdict<Proof> {
    this.order.take(page, this.seen);
    this.seen.add(page);
    for (const { record } of page.rows) this.open.delete(refOf(record));
    this.anyRejected ||= page.rejected.length > 0;
    this.end = this.judge(page);
    const { end } = this;
    const stuck = end === null && this.seen.stuck;
    const gone = end === 'end' ? this.gone() : [];
    return { more: end === null && !stuck, proof: { end, stuck, gone, newest: this.order.newest } };
  }

  private judge(page: Page): Proof['end'] {
    const { descending, oldest } = this.order;
    if (descending && oldest !== null && oldest < this.bound && this.open.size === 0) return 'bound';
    if (page.next !== null) return null;
    return this.seen.all ? 'end' : 'short';
  }

  /**
   * Open records that the platform holds no more. Only a list counted to its last row proves that, and a
   * row set aside may be one of them.
   */
  private gone(): readonly Ref[] {
    const { delivered, total } = this.seen;
    const proven = total !== null && delivered >= total && !this.anyRejected;
    return proven ? [...this.open] : [];
  }
}

interface Position {
  readonly sweptAt: number | null;
  /** Newest time of the order the list comes in. */
  readonly newest: number | null;
}

function positionOf(position: Json): Position {
  const number = (value: unknown) => (typeof value === 'number' ? value : null);
  if (!isObject(position)) return { sweptAt: null, newest: null };
  return { sweptAt: number(position.sweptAt), newest: number(position.newest) };
}

/** What has to be met: every open record, or with a poll those the stream holds to be worth it. */
async function openRefs(
  { cache, platform, stream, window }: Look<ChangingStream>,
  sweep: boolean,
): Promise<readonly Ref[]> {
  const lists = await Promise.all(stream.kinds.map((kind) => cache.open(platform, kind, OPEN)));
  const refs = lists.flat();
  if (sweep || stream.isPolled === undefined) return refs;
  const found = await Promise.all(refs.map((ref) => cache.record(ref)));
  return refs.filter((_, at) => {
    const record = found[at]?.record;
    return record !== undefined && stream.isPolled?.(record, window.to) === true;
  });
}

function short({ platform, stream }: Look, { seen }: Reading): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: ${stream.name} names ${seen.total} records but delivered ${seen.delivered}`,
    cause: 'The list moved while it was read, or the platform ends its pages early.',
    next: 'What was delivered is kept; the list is swept again with the next sync.',
    where: platform,
  };
}
