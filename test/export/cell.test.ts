import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoted } from '../../src/export/text/cell.ts';

test('quotes are doubled in whatever cell, however long', () => {
  const piece = fc.constantFrom(
    '"',
    ',',
    '\r\n',
    'a',
    'é',
    '\u0080',
    '\u{1F600}',
    '\uD800',
    '\0',
    '"a"'.repeat(6_000),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const cell = pieces.join('');
      const wanted = /[",\r\n]/.test(cell) ? `"${cell.split('"').join('""')}"` : cell;
      expect(quoted(cell) === wanted).toBe(true);
    }),
    { numRuns: 500 },
  );
});
