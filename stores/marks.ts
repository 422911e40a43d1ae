/** Records marked in a list, by ref: they survive whatever a refresh, a sort or another filter does. Pure. */
import type { Row } from '../src/cache/ask.ts';
import type { Ref } from '../src/domain/record.ts';
import { indexOf, type Place, type RowWindow } from './window.ts';

export interface Marks {
  /** All that matched when it was asked for, newest first: frozen, never asked for again. */
  readonly listed: readonly Ref[];
  /** Marked by hand where the list lacks it, taken off where the list has it. */
  readonly toggled: readonly Ref[];
  readonly count: number;
  /** What the frozen list was asked for; null where there is none. */
  readonly query: string | null;
  /** Where a range begins that no key has ended yet. */
  readonly range: Row | null;
}

export const NO_MARKS: Marks = { listed: [], toggled: [], count: 0, query: null, range: null };

/** A hundred thousand refs are looked at for every row that is drawn. */
const SETS = new WeakMap<readonly Ref[], ReadonlySet<Ref>>();

function setOf(refs: readonly Ref[]): ReadonlySet<Ref> {
  const known = SETS.get(refs) ?? new Set(refs);
  SETS.set(refs, known);
  return known;
}

/** Makes a long list ready to be looked into, a slice a step: all of it at once would hold up a key. */
export function* prepared(refs: readonly Ref[], slice = 1_000): Generator<void> {
  const set = new Set<Ref>();
  for (const [index, ref] of refs.entries()) {
    set.add(ref);
    if ((index + 1) % slice === 0) yield;
  }
  SETS.set(refs, set);
}

export function isMarked({ listed, toggled }: Marks, ref: Ref): boolean {
  return (listed.length > 0 && setOf(listed).has(ref)) !== (toggled.length > 0 && setOf(toggled).has(ref));
}

/** With a record marked, or no more. */
export function withToggled(marks: Marks, ref: Ref): Marks {
  const off = isMarked(marks, ref);
  const toggled = marks.toggled.includes(ref)
    ? marks.toggled.filter((one) => one !== ref)
    : [...marks.toggled, ref];
  return { ...marks, toggled, count: marks.count + (off ? -1 : 1) };
}

/** With all of these marked. */
export function withAdded(marks: Marks, refs: readonly Ref[]): Marks {
  const fresh = new Set(refs.filter((ref) => !isMarked(marks, ref)));
  if (fresh.size === 0) return marks;
  // Of the list, and taken off: taking that back marks them.
  const again = new Set(marks.toggled.filter((ref) => fresh.has(ref)));
  const toggled = [
    ...marks.toggled.filter((ref) => !again.has(ref)),
    ...[...fresh].filter((ref) => !again.has(ref)),
  ];
  return { ...marks, toggled, count: marks.count + fresh.size };
}

/** With a frozen list, beside what was marked by hand before. */
export function withListed(marks: Marks, refs: readonly Ref[], query: string): Marks {
  const before = marks.toggled.filter((ref) => isMarked(marks, ref) && !setOf(refs).has(ref));
  return { listed: refs, toggled: before, count: refs.length + before.length, query, range: null };
}

/** The marked records: those of the list, then those marked by hand. */
export function markedRefs(marks: Marks): readonly Ref[] {
  if (marks.toggled.length === 0) return marks.listed;
  return [
    ...marks.listed.filter((ref) => isMarked(marks, ref)),
    ...marks.toggled.filter((ref) => isMarked(marks, ref)),
  ];
}

/** The rows of a range that is not ended yet, as far as they are loaded: first and last index; null where none is. */
export function rangeIn(
  { range }: Marks,
  window: RowWindow,
  place: Place,
): readonly [first: number, last: number] | null {
  if (range === null) return null;
  const to = indexOf(window, place.selected);
  const from = indexOf(window, range.ref);
  if (to < 0 || from < 0) return null;
  return [Math.min(from, to), Math.max(from, to)];
}
