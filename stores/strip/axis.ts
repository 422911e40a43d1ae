/** The axis of the histogram: which time it shows, in how many stretches. Pure. */
import type { Kind } from '../../src/domain/record.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { parseQuery } from '../../src/query/parse.ts';
import type { Node } from '../../src/query/tree.ts';
import { windowOf } from '../../src/query/window.ts';

/** UTC ms, the end exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** `buckets` of `width` ms from `from` on; every edge is a multiple of the width, so that it stays put. */
export interface Axis {
  readonly from: number;
  readonly width: number;
  readonly buckets: number;
}

/** What people count time in. */
const WIDTHS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
];

/** The finest axis over a stretch that needs no more than so many buckets. */
export function axisOf({ from, to }: Stretch, most: number): Axis {
  const count = (width: number): number => Math.ceil(to / width) - Math.floor(from / width);
  let width = WIDTHS.find((each) => count(each) <= most) ?? DAY;
  while (count(width) > Math.max(1, most)) width *= 2;
  return { from: Math.floor(from / width) * width, width, buckets: Math.max(1, count(width)) };
}

export function endOf({ from, width, buckets }: Axis): number {
  return from + width * buckets;
}

export interface AxisAsk {
  readonly kind: Kind;
  readonly query: string;
  readonly now: number;
  readonly longRunningAfter: number;
  /** Since when anything is known (UTC ms). */
  readonly oldest: number;
}

/** The time a query asks for; where it leaves it open, what its alternatives say of it, or all there is. */
export function stretchOf({ kind, query, now, longRunningAfter, oldest }: AxisAsk): Stretch {
  const { tree } = parseQuery(query, kind, { now, longRunningAfter });
  const asked = tree === null ? { from: null, to: null } : windowOf(tree, kind);
  const named = tree === null ? [] : beginnings(tree);
  const from = asked.from ?? (named.length > 0 ? Math.min(...named) : oldest);
  const to = Math.max(SECOND, (asked.to ?? now) + 1);
  return { from: Math.max(0, Math.min(from, to - SECOND)), to };
}

/** Where the time terms of a query begin; what is negated says nothing. */
function beginnings(node: Node): readonly number[] {
  if (node.kind === 'time') return node.from === null ? [] : [node.from];
  return node.kind === 'and' || node.kind === 'or' ? node.of.flatMap(beginnings) : [];
}
