/** When several exit codes apply, the first of these wins. */
const PRECEDENCE = [130, 2, 4, 3, 1, 5, 10] as const;

/** The one exit code of a run in which all of these came up; 0 when none did. */
export function exitCodeOf(codes: Iterable<number>): number {
  const seen = new Set(codes);
  return PRECEDENCE.find((code) => seen.has(code)) ?? 0;
}
