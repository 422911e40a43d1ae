import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';

/** Every character of the first plane apart from surrogates, and some that join, widen or take no room. */
const CHARACTERS = Array.from({ length: 0x1_00_00 }, (_, code) => String.fromCharCode(code)).filter(
  (character) => character.isWellFormed(),
);
const TRICKY = ['\u0301', '\u200d', '\ufe0f', '\ufe0e', '\u20e3', '👩', '🏽', '🇨', '한', '✗', '…', '‼', '1'];

test('a text takes as many cells as string-width says, however it is found out', () => {
  for (const character of CHARACTERS) {
    if (cellsOf(character) !== stringWidth(character)) {
      expect.fail(`U+${character.charCodeAt(0).toString(16)}`);
    }
  }
  const some = fc.array(fc.constantFrom(...CHARACTERS.slice(0, 0x2900), ...TRICKY), { maxLength: 6 });
  fc.assert(
    fc.property(some, (characters) => {
      const text = characters.join('');
      expect(cellsOf(text)).toBe(stringWidth(text));
    }),
    { numRuns: 2_000 },
  );
});

test('what is cut or padded takes the cells it should', () => {
  const some = fc.array(fc.constantFrom('a', 'é', '…', '✗', '日', '👩🏽', 'e\u0301'), { maxLength: 12 });
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 12 }), (characters, width) => {
      const text = characters.join('');
      expect(cellsOf(cut(text, width))).toBeLessThanOrEqual(width);
      expect(cellsOf(pad(text, width))).toBe(width);
    }),
  );
});
