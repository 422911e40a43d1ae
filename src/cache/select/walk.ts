/** The rows of a plan in key order, newest or oldest first, merged from its sources. */
import type { Database } from 'better-sqlite3';
import type { RecordReader } from '../read-record.ts';
import type { RowRange } from './condition.ts';
import type { Plan } from './plan.ts';
import { route } from './route.ts';
import type { Direction, Source } from './source.ts';

/** A step is made longer below this many ms, shorter above three times as many. */
const BRISK = 4;
const LARGEST = 16_384;
const SMALLEST = 16;
/** Into so many stretches of keys a search through the text index is divided at most. */
const STEPS = 64;

interface Stream {
  readonly source: Source;
  buffer: readonly number[];
  used: number;
  next: number | null;
  limit: number;
  width: number;
  /** A step has a cost of its own: below this, more of them only take longer. */
  readonly narrowest: number;
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
  const { extent, kind, spread } = plan;
  if (extent === null) return;
  const within = {
    first: Math.max(extent.first, options.within.first),
    last: Math.min(extent.last, options.within.last),
  };
  const older = options.direction === 'older';
  const streams = plan.conjuncts.flatMap((conjunct) =>
    route(db, kind, conjunct, within, options.direction, spread).map((source): Stream => {
      const { first, last } = source.range;
      const limit = Math.max(SMALLEST, Math.min(options.expect, 512));
      const width = Math.max(1, Math.ceil((last - first) / STEPS));
      return {
        source,
        buffer: [],
        used: 0,
        next: older ? last : first,
        limit,
        width,
        narrowest: width,
      };
    }),
  );
  const beats = older ? (a: number, b: number) => a > b : (a: number, b: number) => a < b;
  for (;;) {
    let best: number | null = null;
    for (const { buffer, used } of streams) {
      const head = buffer[used];
      if (head !== undefined && (best === null || beats(head, best))) best = head;
    }
    let stepped = false;
    for (const stream of streams) {
      if (stream.used < stream.buffer.length || stream.next === null) continue;
      // A stream that can only give rows behind the best one may wait.
      if (best !== null && beats(best, stream.next)) continue;
      step(stream, reader, plan);
      stepped = true;
      yield null;
    }
    if (stepped) continue;
    if (best === null) return;
    for (const stream of streams) if (stream.buffer[stream.used] === best) stream.used += 1;
    yield best;
  }
}

function step(stream: Stream, reader: RecordReader, { kind, test }: Plan): void {
  const began = performance.now();
  const { rows, next } = stream.source.step(stream.next ?? 0, stream.limit, stream.width);
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
    stream.width *= 4;
  } else if (took > BRISK * 3) {
    stream.limit = Math.max(SMALLEST, Math.floor(stream.limit / 2));
    stream.width = Math.max(stream.narrowest, Math.floor(stream.width / 4));
  }
}
