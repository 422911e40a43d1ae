/** Many segments become one, in slices between which other transactions run. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { prepared } from '../statements.ts';
import { ListWriter } from './lists.ts';
import { pack } from './packed.ts';
import { decode, encode, roomFor } from './posting-list.ts';
import { allRows } from './segment-rows.ts';
import { addSegment, PACKED, packedOf, type Segment } from './segments.ts';
import { TERMS } from './terms.ts';

/** Milliseconds of work in one transaction. */
const SLICE = 8;
/** Terms taken in one step. */
const WINDOW = 128;

/** The records of several segments in one order, and where each one's have gone. */
interface Joined {
  readonly rows: Float64Array;
  /** For each segment the new ordinals of its old ones. */
  readonly places: readonly Uint32Array[];
}

/** Merges into one live segment what is live; each step is a transaction of a few milliseconds. */
export function* merge(
  db: Database,
  kind: Kind,
  segments: readonly Segment[],
  clock: () => number,
): Generator<void, void, void> {
  // In the order of their rows, in which the ordinals of a log mostly ascend already.
  const sources = [...segments].sort((a, b) => a.first - b.first);
  // One view of the file: another process may be about to take them away.
  const begun = db.transaction(() => {
    if (!stillLive(db, sources)) return null;
    const rows = sources.map((source) => allRows(db, source));
    const joined = chain(rows) ?? join(rows);
    return { joined, merging: new Merging(db, sources, joined) };
  })();
  if (begun === null) return;
  const { joined, merging } = begun;
  if (joined.rows.length <= PACKED) {
    db.transaction(() => {
      if (!stillLive(db, sources)) return;
      addSegment(db, { kind, state: 'live', rows: joined.rows, lists: merging.packed(), at: clock() });
      retire(db, sources);
    }).immediate();
    return;
  }
  let target = 0;
  db.transaction(() => {
    target = addSegment(db, { kind, state: 'building', rows: joined.rows, lists: null, at: clock() });
  }).immediate();
  for (let term = 0; term < TERMS; ) {
    yield;
    const began = performance.now();
    const going = db.transaction(() => {
      // Another process may have taken it for abandoned, or merged the same.
      if (!touch(db, target, clock()) || !stillLive(db, sources)) return false;
      while (term < TERMS && performance.now() - began < SLICE) term = merging.write(target, term);
      return true;
    });
    if (!going.immediate()) return abandon(db, target);
  }
  yield;
  db.transaction(() => {
    // Who waited too long for this may find lists taken away that were abandoned.
    if (!touch(db, target, clock()) || !stillLive(db, sources)) return abandon(db, target);
    prepared(db, "UPDATE text_segment SET state = 'live' WHERE key = ?").run(target);
    retire(db, sources);
  }).immediate();
}

/** As `join`, of rows that lie one after the other, as those of a log that is read page by page; null where they do not. */
function chain(rows: readonly Float64Array[]): Joined | null {
  const meet = rows.some((part, at) => at > 0 && (part[0] ?? 0) <= (rows[at - 1]?.at(-1) ?? 0));
  if (meet) return null;
  const joined = new Float64Array(rows.reduce((sum, { length }) => sum + length, 0));
  let begin = 0;
  const places = rows.map((part) => {
    const first = begin;
    joined.set(part, first);
    begin += part.length;
    return Uint32Array.from(part, (_, ordinal) => first + ordinal);
  });
  return { rows: joined, places };
}

/**
 * Rows ascending, each once. A row that was written again has the terms of all its segments: which of them holds what
 * the record says now cannot be told from their keys, and who looks finds what it says no more.
 */
export function join(rows: readonly Float64Array[]): Joined {
  const total = rows.reduce((sum, { length }) => sum + length, 0);
  const joined = new Float64Array(total);
  const places = rows.map(({ length }) => new Uint32Array(length));
  const next = rows.map(() => 0);
  let n = 0;
  for (;;) {
    let lowest = Number.POSITIVE_INFINITY;
    for (let source = 0; source < rows.length; source++) {
      lowest = Math.min(lowest, rows[source]?.[next[source] ?? 0] ?? lowest);
    }
    if (lowest === Number.POSITIVE_INFINITY) return { rows: joined.slice(0, n), places };
    for (let source = 0; source < rows.length; source++) {
      const at = next[source] ?? 0;
      if (rows[source]?.[at] !== lowest) continue;
      next[source] = at + 1;
      const place = places[source];
      if (place !== undefined) place[at] = n;
    }
    joined[n++] = lowest;
  }
}

class Merging {
  readonly #db: Database;
  readonly #sources: readonly Segment[];
  readonly #joined: Joined;
  readonly #packed: readonly (ReturnType<typeof packedOf> | null)[];
  readonly #old: Uint32Array;
  readonly #merged: Uint32Array;
  readonly #bytes: Uint8Array;

