import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { ReadStream } from 'node:tty';
import { describe, expect, test } from 'vitest';
import { openKeyboard } from '../../../components/keyboard/keyboard.ts';
import { backgroundIn, backgroundOf, depthOf } from '../../../components/screen/background.ts';
import { askBackground } from '../../../components/screen/probe.ts';
import type { Press } from '../../../stores/key-parser.ts';

describe('the background', () => {
  test.each([
    ['\u001b]11;rgb:ffff/ffff/ffff\u001b\\', 'light'],
    ['\u001b]11;rgb:fd/f6/e3\u0007', 'light'],
    ['\u001b]11;rgb:0000/2b2b/3636\u0007', 'dark'],
    ['\u001b]11;rgba:1e1e/1e1e/1e1e/ffff\u0007', 'dark'],
    ['\u001b]11;?\u0007', null],
    ['\u001b]10;rgb:ffff/ffff/ffff\u0007', null],
  ])('%j is %s', (reply, background) => {
    expect(backgroundOf(reply)).toBe(background);
  });

  test.each([
    ['15;0', 'dark'],
    ['0;15', 'light'],
    ['0;default;7', 'light'],
    ['12;8', 'dark'],
    ['default;default', null],
    [undefined, null],
  ])('COLORFGBG %s is %s', (COLORFGBG, background) => {
    expect(backgroundIn({ COLORFGBG })).toBe(background);
  });

  test.each([
    [{ TERM: 'xterm-256color' }, 256],
    [{ TERM: 'xterm' }, 16],
    [{ TERM: 'xterm', COLORTERM: 'truecolor' }, 256],
    [{ TERM: 'screen-256color' }, 256],
    [{ TERM: 'linux' }, 8],
    [{ TERM: 'xterm-4color' }, 4],
    [{ TERM: 'vt100' }, 0],
    [{ TERM: 'linux-m' }, 0],
  ] as const)('%j has %i colours', (env, depth) => {
    expect(depthOf(env)).toBe(depth);
  });
});

/** A terminal that is asked, with a clock and timers of its own. */
function ask(env: Readonly<Record<string, string>> = {}) {
  const stdin = Object.assign(new PassThrough(), { setRawMode: () => stdin });
  const written: string[] = [];
  const told: string[] = [];
  const keys: string[] = [];
  let now = 0;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  const after = (ms: number, run: () => void) => {
    const timer = { at: now + ms, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((each) => each !== timer);
    };
  };
  const pass = async (ms: number): Promise<void> => {
    now += ms;
    const due = timers.filter(({ at }) => at <= now);
    timers = timers.filter(({ at }) => at > now);
    for (const { run } of due) run();
    await setImmediate();
  };
  const stdout = { write: (text: string) => written.push(text) > 0 };
  const probe = askBackground(
    { streams: { stdout }, colour: true, env: { TERM: 'xterm-256color', ...env }, after, clock: () => now },
    (background) => told.push(background),
  );
  const onPress = (press: Press) => keys.push(press.kind === 'key' ? press.name : press.kind);
  openKeyboard(stdin as unknown as ReadStream, onPress, after, probe);
  probe.ask();
  const read = (bytes: string): void => void stdin.emit('data', bytes);
  return { written, told, keys, pass, read };
}

describe('complaint 18: the terminal is asked for its background', () => {
  test('once; its answer is no key', () => {
    const { written, told, keys, read } = ask();
    expect(written).toEqual(['\u001b]11;?\u001b\\']);
    read('j\u001b]11;rgb:ffff/ffff/ffff\u001b\\k');
    expect(told).toEqual(['light']);
    expect(keys).toEqual(['j', 'k']);
  });

  test('without an answer in time the environment says it, and a late answer is no key either', async () => {
    const { told, keys, pass, read } = ask({ COLORFGBG: '15;0' });
    await pass(100);
    expect(told).toEqual(['dark']);
    read('\u001b]11;rgb:ffff/ffff/ffff\u001b\\j');
    expect(told).toEqual(['dark']);
    expect(keys).toEqual(['j']);
  });

  test.each([1, 2, 3, 5, 12])('an answer broken in two after %i bytes types nothing', async (at) => {
    const reply = '\u001b]11;rgb:ffff/ffff/ffff\u001b\\';
    const { told, keys, pass, read } = ask();
    read(reply.slice(0, at));
    await pass(60);
    read(`${reply.slice(at)}j`);
    expect(told).toEqual(['light']);
    expect(keys).toEqual(['j']);
  });

  test('Esc is a key as ever once the answer has come', async () => {
    const { keys, pass, read } = ask();
    read('\u001b]11;rgb:0/0/0\u0007');
    read('\u001b');
    await pass(25);
    expect(keys).toEqual(['Esc']);
  });

  test('a terminal that would print the question is not asked', () => {
    expect(ask({ TERM: 'linux', COLORFGBG: '0;15' })).toMatchObject({ written: [], told: ['light'] });
  });
});
