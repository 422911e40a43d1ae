/** Searching the history, as readline does: the newest line that contains what is sought. Pure. */

/** The match after passing over `skip` newer ones, each line once; null where there is none. */
export function recalledLine(history: readonly string[], sought: string, skip: number): string | null {
  const wanted = sought.toLowerCase();
  const found = wanted === '' ? history : history.filter((line) => line.toLowerCase().includes(wanted));
  return [...new Set(found)][skip] ?? null;
}
