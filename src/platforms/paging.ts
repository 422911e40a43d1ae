/**
 * What the paging members share. Each member is three small pure things: a first cursor, the request a
 * cursor stands for, and the next cursor out of the answer. Cursors are plain JSON: a stored one resumes.
 */

/** What paging needs to know of a row: its id and its instant (UTC ms), null where unreadable. */
export interface Mark {
  readonly id: string | null;
  readonly at: number | null;
}

/** Whether known instants never rise (newest first), never fall (oldest first), or neither; null: no telling. */
export function orderOf(instants: readonly (number | null)[]): 'newest' | 'oldest' | 'mixed' | null {
  const known = instants.filter((at) => at !== null);
  let [falls, rises] = [false, false];
  for (const [index, at] of known.entries()) {
    const before = known[index - 1] ?? at;
    falls ||= at < before;
    rises ||= at > before;
  }
  if (falls && rises) return 'mixed';
  if (falls) return 'newest';
  return rises ? 'oldest' : null;
}

/** Whether a page reached below `since` (UTC ms), and is sorted so that nothing newer can follow. */
export function endsBefore(marks: readonly Mark[], since: number | null): boolean {
  if (since === null) return false;
  const instants = marks.map(({ at }) => at);
  const last = instants.findLast((at) => at !== null) ?? null;
  const order = orderOf(instants);
  return last !== null && last < since && (order === 'newest' || order === null);
}
