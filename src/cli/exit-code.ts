/** What each code says, in the order in which people look for them; `check` has levels of its own. */
export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'done'],
  [1, 'a platform answered with an error, or the query or a file is bad'],
  [2, 'usage or configuration'],
  [3, 'a platform is out of reach'],
  [4, 'not authorised'],
  [
    5,
    'sync, export, report or archive finished, but a hole is left in the window asked for; or forward, but retention dropped what it should have sent',
  ],
  [10, '--fail-if-any matched'],
  [130, 'interrupted'],
];

/** When several exit codes apply, the first of these wins. */
const PRECEDENCE = [130, 2, 4, 3, 1, 5, 10] as const;

/** The one exit code of a run in which all of these came up; 0 when none did. */
export function exitCodeOf(codes: Iterable<number>): number {
  const seen = new Set(codes);
  return PRECEDENCE.find((code) => seen.has(code)) ?? 0;
}
