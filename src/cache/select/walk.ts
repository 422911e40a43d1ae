/** The rows of a plan in key order, newest or oldest first, merged from its sources. */
import type { Database } from 'better-sqlite3';
import type { RecordReader } from '../read-record.ts';
import type { RowRange } from './condition.ts';
import { Heap } from './heap.ts';
import type { Plan } from './plan.ts';
import { route } from './route.ts';
import type { Direction, Source } from './source.ts';

/** A step is made longer below this many ms, shorter above three times as many. */
const BRISK = 4;
const LARGEST = 16_384;
const SMALLEST = 16;

interface Stream {
  readonly source: Source;
  buffer: readonly number[];
  used: number;
  next: number | null;
  limit: number;
}

export interface WalkOptions {
  readonly direction: Direction;
  /** Only rows in this range. */
  readonly within: RowRange;
  /** How many rows the caller will likely take. */
  readonly expect: number;
}

/**
 * Yields a row of the result, or null after a bounded piece of work without one, so that the caller can
 * pause there. `looked` counts the rows that were looked at.
 */
export function* walk(
  db: Database,
  reader: RecordReader,
  plan: Plan,
  options: WalkOptions,
): Generator<number | null, void, void> {
  const { extent } = plan;
  if (extent === null) return;
  const within = {
    first: Math.max(extent.first, options.within.first),
    last: Math.min(extent.last, options.within.last),
  };
  const older = options.direction === 'older';
  // What a stream can give next at best: its first row at hand, or where it would go on looking.
  const reach = ({ buffer, used, next }: Stream) => buffer[used] ?? next ?? 0;
  const heap = new Heap<Stream>((a, b) => (older ? reach(a) > reach(b) : reach(a) < reach(b)));
  for (const stream of streamsOf(db, plan, within, options)) heap.push(stream);
  let last: number | null = null;
  for (let stream = heap.pop(); stream !== undefined; stream = heap.pop()) {
    const row = stream.buffer[stream.used];
    if (row === undefined) {
      step(stream, reader, plan);
      yield null;
    } else {
      stream.used += 1;
      // Alternatives overlap: a row comes once from each, one after the other.
      if (row !== last) yield row;
      last = row;
    }
    if (stream.used < stream.buffer.length || stream.next !== null) heap.push(stream);
  }
}

function streamsOf(
  db: Database,
  { conjuncts, kind, spread }: Plan,
  within: RowRange,
  { direction, expect }: WalkOptions,
): readonly Stream[] {
  return conjuncts.flatMap((conjunct) =>
    route(db, kind, conjunct, within, direction, spread).map((source): Stream => {
      const { first, last } = source.range;
      const limit = Math.max(SMALLEST, Math.min(expect, 512));
      const next = direction === 'older' ? last : first;
      return { source, buffer: [], used: 0, next, limit };
    }),
  );
}

function step(stream: Stream, reader: RecordReader, { kind, test }: Plan): void {
  const began = performance.now();
  const { rows, next } = stream.source.step(stream.next ?? 0, stream.limit);
  const doubtful = rows.flatMap(({ row, sure }) => (sure ? [] : [row]));
  const passed = new Set(
    reader.read(kind, doubtful, true).flatMap(({ row, record }) => (test(record) ? [row] : [])),
  );
  stream.buffer = rows.flatMap(({ row, sure }) => (sure || passed.has(row) ? [row] : []));
  stream.used = 0;
  stream.next = next;
  const took = performance.now() - began;
  if (took < BRISK) {
    stream.limit = Math.min(LARGEST, stream.limit * 2);
  } else if (took > BRISK * 3) {
    stream.limit = Math.max(SMALLEST, Math.floor(stream.limit / 2));
  }
}
