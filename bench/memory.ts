import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Measure } from './run.ts';
import { openSession } from './terminal.ts';
import { FULL_FRAME, program, type World } from './world.ts';
import { bareInk, HOME } from './yardstick.ts';

/** Milliseconds with polls and nothing else to do. */
const REST = 20_000;
const MOVES = 200;

/** What the console keeps in memory (RSS): at rest, and after it was used. */
export async function memory(world: World): Promise<readonly Measure[]> {
  const bare = await rest(await bareInk(), /row 33/);
  const session = openSession([...program, ...world.options], HOME);
  try {
    await session.until(FULL_FRAME);
    await sleep(REST);
    const rested = rss(session.pid);
    await session.press('3', 500);
    for (let move = 0; move < MOVES; move++) await session.press('j', 10);
    for (const keys of ['G', 'g', '/', 'action:LOGIN since:30d\r', '2', '1']) await session.press(keys, 500);
    await sleep(REST);
    const used = rss(session.pid);
    const yardstick = `${bare.toFixed(0)} MiB (bare Ink list)`;
    const measure = (name: string, what: string, mebibytes: number): Measure => ({
      name,
      what: `RSS of the console ${what}, ${world.entries.toLocaleString('en')} entries`,
      ours: `${mebibytes.toFixed(0)} MiB`,
      yardstick,
      ratio: mebibytes / bare,
      goal: '<= 150 MiB, flat',
    });
    return [measure('memory', 'at rest', rested), measure('memory-used', 'after moves and queries', used)];
  } finally {
    await session.close();
  }
}

async function rest(command: readonly string[], full: RegExp): Promise<number> {
  const session = openSession(command, HOME);
  try {
    await session.until(full);
    await sleep(2_000);
    return rss(session.pid);
  } finally {
    await session.close();
  }
}

/** Mebibytes resident, shared pages of the executable included. */
function rss(pid: number): number {
  const [, kibibytes = 'NaN'] =
    /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1_024;
}
