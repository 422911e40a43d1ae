/**
 * Offset and limit over a list sorted newest first that grows while it is read. Pages overlap by one row,
 * the seam: the last row of the page before must be met again, so that rows that moved are noticed.
 */
import { isObject, type Json } from '../domain/json.ts';
import type { Mark } from './paging.ts';

/** A type alias, not an interface: only those are plain JSON to the compiler. */
export type OffsetCursor = {
  /** Index of the first row to ask for, from 0. */
  readonly offset: number;
  /** The last row that was read; null before the first page. */
  readonly seam: { readonly id: string; readonly at: number } | null;
  /** Rows from the seam to the end of the list: it stays the same while the list grows at its front. */
  readonly left: number | null;
  /** How often this seam was looked for further up. */
  readonly stepsBack: number;
};

export const FIRST_OFFSET: OffsetCursor = { offset: 0, seam: null, left: null, stepsBack: 0 };
const MAX_STEPS_BACK = 4;

/** A stored cursor; anything unreadable starts over, which costs pages but loses nothing. */
export function offsetCursor(stored: Json): OffsetCursor {
  if (!isObject(stored) || !isCount(stored.offset)) return FIRST_OFFSET;
  const { offset, seam, left, stepsBack } = stored;
  const known = isObject(seam) && typeof seam.id === 'string' && typeof seam.at === 'number';
  return {
    offset,
    seam: known ? { id: String(seam.id), at: Number(seam.at) } : null,
    left: isCount(left) ? left : null,
    stepsBack: isCount(stepsBack) ? stepsBack : 0,
  };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

export interface OffsetStep {
  /** Rows before this index were delivered by an earlier page. */
  readonly freshFrom: number;
  /** Null at the end of the list. */
  readonly next: OffsetCursor | null;
}

/**
 * Where to go after a page of `marks`, out of `total` rows (null when the platform does not say). Advances
 * by rows received, never by rows asked for: a limit may be capped without a word.
 */
export function nextOffset(cursor: OffsetCursor, marks: readonly Mark[], total: number | null): OffsetStep {
  const { offset, seam } = cursor;
  const end = offset + marks.length;
  const met = seam === null ? -1 : marks.findIndex(({ id }) => id === seam.id);
  const place = seam === null || met >= 0 ? 'met' : placeOf(seam.at, marks);

  if (place === 'past' && offset > 0 && cursor.stepsBack < MAX_STEPS_BACK) {
    // Rows before the seam are gone and the rest moved up: look for it further up, twice as far each time.
    const back = Math.max(1, marks.length >> 1) << cursor.stepsBack;
    const from = total !== null && cursor.left !== null ? Math.min(offset, total - cursor.left) : offset;
    return {
      freshFrom: 0,
      next: { ...cursor, offset: Math.max(0, from - back), stepsBack: cursor.stepsBack + 1 },
    };
  }
  if (marks.length === 0 || (total !== null && end >= total)) return { freshFrom: met + 1, next: null };
  if (place === 'ahead') {
    // Rows were added before the seam and pushed it down, by as many as the total grew.
    const pushed = total !== null && cursor.left !== null ? total - cursor.left : end;
    return { freshFrom: 0, next: { ...cursor, offset: Math.max(end, pushed) } };
  }
  if (total === null && met === 0 && marks.length === 1) return { freshFrom: met + 1, next: null };
  return { freshFrom: met + 1, next: beyond(offset, marks, total) };
}

/** Where a page without the seam lies: wholly before it, wholly past it, or around where it was. */
function placeOf(seamAt: number, marks: readonly Mark[]): 'ahead' | 'past' | 'met' {
  const instants = marks.map(({ at }) => at).filter((at) => at !== null);
  const [first, last] = [instants[0], instants.at(-1)];
  if (marks.length === 0) return 'past';
  if (first === undefined || last === undefined) return 'met';
  // Rows of the seam's own instant may have been before it as well as after: looking back loses nothing.
  if (first <= seamAt) return 'past';
  return last >= seamAt ? 'ahead' : 'met';
}

/** The cursor that begins at the page's last readable row, which becomes the seam. */
function beyond(offset: number, marks: readonly Mark[], total: number | null): OffsetCursor {
  const index = marks.findLastIndex(({ id, at }) => id !== null && at !== null);
  const seam = marks[index];
  if (index < 1 || seam?.id == null || seam.at === null) {
    return { ...FIRST_OFFSET, offset: offset + marks.length };
  }
  const next = offset + index;
  return {
    offset: next,
    seam: { id: seam.id, at: seam.at },
    left: total === null ? null : Math.max(0, total - next),
    stepsBack: 0,
  };
}
