import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shellWord } from '../../src/domain/shell-word.ts';
import { firstLine, inertLine, jsonText, safeLine, safeText } from '../../src/domain/text.ts';

describe('text safety', () => {
  test.each([
    ['plain text', 'plain text'],
    ['red \u001b[31malert\u001b[0m', 'red \uFFFDalert\uFFFD'],
    ['title \u001b]0;owned\u0007 end', 'title \uFFFD end'],
    ['8-bit \u009b2J and \u009d52;c;AAAA\u009c', '8-bit \uFFFD and \uFFFD'],
    ['rtl \u202efdp.exe', 'rtl \uFFFDfdp.exe'],
    ['cr\r\nlf\rlone', 'cr\nlf\nlone'],
    ['tab\tkept', 'tab\tkept'],
  ])('%j is shown as %j', (hostile, shown) => {
    expect(safeText(hostile)).toBe(shown);
  });

  test('what is blank says no more than what is missing', () => {
    expect(firstLine(null, '', ' \u00a0\n', undefined, ' an id ')).toBe('an id');
    expect(firstLine('', null)).toBe('');
  });

  test.each([
    ['family 👨‍👩‍👧‍👦 here', 'family 👨 here'],
    ['flag 🇩🇪 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'flag DE and 🏴'],
    ['keys 1️⃣#️⃣2⃣', 'keys 1#2'],
    ['❤️ 👍🏽 ⛹🏽‍♀️ 🏽', '❤ 👍 ⛹ □'],
    ['क्‍ष 漢字 e\u0301 ก็ a⃣', 'क्‍ष 漢字 e\u0301 ก็ a⃣'],
  ])('%j has one width on every terminal: %j', (picture, shown) => {
    expect(safeLine(picture)).toBe(shown);
    // What is copied or read by a program stays what it is.
    expect(inertLine(picture)).toBe(picture);
    expect(shellWord(picture)).toContain(picture);
  });

  test('a line has no line breaks', () => {
    expect(safeLine(' a\n b\tc ')).toBe('a b c');
  });

  test('whatever comes in, no control character but LF and TAB goes out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(safeText(text)).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });

  test('JSON text is exact for a parser and inert in a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = jsonText({ text });
        expect(JSON.parse(json)).toEqual({ text });
        expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
      }),
    );
  });
});
