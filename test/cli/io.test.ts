import { expect, test } from 'vitest';
import { type Io, isInteractive } from '../../src/cli/io.ts';

test('a console needs a terminal at both ends that can be drawn on', () => {
  const io = (stdin: boolean, stdout: boolean, TERM?: string) =>
    ({ stdin: { isTTY: stdin }, stdout: { isTTY: stdout }, env: TERM === undefined ? {} : { TERM } }) as Io;
  expect(isInteractive(io(true, true, 'xterm-256color'))).toBe(true);
  expect(isInteractive(io(true, true))).toBe(true);
  expect(isInteractive(io(true, true, 'dumb'))).toBe(false);
  expect(isInteractive(io(false, true, 'linux'))).toBe(false);
  expect(isInteractive(io(true, false, 'linux'))).toBe(false);
});

test('lines for a screen reader need a terminal, and nothing of it', () => {
  const io = (isTTY: boolean, env = {}) =>
    ({ stdin: { isTTY }, stdout: { isTTY }, env: { TERM: 'dumb', ...env } }) as unknown as Io;
  expect(isInteractive(io(true), true)).toBe(true);
  expect(isInteractive(io(true, { INK_SCREEN_READER: 'true' }))).toBe(true);
  expect(isInteractive(io(false), true)).toBe(false);
});
