/**
 * Fills one slice of a log, newest page first. Each page commits with the interval it completes, so that a
 * walk cut anywhere leaves a cache whose coverage is true.
 */
import type { Interval } from '../cache/stored.ts';
import { fail, ok, type Result } from '../domain/failure.ts';
import { timeOf } from '../domain/kinds.ts';
import type { LogStream, Page } from '../platforms/port.ts';
import { STOPPED } from './attempt.ts';
import { merge } from './intervals.ts';
import { commitPage, type Look } from './look.ts';
import { Ordering } from './order.ts';
import { pagesOf, standsStill, type Verdict } from './pages.ts';
import { logPosition, type Slice } from './plan.ts';
import { Seen } from './seen.ts';

/** Ids an ordered walk remembers: more than are pushed onto a next page while one is fetched. */
const RECENT = 10_000;

/** What is known of the log, kept current while walks commit. */
export interface LogState {
  covered: readonly Interval[];
  newest: number | null;
  /** When the look that last read all news began, null before the first. */
  syncedAt: number | null;
}

export interface WalkEnd {
  /**
   * `whole`: the slice is covered. `early`: the platform ended before its own total; `left` is what
   * remains. `unsure`: rows were out of order or repeated, so that some may have been missed.
   */
  readonly kind: 'whole' | 'early' | 'unsure';
  readonly left: Slice;
  readonly seen: number;
  readonly total: number | null;
}

export interface WalkManner {
  /** Trust no order: claim nothing before the end. */
  readonly wary: boolean;
  /** Runs at the edge between two pages. */
  readonly between?: () => Promise<void>;
}

export async function walk(
  look: Look<LogStream>,
  slice: Slice,
  known: LogState,
  manner: WalkManner,
): Promise<Result<WalkEnd>> {
  const progress = new Progress(look, slice, manner.wary);
  // Up to now is asked for without an end: the platform's clock may run ahead of ours.
  const span = { from: slice.from, to: slice.to >= look.window.to ? null : slice.to };
  const commit = (page: CommittedPage, { covered, end }: Omit<Proof, 'stuck'>): Promise<number> => {
    if (covered !== null) known.covered = merge([...known.covered, covered]);
    known.newest = newest(known.newest, page, look.clock());
    const caughtUp = end === 'whole' && slice.kind === 'news';
    // News read in between may have been caught up later than the look they interrupted.
    if (caughtUp) known.syncedAt = Math.max(known.syncedAt ?? look.window.to, look.window.to);
    return commitPage(look, page, {
      position: logPosition(known.newest),
      ...(covered === null ? {} : { covered }),
      ...(caughtUp && known.syncedAt !== null ? { syncedAt: known.syncedAt } : {}),
    });
  };
  for await (const got of pagesOf(look, span, (page) => progress.take(page))) {
    if (!got.ok) return got;
    const { page, proof } = got.value;
    const older = await commit(page, proof);
    // Retention has moved its edge meanwhile: it lets in nothing of this page, nor of those behind it.
    if (proof.end === null && proof.covered !== null && older > 0 && older === page.rows.length) {
      const { from, to } = slice;
      await commit({ rows: [], rejected: [], total: page.total }, { covered: { from, to }, end: 'whole' });
      return ok({ kind: 'whole', left: slice, seen: progress.seen.delivered, total: page.total });
    }
    if (proof.stuck) return fail(standsStill(look));
    if (proof.end === null) await manner.between?.();
  }
  if (progress.end === null) return fail(STOPPED);
  return ok({
    kind: progress.end,
    left: progress.left(),
    seen: progress.seen.delivered,
    total: progress.seen.total,
  });
}

type CommittedPage = Pick<Page, 'rows' | 'rejected' | 'total'>;

/** What the pages up to one of them prove. */
interface Proof {
  /** Null where nothing is. */
  readonly covered: Interval | null;
  /** Null where there is more to be read. */
  readonly end: WalkEnd['kind'] | null;
  /** Whether the walk goes nowhere. */
  readonly stuck: boolean;
}

/** How far a walk has come, and what that proves. */
class Progress {
  readonly seen: Seen;
  end: WalkEnd['kind'] | null = null;
  private rows = 0;
  private wary: boolean;
  private readonly order: Ordering;
  private readonly slice: Slice;

  constructor({ stream, window }: Look<LogStream>, slice: Slice, wary: boolean) {
    this.slice = slice;
    this.wary = wary;
    this.seen = new Seen(wary ? Number.POSITIVE_INFINITY : RECENT, window.to);
    this.order = new Ordering(stream.kinds, slice.to);
  }

  /** Takes a page; says what is proven with it, and whether another is wanted. */
  take(page: Page): Verdict<Proof> {
    this.order.take(page, this.seen);
    this.seen.add(page);
    this.rows += page.rows.length + page.rejected.length;
    this.wary ||= !this.order.descending;
    this.end = this.judge(page);
    const stuck = this.end === null && this.seen.stuck;
    const proof = { covered: this.covered(), end: this.end, stuck };
    return { more: this.end === null && !stuck, proof };
  }

  private judge(page: Page): WalkEnd['kind'] | null {
    const { oldest } = this.order;
    if (!this.wary && oldest !== null && oldest < this.slice.from) return 'whole';
    // Without the first ids the distinct rows cannot be counted: begin again, counting them all.
    if (this.wary && this.seen.forgot) return 'unsure';
    if (page.next !== null) return null;
    if (this.seen.all) return 'whole';
    return this.wary || this.rows >= (this.seen.total ?? 0) ? 'unsure' : 'early';
  }

  /** The interval proven so far; null when none is. */
  private covered(): Interval | null {
    const { from, to } = this.end === 'whole' ? this.slice : this.claim();
    return from <= to ? { from, to } : null;
  }

  left(): Slice {
    const claim = this.claim();
    return claim.from <= claim.to ? { ...this.slice, to: claim.from - 1 } : this.slice;
  }

  /** Rows of the oldest millisecond may go on on the next page: it is left out. */
  private claim(): Interval {
    const { oldest } = this.order;
    if (this.wary || oldest === null) return { from: 0, to: -1 };
    return { from: Math.max(this.slice.from, Math.floor(oldest) + 1), to: this.slice.to };
  }
}

/** The newest time committed; times ahead of our clock would hide entries written after them. */
function newest(known: number | null, page: Pick<Page, 'rows'>, now: number): number | null {
  let latest = known;
  for (const { record } of page.rows) {
    const at = timeOf(record);
    if (at !== null && at <= now && (latest === null || at > latest)) latest = at;
  }
  return latest;
}
