/** The reading side of the text index. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { Matches } from './matches.ts';
import { countIn, liveSegments, type Segment } from './segments.ts';

/** At most how many records have each of the terms. */
export function frequencies(db: Database, kind: Kind, terms: readonly number[]): readonly number[] {
  // One view of the file: a segment that is merged meanwhile would not be there any more.
  return db.transaction(() => {
    const segments = liveSegments(db, kind);
    return terms.map((term) => segments.reduce((sum, segment) => sum + countIn(db, segment, term), 0));
  })();
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

/** The matches of a segment on the way through them. */
interface Open {
  readonly rows: Iterator<number, void>;
  /** The next one. */
  row: number;
}

/** The records that have all of some terms, segment by segment; what it found is kept for the next step. */
export class TextSearch {
  readonly #db: Database;
  readonly #kind: Kind;
  readonly #terms: readonly number[];
  /** By the key of the segment. */
  readonly #found = new Map<number, Matches>();

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
      this.#forget(near);
      const found = near.map((segment) => this.#in(segment));
      return rows.filter(({ row }) => found.some((matches) => matches.has(row)));
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
    let open: readonly Open[] = [];
    const rows: number[] = [];
    let looked = 0;
    for (;;) {
      const best = bestOf(open, older);
      const [segment] = waiting;
      // A segment is looked into only when it may hold what comes next.
      if (
        segment !== undefined &&
        (best === null || (older ? near(segment) >= best.row : near(segment) <= best.row))
      ) {
        const fresh = !this.#found.has(segment.key);
        // However slow all is, each step gets further.
        if (fresh && looked > 0 && performance.now() - began > patience) {
          return { rows, next: nextOf(rows, best?.row ?? near(segment), near(segment), older) };
        }
        looked += Number(fresh);
        waiting.shift();
        const matches = this.#in(segment).from(at, older);
        const { value: row } = matches.next();
        if (row !== undefined) open = [...open, { rows: matches, row }];
        continue;
      }
      if (best === null || best.row < low || best.row > high) return { rows, next: null };
      if (best.row !== rows.at(-1)) {
        if (rows.length === limit) return { rows, next: best.row };
        rows.push(best.row);
      }
      const { value: row } = best.rows.next();
      if (row === undefined) open = open.filter((one) => one !== best);
      else best.row = row;
    }
  }

  #in(segment: Segment): Matches {
    const found = this.#found.get(segment.key) ?? new Matches(this.#db, segment, this.#terms);
    this.#found.set(segment.key, found);
    return found;
  }

  /** What lies behind the walk is not asked for again. */
  #forget(waiting: readonly Segment[]): void {
    const ahead = new Set(waiting.map(({ key }) => key));
    for (const key of this.#found.keys()) if (!ahead.has(key)) this.#found.delete(key);
  }
}

function bestOf(open: readonly Open[], older: boolean): Open | null {
  let best: Open | null = null;
  for (const one of open) {
    if (best === null || (older ? one.row > best.row : one.row < best.row)) best = one;
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
