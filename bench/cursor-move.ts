import type { Measure } from './run.ts';
import { median, openSession } from './terminal.ts';
import { FULL_FRAME, program, type World } from './world.ts';
import { bareInk, HOME } from './yardstick.ts';

const MOVES = 200;

/** Key to last byte, and bytes, over 200 moves down a list without detail, scrolling included. */
export async function cursorMove(world: World): Promise<readonly Measure[]> {
  await world.silence();
  const ours = await moves([...program, ...world.options], FULL_FRAME, ['3', '0']);
  const theirs = await moves(await bareInk(), /row 33/, []);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const p99 = (values: readonly number[]): number =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? Number.NaN;
  return [
    {
      name: 'cursor-ms',
      what: 'cursor move, key to last byte, p50',
      ours: `${median(ours.ms).toFixed(1)} ms (p99 ${p99(ours.ms).toFixed(1)})`,
      yardstick: `${median(theirs.ms).toFixed(1)} ms (bare Ink list)`,
      ratio: median(ours.ms) / median(theirs.ms),
      goal: 'p50 <= 1.20, p99 <= 16 ms',
    },
    {
      name: 'cursor-bytes',
      what: 'cursor move, mean bytes written',
      ours: `${mean(ours.bytes).toFixed(0)} bytes`,
      yardstick: `${mean(theirs.bytes).toFixed(0)} bytes (bare Ink list)`,
      ratio: mean(ours.bytes) / mean(theirs.bytes),
      goal: 'below lnav (165-378)',
    },
  ];
}

async function moves(
  command: readonly string[],
  full: RegExp,
  first: readonly string[],
): Promise<{ readonly bytes: readonly number[]; readonly ms: readonly number[] }> {
  const session = openSession(command, HOME);
  const [bytes, ms]: [number[], number[]] = [[], []];
  try {
    await session.until(full);
    for (const key of first) await session.press(key, 300);
    for (let move = 0; move < MOVES; move++) {
      const one = await session.press('j', 40);
      if (one.bytes === 0) continue;
      bytes.push(one.bytes);
      ms.push(one.ms);
    }
  } finally {
    await session.close();
  }
  return { bytes, ms };
}
