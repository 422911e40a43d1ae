import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { charsetOf, inCharset, plainSign } from '../../../components/screen/ascii.ts';
import { parseRow } from '../../../components/screen/row.ts';
import { cellsOf } from '../../../src/domain/cells.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** The characters beyond ASCII that the views and their texts are written with. */
function signs(): readonly string[] {
  const files = ['components', 'stores'].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && entry.name !== 'ascii.ts')
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const text = files
    .map((file) => readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''))
    .join('');
  return [...new Set(text.replace(/[\0-\x7f]/g, ''))];
}

describe('complaint 24: signs need no patched font', () => {
  test('every sign the console draws has one of ASCII for it', () => {
    expect(signs().filter((sign) => plainSign(sign) === null)).toEqual([]);
  });

  test('and is one cell of a block every common font has: no private use, no picture', () => {
    const odd = signs().filter((sign) => cellsOf(sign) !== 1 || /[\p{Co}\p{Emoji_Presentation}]/u.test(sign));
    expect(odd).toEqual([]);
  });
});

describe('characters of the terminal', () => {
  const row = parseRow('✗ error │ 字é ● x', 18);

  test('signs are replaced cell for cell, names stay', () => {
    expect(inCharset(row, 'signs').plain).toBe('x error | 字é * x  '.slice(0, row.plain.length));
  });

  test('nothing but ASCII where there is nothing else', () => {
    const plain = inCharset(row, 'ascii');
    expect(plain.plain).toBe('x error | ??? * x ');
    expect(plain.text).toHaveLength(18);
  });

  test.each([
    [{}, 'unicode'],
    [{ LANG: 'en_US.UTF-8' }, 'unicode'],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, 'ascii'],
    [{ LANG: 'de_DE.ISO-8859-1' }, 'ascii'],
    [{ LANG: 'C.utf8', TERM: 'linux' }, 'signs'],
  ] as const)('%j: %s', (env, charset) => {
    expect(charsetOf(env)).toBe(charset);
  });

  test('who wants no signs gets none', () => {
    expect(charsetOf({ LANG: 'C.UTF-8' }, 'ascii')).toBe('signs');
    expect(charsetOf({ LANG: 'C', TERM: 'linux' }, 'unicode')).toBe('ascii');
  });
});
