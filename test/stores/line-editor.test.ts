import { describe, expect, test } from 'vitest';
import { editLine, insert, type Line, lineOf, replace } from '../../stores/line-editor.ts';

/** Draws a line with its cursor as `|`. */
const drawn = (line: Line) => `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`;
const at = (text: string): Line => {
  const cursor = text.indexOf('|');
  return { ...lineOf(text.replace('|', '')), cursor };
};
const after = (text: string, ...keys: readonly string[]) =>
  drawn(keys.reduce<Line>((line, key) => editLine(line, key) ?? insert(line, key), at(text)));

describe('editing', () => {
  test.each([
    ['ab|', ['Left', 'x'], 'ax|b'],
    ['ab|', ['C-a', 'x'], 'x|ab'],
    ['|ab', ['C-e', 'x'], 'abx|'],
    ['status:failed since:24h|', ['C-w'], 'status:failed |'],
    ['one two|', ['C-u'], '|'],
    ['one| two', ['C-k'], 'one|'],
    ['one| two', ['C-k', 'C-a', 'C-y'], ' two|one'],
    ['ab|c', ['Backspace'], 'a|c'],
    ['ab|c', ['Delete'], 'ab|'],
    ['|', ['Backspace', 'Left', 'Delete', 'C-w'], '|'],
    ['one two|', ['C-Left', 'C-Left'], '|one two'],
    ['👩‍👧|', ['Backspace'], '|'],
    ['e\u0301|', ['Left'], '|e\u0301'],
  ])('%s %j', (from, keys, expected) => {
    expect(after(from, ...keys)).toBe(expected);
  });

  test('a key that does not edit is not taken', () => {
    expect(editLine(lineOf('x'), 'Enter')).toBeNull();
    expect(editLine(lineOf('x'), 'toString')).toBeNull();
  });

  test('control characters of a paste never enter the line', () => {
    expect(insert(lineOf(''), 'a\r\nb\u001b[31mc').text).toBe('a b[31mc');
  });

  test('a completion replaces its span', () => {
    expect(drawn(replace(at('sta| x'), 0, 3, 'status:'))).toBe('status:| x');
  });
});

describe('history', () => {
  const history = ['status:failed', 'severity:error', 'status:running'];
  const go = (line: Line, ...keys: readonly string[]) =>
    keys.reduce((now, key) => editLine(now, key, history) ?? now, line);

  test('goes back by prefix, and forth to what was typed', () => {
    expect(go(lineOf('st'), 'Up').text).toBe('status:failed');
    expect(go(lineOf('st'), 'Up', 'Up').text).toBe('status:running');
    expect(go(lineOf('st'), 'Up', 'Up', 'Up').text).toBe('status:running');
    expect(go(lineOf('st'), 'Up', 'Up', 'Down', 'Down').text).toBe('st');
  });

  test('an edit makes the recalled entry the new draft', () => {
    const edited = insert(go(lineOf('st'), 'Up'), ' x');
    expect(go(edited, 'Down').text).toBe('status:failed x');
  });
});
