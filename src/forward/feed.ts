/** What is to be sent, in the order it arrived: read a piece at a time, filtered, and laid out for its target. */
import type { Arrival, ArrivalKind, DroppedArrival, LedgerPosition } from '../cache/ledger/answers.ts';
import type { CacheReader } from '../cache/port.ts';
import { failureOf } from '../domain/failure.ts';
import { timeOf } from '../domain/kinds.ts';
import type { AnyRecord } from '../domain/record.ts';
import { parseQuery } from '../query/parse.ts';
import { predicate } from '../query/predicate.ts';
import type { Refused } from './dead-letters.ts';
import { eventOf, type Redact } from './event.ts';
import type { Known } from './kept.ts';
import type { OutEvent, Target, TargetSettings, Written } from './target.ts';

/** Arrivals read at once. */
const READ = 200;
/** Answers read in a row before the position moves on, where nothing in them is to be sent. */
const READS = 50;

export interface FeedOptions {
  readonly cache: Pick<CacheReader, 'arrivals'>;
  readonly settings: Pick<TargetSettings, 'fields' | 'query' | 'kinds' | 'from' | 'imported'>;
  readonly target: Pick<Target, 'limits' | 'write'>;
  readonly redact: Redact;
  /** UTC ms. */
  readonly clock: () => number;
  readonly longRunningAfter: number;
  /** What was sent from another cache. */
  readonly known: Known | null;
  /** The page of the ledger after which what is dropped was this target's. */
  readonly begunAt: number;
  /** Told what cannot be sent to this target at all, before the position passes it. */
  readonly refuse: (refused: readonly Refused[]) => Promise<void>;
}

interface Waiting extends Written {
  readonly arrivedAt: number;
  readonly bytes: number;
  readonly position: LedgerPosition;
}

export class Feed {
  readonly #options: FeedOptions;
  readonly #waiting: Waiting[] = [];
  #upTo: LedgerPosition | null;
  #atEnd = false;
  #readAt: number | null = null;
  /** What retention dropped, and is not counted yet: before its place is over it may be read again. */
  #dropped: LedgerPosition[] = [];

  constructor(options: FeedOptions, after: LedgerPosition | null) {
    this.#options = options;
    this.#upTo = after;
  }

  /** Nothing more has arrived than what waits. */
  get atEnd(): boolean {
    return this.#atEnd;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Where to go on when all that does not wait is over. */
  get position(): LedgerPosition | null {
    const [first] = this.#waiting;
    return first === undefined ? this.#upTo : before(first.position);
  }

  /** How many that retention dropped are over with what comes before the position; each is told once. */
  takeDropped(): number {
    const { position } = this;
    const later = this.#dropped.filter((one) => !isOver(one, position));
    const over = this.#dropped.length - later.length;
    this.#dropped = later;
    return over;
  }

  /** By when all that had arrived is over, UTC ms; null where nothing was read yet. */
  get overBy(): number | null {
    const [first] = this.#waiting;
    if (first !== undefined) return first.arrivedAt;
    return this.#atEnd ? this.#options.clock() : this.#readAt;
  }

  /** Reads until a batch is full, or there is no more; never more than a piece beyond that. */
  async fill(): Promise<void> {
    const { limits } = this.#options.target;
    this.#atEnd = false;
    for (let reads = 0; reads < READS && !this.#atEnd; reads += 1) {
      const bytes = this.#waiting.reduce((sum, one) => sum + one.bytes, 0);
      if (this.#waiting.length >= limits.events || bytes >= limits.bytes) return;
      await this.#read();
    }
  }

  /** As much from the front as the target takes at once. */
  batch(): readonly Written[] {
    const { limits } = this.#options.target;
    let bytes = 0;
    const end = this.#waiting.findIndex((one, index) => {
      bytes += one.bytes;
      return index >= limits.events || bytes > limits.bytes;
    });
    return end < 0 ? [...this.#waiting] : this.#waiting.slice(0, end);
  }

  /** The first `count` are over. */
  settle(count: number): void {
    this.#waiting.splice(0, count);
  }

  async #read(): Promise<void> {
    const { cache, settings, target, refuse, known, begunAt } = this.#options;
    const answer = await cache.arrivals(this.#upTo, settings.kinds, READ, begunAt);
    const { arrivals, upTo, atEnd } = answer;
    const isWanted = this.#tests();
    const refused: Refused[] = [];
    const fresh: Waiting[] = [];
    for (const arrival of arrivals) {
      this.#readAt = arrival.at;
      if (arrival.imported && settings.imported === false) continue;
      if (!isWanted(arrival.kind, arrival.record) || isKnown(arrival.at, timeOf(arrival.record), known))
        continue;
      const made = this.#made(arrival);
      if ('why' in made) refused.push(made);
      else if (made.bytes > target.limits.bytes) {
        const why = `its ${made.bytes} bytes are more than the ${target.limits.bytes} that are sent at once`;
        refused.push({ event: made.event, why });
      } else fresh.push({ ...made, position: arrival.position, arrivedAt: arrival.at });
    }
    if (refused.length > 0) await refuse(refused);
    this.#waiting.push(...fresh);
    this.#dropped.push(
      ...answer.dropped.filter((one) => this.#wasWanted(one)).map(({ position }) => position),
    );
    this.#upTo = upTo;
    this.#atEnd = atEnd;
  }

  #made(arrival: Arrival): { event: OutEvent; text: string; bytes: number } | Refused {
    const { settings, target, redact } = this.#options;
    try {
      const event = eventOf(arrival, settings.fields, redact);
      const text = target.write(event);
      return { event, text, bytes: Buffer.byteLength(text) + 1 };
    } catch (thrown) {
      // One record that cannot be laid out (nested too deep) must not hold up all behind it.
      const { ref, kind, record, at } = arrival;
      const { platform, severity } = record;
      return {
        event: { id: '', at, ref, kind, platform, severity, body: {} },
        why: `it could not be laid out: ${failureOf(thrown).what}`,
      };
    }
  }

  /** What it said nobody can ask any more: only when it happened is left. */
  #wasWanted({ at, time, imported }: DroppedArrival): boolean {
    const { settings, known } = this.#options;
    if (imported && settings.imported === false) return false;
    const { from } = settings;
    return !isKnown(at, time, known) && (typeof from !== 'number' || (time ?? from) >= from);
  }

  /** What is asked for, as of now: times such as `since:24h` move on. */
  #tests(): (kind: ArrivalKind, record: AnyRecord) => boolean {
    const { settings, clock, longRunningAfter } = this.#options;
    const { query, kinds, from } = settings;
    const context = { now: clock(), longRunningAfter };
    const tests = new Map(
      kinds.map((kind) => {
        const { tree } = parseQuery(query, kind, context);
        return [kind, tree === null ? () => false : predicate(tree, context)] as const;
      }),
    );
    const isLate = (record: AnyRecord) => typeof from !== 'number' || (timeOf(record) ?? from) >= from;
    return (kind, record) => isLate(record) && (tests.get(kind)?.(record) ?? false);
  }
}

const isKnown = (at: number, time: number | null, known: Known | null): boolean =>
  known !== null && at < known.arrived && (time ?? at) < known.happened;

const isOver = (one: LedgerPosition, upTo: LedgerPosition | null): boolean =>
  upTo !== null && (one.seq < upTo.seq || (one.seq === upTo.seq && one.index <= upTo.index));

/** After which what is at this position comes next. */
const before = ({ seq, index }: LedgerPosition): LedgerPosition => ({ seq, index: index - 1 });
