/** The reading side of the text index. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import type { Packed } from './packed.ts';
import { countAt, decode, intersect } from './posting-list.ts';
import { countIn, listOf, liveSegments, packedOf, rowsOf, type Segment } from './segments.ts';

/** Segments in one piece that are kept unpacked: they never change. */
const KEPT = 64;

const unpacked = new WeakMap<Database, Map<number, Packed>>();

function packedIn(db: Database, segment: Segment): Packed {
  const known = unpacked.get(db) ?? new Map<number, Packed>();
  unpacked.set(db, known);
  const found = known.get(segment.key);
  if (found !== undefined) return found;
  const packed = packedOf(db, segment);
  const [oldest] = known.keys();
  if (known.size >= KEPT && oldest !== undefined) known.delete(oldest);
  known.set(segment.key, packed);
  return packed;
}

/** At most how many records have each of the terms. */
export function frequencies(db: Database, kind: Kind, terms: readonly number[]): readonly number[] {
  // One view of the file: a segment that is merged meanwhile would not be there any more.
  return db.transaction(() => counts(db, kind, terms))();
}

function counts(db: Database, kind: Kind, terms: readonly number[]): readonly number[] {
  const segments = liveSegments(db, kind);
  return terms.map((term) =>
    segments.reduce((sum, segment) => sum + countIn(db, segment, () => packedIn(db, segment), term), 0),
  );
}

interface Manner {
  /** Towards the lower rows. */
  readonly older: boolean;
  readonly limit: number;
  /** Milliseconds. */
  readonly patience: number;
}

interface Found {
  readonly rows: readonly number[];
  readonly next: number | null;
}

/** The records that have all of some terms, segment by segment; what it found is kept for the next step. */
export class TextSearch {
  readonly #db: Database;
  readonly #kind: Kind;
  readonly #terms: readonly number[];
  /** Rows found in a segment, ascending. */
  readonly #found = new Map<number, Float64Array>();

  constructor(db: Database, kind: Kind, terms: readonly number[]) {
    this.#db = db;
    this.#kind = kind;
    this.#terms = terms;
  }

  /**
   * Up to `limit` rows from `at` on down (`older`) or up, none beyond `end`, each once; `next` is where to go on,
   * null when nothing is left. Ends early, with what it has, after `patience` ms and having looked into a segment.
   */
  step(at: number, end: number, manner: Manner): Found {
    // One view of the file: a segment that is merged meanwhile would be missed.
    return this.#db.transaction(() => this.#step(at, end, manner))();
  }

  /** Those of some rows that may have the terms. */
  allowed<T extends { readonly row: number }>(rows: readonly T[]): readonly T[] {
    if (rows.length === 0) return rows;
    const asked = rows.map(({ row }) => row);
    const [low, high] = [Math.min(...asked), Math.max(...asked)];
    return this.#db.transaction(() => {
      const near = liveSegments(this.#db, this.#kind).filter(
        ({ first, last }) => last >= low && first <= high,
      );
      const found = near.map((segment) => this.#rowsIn(segment));
      this.#forget(near);
      return rows.filter(({ row }) => found.some((has) => has[upper(has, row) - 1] === row));
    })();
  }

  #step(at: number, end: number, { older, limit, patience }: Manner): Found {
    const began = performance.now();
    const [low, high] = older ? [end, at] : [at, end];
    const near = ({ first, last }: Segment) => (older ? Math.min(last, high) : Math.max(first, low));
    const waiting = liveSegments(this.#db, this.#kind)
      .filter(({ first, last }) => last >= low && first <= high)
      .sort((a, b) => (older ? near(b) - near(a) : near(a) - near(b)));
    this.#forget(waiting);
    const open: { readonly rows: Float64Array; place: number }[] = [];
    const rows: number[] = [];
    const step = older ? -1 : 1;
    let looked = 0;
    for (;;) {
      const best = bestOf(open, older);
      const front = best === null ? null : (best.rows[best.place] ?? null);
      const [segment] = waiting;
      // A segment is looked into only when it may hold what comes next.
      if (
        segment !== undefined &&
        (front === null || (older ? near(segment) >= front : near(segment) <= front))
      ) {
        const fresh = !this.#found.has(segment.key);
        // However slow all is, each step gets further.
        if (fresh && looked > 0 && performance.now() - began > patience) {
          return { rows, next: nextOf(rows, front ?? near(segment), near(segment), older) };
        }
        looked += Number(fresh);
        waiting.shift();
        const found = this.#rowsIn(segment);
        const place = older ? upper(found, high) - 1 : upper(found, low - 1);
        if (place >= 0 && place < found.length) open.push({ rows: found, place });
        continue;
      }
      if (best === null || front === null || front < low || front > high) return { rows, next: null };
      if (rows.length === limit && front !== rows.at(-1)) return { rows, next: front };
      if (front !== rows.at(-1)) rows.push(front);
      best.place += step;
    }
  }

  #rowsIn(segment: Segment): Float64Array {
    const known = this.#found.get(segment.key);
    if (known !== undefined) return known;
    const found = this.#look(segment);
    this.#found.set(segment.key, found);
    return found;
  }

  #look(segment: Segment): Float64Array {
    const lists: Uint8Array[] = [];
    const packed = segment.packed === 1 ? packedIn(this.#db, segment) : null;
    for (const term of this.#terms) {
      const list = packed === null ? listOf(this.#db, segment, term) : packed.find(term);
      if (list === null) return new Float64Array(0);
      lists.push(list);
    }
    lists.sort((a, b) => countAt(a, 0) - countAt(b, 0));
    const [rarest, ...others] = lists;
    if (rarest === undefined) return new Float64Array(0);
    const ordinals = new Uint32Array(segment.n);
    let count = decode(rarest, 0, segment.n, ordinals);
    for (const list of others) count = intersect(list, 0, segment.n, ordinals, count);
    if (count === 0) return new Float64Array(0);
    const rows = rowsOf(this.#db, segment);
    return Float64Array.from(ordinals.subarray(0, count), (ordinal) => rows[ordinal] ?? 0);
  }

  /** What lies behind the walk is not asked for again. */
  #forget(waiting: readonly Segment[]): void {
    const ahead = new Set(waiting.map(({ key }) => key));
    for (const key of this.#found.keys()) if (!ahead.has(key)) this.#found.delete(key);
  }
}

function bestOf<T extends { readonly rows: Float64Array; readonly place: number }>(
  open: readonly T[],
  older: boolean,
): T | null {
  let best: T | null = null;
  for (const one of open) {
    const row = one.rows[one.place];
    if (row === undefined) continue;
    const other = best?.rows[best.place];
    if (other === undefined || (older ? row > other : row < other)) best = one;
  }
  return best;
}

/** Where to go on when time is up between two rows. */
function nextOf(rows: readonly number[], front: number, segment: number, older: boolean): number {
  const nearest = older ? Math.max(front, segment) : Math.min(front, segment);
  const last = rows.at(-1);
  if (last === undefined) return nearest;
  return older ? Math.min(nearest, last - 1) : Math.max(nearest, last + 1);
}

/** The index of the first number above a value. */
function upper(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
