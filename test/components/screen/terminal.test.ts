import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { describe, expect, test } from 'vitest';
import { createRows } from '../../../components/screen/row.ts';
import { createTerminal } from '../../../components/screen/terminal.ts';

/** A terminal that takes what is written only when it is told to. */
function slowTerminal() {
  const writes: string[] = [];
  const modes: boolean[] = [];
  let take = (): void => undefined;
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      writes.push(text);
      take = done;
    },
  });
  const stdout = Object.assign(stream, { _handle: { setBlocking: (on: boolean) => modes.push(on) } });
  return {
    stdout: stdout as unknown as WriteStream,
    writes,
    modes,
    /** Takes everything written so far and what follows from that. */
    async takeAll() {
      for (let before = -1; before !== writes.length; ) {
        before = writes.length;
        take();
        await new Promise(setImmediate);
      }
    },
  };
}

const row = createRows(20);
const saying = (text: string) => [row([{ x: 0, line: text }])];

describe('the terminal', () => {
  test('is given the next frame when it has taken the one before, and then the newest', async () => {
    const { stdout, writes, takeAll } = slowTerminal();
    let asked = 0;
    let text = 'one';
    const terminal = createTerminal(stdout, 'xterm', () => {
      asked += 1;
      return saying(text);
    });
    terminal.enter();
    terminal.draw();
    for (text of ['two', 'three', 'four']) terminal.draw();
    expect(asked).toBe(1);
    await takeAll();
    expect(asked).toBe(2);
    const frames = writes.filter((write) => write.startsWith('\u001b[?2026h'));
    expect(frames).toHaveLength(2);
    expect(frames[0]).toContain('one');
    expect(frames[1]).toContain('four');
    expect(frames.every((frame) => frame.endsWith('\u001b[?2026l'))).toBe(true);
  });

  test('has nothing written to it when nothing has changed', async () => {
    const { stdout, writes, takeAll } = slowTerminal();
    const terminal = createTerminal(stdout, 'xterm', () => saying('same'));
    terminal.enter();
    terminal.draw();
    await takeAll();
    const before = writes.length;
    terminal.draw();
    expect(writes).toHaveLength(before);
    terminal.forget();
    terminal.draw();
    await takeAll();
    expect(writes.at(-1)).toContain('same');
  });

  test('is left after what was drawn, waits for nobody meanwhile, and then as one found it', async () => {
    const { stdout, writes, modes, takeAll } = slowTerminal();
    const terminal = createTerminal(stdout, 'xterm', () => saying('last'));
    terminal.draw();
    terminal.enter();
    terminal.draw();
    const left = terminal.leave();
    terminal.draw();
    expect(modes).toEqual([false]);
    await takeAll();
    await left;
    expect(modes).toEqual([false, true]);
    const text = writes.join('');
    expect(text.indexOf('last')).toBeGreaterThan(text.indexOf('\u001b[?1049h'));
    expect(text.indexOf('\u001b[?1049l')).toBeGreaterThan(text.indexOf('last'));
    expect(terminal.leaveAtOnce()).toBe('');
  });

  test('that is left in a hurry is left once', () => {
    const { stdout, modes } = slowTerminal();
    const terminal = createTerminal(stdout, 'xterm', () => saying('x'));
    terminal.enter();
    expect(terminal.leaveAtOnce()).toContain('\u001b[?1049l');
    expect(terminal.leaveAtOnce()).toBe('');
    expect(modes).toEqual([false, true, true]);
  });
});
