/**
 * What reaches the terminal at 120 x 40 for a move, a page, and a poll of the embedded platforms. The demo's clock
 * stands still, so that nothing new comes; a step of it brings one audit entry.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDemo } from '../src/demo/start.ts';
import { SECOND } from '../src/domain/time.ts';
import { toml, watch } from './platforms.ts';
import type { Measure } from './run.ts';
import { mean, openSession, type Session } from './terminal.ts';
import { program } from './world.ts';
import { HOME } from './yardstick.ts';

const POLL = 10 * SECOND;
const POLLS = 6;
/** From one audit entry of the demo to the next. */
const STEP = 5 * SECOND;
const MOVES = 20;
const PAGES = 10;
const PAGE_DOWN = '\u001b[6~';
/** What a poll found is drawn this long after it was asked. */
const DRAWN = 3 * SECOND;

export async function frameBytes(): Promise<readonly Measure[]> {
  let now = Date.now();
  const demo = await startDemo({ seed: 1, entries: 5_000, start: now, limits: null }, { clock: () => now });
  const folder = mkdtempSync(join(tmpdir(), 'certdeck-bench-'));
  const config = join(folder, 'config.toml');
  const log = demo.platforms.filter(({ kind }) => kind === 'digicert-one');
  writeFileSync(config, log.map((one) => toml(one, POLL)).join('\n'), { mode: 0o600 });
  const requests = watch(demo);
  const session = openSession([...program, '--config', config, '--cache', join(folder, 'cache')], HOME);
  try {
    await session.until(/Audit \d/);
    for (const key of ['3', '/', '\u0015', '\r']) await session.press(key, 300);
    await session.until(/ 5,\d{3} known · complete/);
    await next(requests);
    // Where a key and a poll fall together the key would look dearer: each round begins after a poll.
    const inside = await times(session, 'j', MOVES);
    await next(requests);
    const pages = await times(session, PAGE_DOWN, PAGES);
    await next(requests);
    const scrolled = await times(session, 'j', MOVES);
    await session.press('g', 300);
    const nothing = await polled(session, requests, () => {});
    const one = await polled(session, requests, () => {
      now += STEP;
    });
    return [
      row('move', 'a cursor move, and one that scrolls', `${inside}, ${scrolled} bytes`),
      row('page', 'a page down', `${pages} bytes`),
      row('poll-nothing', 'a poll that brings nothing, ages included', `${nothing} bytes`),
      row('poll-one', 'a poll that brings one new row, the cursor on the first', `${one} bytes`),
    ];
  } finally {
    await session.close();
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const row = (name: string, what: string, ours: string): Measure => ({
  name: `bytes-${name}`,
  what: `bytes to the terminal: ${what}`,
  ours,
  yardstick: '-',
  ratio: null,
  goal: '-',
});

async function times(session: Session, key: string, count: number): Promise<string> {
  const bytes: number[] = [];
  for (let at = 0; at < count; at++) bytes.push((await session.press(key, 100)).bytes);
  return mean(bytes).toFixed(0);
}

/** Mean bytes of a time from one poll to the next, with something done before each. */
async function polled(session: Session, requests: readonly unknown[], before: () => void): Promise<string> {
  const bytes: number[] = [];
  await next(requests);
  for (let at = 0; at < POLLS; at++) {
    before();
    bytes.push(await session.listen(POLL));
  }
  return mean(bytes).toFixed(0);
}

/** Waits until the platform is asked again, and what that brought is on the screen. */
async function next(requests: readonly unknown[]): Promise<void> {
  const asked = requests.length;
  while (requests.length === asked) await sleep(100);
  await sleep(DRAWN);
}
