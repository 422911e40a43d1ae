import { expect, test } from 'vitest';
import { notifySequence } from '../../components/screen/notify.ts';

test('a terminal known to show notifications gets one, any other the bell', () => {
  expect(notifySequence('1 new', { TERM_PROGRAM: 'WezTerm' })).toBe('\u001b]9;1 new\u0007');
  expect(notifySequence('1 new', { TERM: 'xterm-kitty' })).toBe('\u001b]9;1 new\u0007');
  expect(notifySequence('1 new', { TERM: 'linux' })).toBe('\u0007');
  expect(notifySequence('1 new', {})).toBe('\u0007');
});

test('inside tmux it is passed on, and the window is marked', () => {
  expect(notifySequence('1 new', { TMUX: '/tmp/tmux', TERM: 'screen-256color' })).toBe(
    '\u001bPtmux;\u001b\u001b]9;1 new\u0007\u001b\\\u0007',
  );
});

test('what a record says can neither end the notification nor begin another sequence', () => {
  const sequence = notifySequence('a\u0007\u001b]0;owned\u0007\u009c\n b', { TERM_PROGRAM: 'iTerm.app' });
  expect(sequence.slice(4, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  expect(notifySequence('x'.repeat(5_000), { TERM_PROGRAM: 'iTerm.app' })).toHaveLength(205);
});
