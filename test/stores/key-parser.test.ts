import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endsWithSilence, flushKeys, type Press, parseKeys } from '../../stores/key-parser.ts';

const names = (presses: readonly Press[]) =>
  presses.map((press) =>
    press.kind === 'key' ? press.name : press.kind === 'paste' ? `paste:${press.text}` : press.button,
  );
const keysOf = (text: string) => names(parseKeys('', text).presses);

describe('bytes to keys', () => {
  test.each([
    ['jj', ['j', 'j']],
    ['/x\r', ['/', 'x', 'Enter']],
    ['gg\u0004', ['g', 'g', 'C-d']],
    ['\t\u001b[Z', ['Tab', 'S-Tab']],
    ['\u001b[A\u001b[B\u001bOA', ['Up', 'Down', 'Up']],
    ['\u001b[5~\u001b[6~\u001b[1~\u001b[4~', ['PgUp', 'PgDn', 'Home', 'End']],
    ['\u001b[1;5A\u001b[3;2~', ['C-Up', 'S-Delete']],
    ['\u007f\u0008', ['Backspace', 'Backspace']],
    [' ', ['Space']],
    ['é字😀', ['é', '字', '😀']],
    ['\u001bq', ['Esc', 'q']],
    ['\u001b]q', ['Esc', ']', 'q']],
    ['\u001b[106u\u001b[99;5u\u001b[27u', ['j', 'C-c', 'Esc']],
    ['\u001b[97;1:3u', []],
  ])('%j', (bytes, expected) => {
    expect(keysOf(bytes)).toEqual(expected);
    expect(parseKeys('', bytes).pending).toBe('');
  });

  test('answers of the terminal are no keys', () => {
    expect(keysOf('\u001b]11;rgb:0000/0000/0000\u0007j')).toEqual(['j']);
    expect(keysOf('\u001b[?62;22c\u001b[I\u001b[<0;3;4mj')).toEqual(['j']);
  });

  test('bracketed paste is text, whatever it holds', () => {
    expect(keysOf('a\u001b[200~q\rx\u001b[A\u001b[201~b')).toEqual(['a', 'paste:q\rx\u001b[A', 'b']);
  });

  test('a paste split over reads waits for its end, in silence too', () => {
    const first = parseKeys('', '\u001b[200~one ');
    expect(first.presses).toEqual([]);
    expect(endsWithSilence(first.pending)).toBe(false);
    expect(names(parseKeys(first.pending, 'two\u001b[201~').presses)).toEqual(['paste:one two']);
  });

  test('a lone Esc waits for silence', () => {
    const { presses, pending } = parseKeys('', 'j\u001b');
    expect(names(presses)).toEqual(['j']);
    expect(endsWithSilence(pending)).toBe(true);
    expect(names(flushKeys(pending))).toEqual(['Esc']);
  });

  test('however the bytes are cut into reads, the keys are the same', () => {
    const piece = fc.constantFrom(
      'j',
      'G',
      '/',
      '\r',
      '\u001b[A',
      '\u001b[1;5C',
      '\u001bOH',
      '\u001b[200~p\u001b[201~',
      'ü',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.array(fc.nat(40), { maxLength: 6 }),
        (pieces, cuts) => {
          const bytes = pieces.join('');
          const at = [...new Set(cuts.map((cut) => Math.min(cut, bytes.length)))].sort((a, b) => a - b);
          const got: Press[] = [];
          let pending = '';
          for (const [index, from] of [0, ...at].entries()) {
            const step = parseKeys(pending, bytes.slice(from, at[index] ?? bytes.length));
            got.push(...step.presses);
            pending = step.pending;
          }
          expect(pending).toBe('');
          expect(names(got)).toEqual(keysOf(bytes));
        },
      ),
    );
  });
});
