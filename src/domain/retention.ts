/** How much of a platform's records is kept, and from when on. Pure. */
import type { Kind } from './record.ts';
import { DAY } from './time.ts';

/** The kinds that have bounds. Statistics have a rule of their own: so many snapshots of a figure. */
export const BOUNDED_KINDS = ['alert', 'job', 'audit'] as const satisfies readonly Kind[];
export type BoundedKind = (typeof BOUNDED_KINDS)[number];

/** Null is no bound. Of several the tightest holds. */
export interface Bounds {
  /** Milliseconds. */
  readonly age: number | null;
  readonly records: number | null;
  /** Bytes on disk, as far as they can be estimated. */
  readonly bytes: number | null;
}

export const NO_BOUNDS: Bounds = { age: null, records: null, bytes: null };

export interface Retention {
  /** The age holds for every kind that has none of its own; records and bytes are those of all kinds together. */
  readonly all: Bounds;
  readonly kinds: Readonly<Partial<Record<BoundedKind, Bounds>>>;
}

/** The least age a bound may have: cases of rules are those of a day. */
export const LEAST_AGE = DAY;

export function ageOf({ all, kinds }: Retention, kind: BoundedKind): number | null {
  return kinds[kind]?.age ?? all.age;
}

/**
 * The first instant (UTC ms) that an age bound keeps: the beginning of a UTC day, so that what is derived from a
 * day is dropped as a whole and the edge moves once a day.
 */
export function edgeOf(age: number, now: number): number {
  return Math.floor((now - age) / DAY) * DAY;
}
