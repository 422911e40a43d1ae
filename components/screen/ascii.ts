/**
 * What stands for the signs of the console where a terminal cannot show them: a locale without UTF-8, the Linux
 * console, or a user who wants none. One cell for one cell, so that nothing moves.
 */
import type { Row } from './row.ts';

/** `signs`: the console's own are replaced, names are shown as they are. `ascii`: nothing else is written. */
export type Charset = 'unicode' | 'signs' | 'ascii';

/** Each line: what stands for it, and the signs. */
const FOR: readonly (readonly [string, string])[] = [
  ['#', '█▊▉◆▓■'],
  ['=', '━▌▋▅═'],
  ['-', '─┄▄—–−'],
  ['|', '│▏▎▍┃'],
  ['+', '┌┐└┘├┤┬┴┼╭╮╰╯±†▆'],
  ['*', '●•▇★▪✎'],
  ['o', '○◌◯◇☐↻'],
  ['.', '·▁▂░'],
  [':', '▃▒'],
  ["'", '╵‘’'],
  ['"', '«“”„'],
  ['>', '▸≥→❯▶›»⇒↳'],
  ['<', '←≤◀‹⇐'],
  ['^', '↑▲'],
  ['v', '↓▾▼✓✔'],
  ['x', '✗×✘☑'],
  ['!', '‼⊘'],
  ['~', '…◐≈⋯'],
  ['?', '□'],
];

const SIGNS: ReadonlyMap<string, string> = new Map(
  FOR.flatMap(([plain, signs]) => [...signs].map((sign) => [sign, plain] as const)),
);

/** What stands for a sign; null for what is no sign of ours. */
export const plainSign = (sign: string): string | null => SIGNS.get(sign) ?? null;

/** The row in the characters a terminal has. */
export function inCharset(row: Row, charset: Charset): Row {
  if (charset === 'unicode' || /^[ -~]*$/.test(row.plain)) return row;
  const text = row.text.map((cell) => {
    const sign = SIGNS.get(cell);
    if (sign !== undefined) return sign;
    if (charset === 'signs' || /^[ -~]$/.test(cell)) return cell;
    // The second cell of a wide character is one, too.
    return '?';
  });
  return { ...row, text, plain: text.join(''), loose: charset === 'ascii' ? false : row.loose };
}

/**
 * What a terminal can show. A locale that names another character set decides; where no locale is set nobody has
 * said anything, and terminals of today have UTF-8. The font of the Linux console has letters, but few signs.
 */
export function charsetOf(
  env: Readonly<Record<string, string | undefined>>,
  glyphs: 'auto' | 'unicode' | 'ascii' = 'auto',
): Charset {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  if (locale !== '' && !/utf-?8/i.test(locale)) return 'ascii';
  if (glyphs === 'auto') return env.TERM === 'linux' ? 'signs' : 'unicode';
  return glyphs === 'ascii' ? 'signs' : 'unicode';
}