  constructor(db: Database, sources: readonly Segment[], joined: Joined) {
    this.#db = db;
    this.#sources = sources;
    this.#joined = joined;
    this.#packed = sources.map((source) => (source.packed === 1 ? packedOf(db, source) : null));
    this.#old = new Uint32Array(Math.max(...sources.map(({ n }) => n)));
    this.#merged = new Uint32Array(sources.reduce((sum, { n }) => sum + n, 0));
    this.#bytes = new Uint8Array(roomFor(joined.rows.length));
  }

  /** Writes the lists of a window of terms; returns where the next one begins. */
  write(target: number, from: number): number {
    const insert = prepared(this.#db, 'INSERT OR REPLACE INTO text_list (key, n, list) VALUES (?, ?, ?)');
    const n = this.#joined.rows.length;
    const { lists, next } = this.#window(from);
    for (const [term, parts] of [...lists].sort(([a], [b]) => a - b)) {
      const count = this.#gather(parts);
      if (count === 0) continue;
      const size = encode(this.#merged, 0, count, n, this.#bytes, 0);
      insert.run(target * TERMS + term, count, this.#bytes.subarray(0, size));
    }
    return next;
  }

  /** All lists in one piece, for a segment that is still small. */
  packed(): Uint8Array {
    const byRecord: number[][] = Array.from({ length: this.#joined.rows.length }, () => []);
    for (let from = 0; from < TERMS; ) {
      const { lists, next } = this.#window(from);
      for (const [term, parts] of lists) {
        const count = this.#gather(parts);
        for (let at = 0; at < count; at++) byRecord[this.#merged[at] ?? 0]?.push(term);
      }
      from = next;
    }
    const writer = new ListWriter();
    for (const terms of byRecord) writer.add(Uint32Array.from(terms));
    return pack(writer);
  }

  /** The lists of all segments from a term on, about as many as `WINDOW`. */
  #window(from: number): { readonly lists: Map<number, Part[]>; readonly next: number } {
    const lists = new Map<number, Part[]>();
    const found = this.#sources.map((_, source) => this.#listsFrom(source, from));
    // Each source tells of so many terms: beyond the last one of a full answer it may have more.
    const ends = found.flatMap((part) => (part.length < WINDOW ? [] : [(part.at(-1)?.[0] ?? 0) + 1]));
    const next = Math.min(TERMS, ...ends);
    for (const [source, part] of found.entries()) {
      for (const [term, list] of part) {
        if (term >= next) break;
        const parts = lists.get(term);
        if (parts === undefined) lists.set(term, [[source, list]]);
        else parts.push([source, list]);
      }
    }
    return { lists, next };
  }

  #listsFrom(source: number, from: number): readonly (readonly [term: number, list: Uint8Array])[] {
    const packed = this.#packed[source];
    if (packed != null) {
      const begin = packed.from(from);
      const end = Math.min(packed.terms.length, begin + WINDOW);
      return Array.from({ length: end - begin }, (_, at) => [
        packed.terms[begin + at] ?? 0,
        packed.listAt(begin + at),
      ]);
    }
    const key = (this.#sources[source]?.key ?? 0) * TERMS;
    const sql = 'SELECT key, list FROM text_list WHERE key >= ? AND key < ? ORDER BY key LIMIT ?';
    const rows = prepared(this.#db, sql)
      .raw()
      .all(key + from, key + TERMS, WINDOW) as [number, Buffer][];
    return rows.map(([at, list]) => [at - key, list]);
  }

  /** The new ordinals of one term, ascending, into `#merged`; returns how many. */
  #gather(parts: readonly Part[]): number {
    let [count, last, sorted] = [0, -1, true];
    for (const [source, list] of parts) {
      const places = this.#joined.places[source] ?? this.#old;
      const had = decode(list, 0, this.#sources[source]?.n ?? 0, this.#old);
      for (let at = 0; at < had; at++) {
        const place = places[this.#old[at] ?? 0] ?? 0;
        sorted &&= place > last;
        last = place;
        this.#merged[count++] = place;
      }
    }
    return sorted ? count : sortedOnce(this.#merged.subarray(0, count));
  }
}

/** Sorts in place and leaves out what comes again; returns how many are left. */
function sortedOnce(ordinals: Uint32Array): number {
  ordinals.sort();
  let kept = 0;
  for (const ordinal of ordinals)
    if (kept === 0 || ordinals[kept - 1] !== ordinal) ordinals[kept++] = ordinal;
  return kept;
}

type Part = readonly [source: number, list: Uint8Array];

function stillLive(db: Database, segments: readonly Segment[]): boolean {
  const live = prepared(db, "SELECT 1 FROM text_segment WHERE key = ? AND state = 'live'");
  return segments.every(({ key }) => live.get(key) !== undefined);
}

function touch(db: Database, key: number, at: number): boolean {
  const sql = "UPDATE text_segment SET touched = ? WHERE key = ? AND state = 'building'";
  return prepared(db, sql).run(at, key).changes === 1;
}

function abandon(db: Database, key: number): void {
  prepared(db, "UPDATE text_segment SET state = 'gone' WHERE key = ?").run(key);
}

function retire(db: Database, segments: readonly Segment[]): void {
  for (const { key } of segments) abandon(db, key);
}
