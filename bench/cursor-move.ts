/** M2 and M3: what a cursor move takes and writes, in a list without detail, scrolling included. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { entryJson, log } from './log-entries.ts';
import type { Measure } from './run.ts';
import { mean, median, openSession, quantile, type Session } from './terminal.ts';
import { BENCH_FOLDER, FULL_FRAME, program, type World } from './world.ts';
import { bareInk, HOME, installedPath } from './yardstick.ts';

const MOVES = 200;
/** In turn with the yardsticks, so that a drifting machine hits all of them. */
const TURNS = 4;
/** Lines of the file the other programs show. */
const LINES = 100_000;
/** The audit log, everything there is of it: the prompt is emptied and entered. */
const WHOLE_LOG = ['3', '/', '\u0015', '\r'];
/** From one key to the next while a sync writes (ms): about a held key. */
const APART = 50;
/** Later the writing has surely begun, and is not over in a world worth measuring. */
const UNDER_WAY = / [\d,]{6,} known/;

interface Moves {
  readonly bytes: number[];
  readonly first: number[];
  readonly last: number[];
}

interface Opened {
  readonly session: Session;
  readonly moves: Moves;
}

export async function cursorMove(world: World): Promise<readonly Measure[]> {
  const folder = mkdtempSync(join(BENCH_FOLDER, 'cursor-move-'));
  try {
    const busy = await underLoad(world, join(folder, 'cache'));
    const file = join(folder, 'lines.log');
    const entries = log(LINES, world.newest);
    writeFileSync(file, Array.from({ length: LINES }, (_, at) => lineOf(entryJson(entries, at))).join('\n'));
    const env = { HOME: folder, XDG_CONFIG_HOME: folder };
    const ours = await open([...program, ...world.options], FULL_FRAME, WHOLE_LOG);
    const bare = await open(await bareInk(), /row 33/, []);
    const lnav = await installed('lnav', ['-N', file], ['g', 'g'], env);
    const less = await installed('less', [file], [], env);
    for (let turn = 0; turn < TURNS; turn++) {
      for (const each of [ours, bare, lnav, less]) if (each !== null) await move(each, MOVES / TURNS);
    }
    for (const each of [ours, bare, lnav, less]) await each?.session.close();
    return [...told(ours.moves, bare.moves, lnav?.moves ?? null, less?.moves ?? null), ...busy];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function told(ours: Moves, bare: Moves, lnav: Moves | null, less: Moves | null): readonly Measure[] {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const [p50, theirs] = [median(ours.last), median(bare.last)];
  const others = [
    `${ms(theirs)} (bare Ink list, p99 ${ms(quantile(bare.last, 0.99))})`,
    `lnav ${lnav === null ? 'not installed' : ms(median(lnav.last))}`,
    `less ${less === null ? 'not installed' : ms(median(less.last))}`,
  ];
  const bytes = mean(ours.bytes);
  const count = (moves: Moves | null): string =>
    moves === null ? 'not installed' : `${mean(moves.bytes).toFixed(0)} bytes`;
  return [
    {
      name: 'cursor-ms',
      what: 'cursor move, key to last byte, p50',
      ours: `${ms(p50)} (first byte ${ms(median(ours.first))})`,
      yardstick: others.join(', '),
      ratio: p50 / theirs,
      goal: '<= 1.20',
    },
    {
      name: 'cursor-p99',
      what: 'cursor move, key to last byte, p99',
      ours: ms(quantile(ours.last, 0.99)),
      yardstick: '16 ms',
      ratio: quantile(ours.last, 0.99) / 16,
      goal: '<= 1.00',
    },
    {
      name: 'cursor-bytes',
      what: 'cursor move, mean bytes written',
      ours: `${bytes.toFixed(0)} bytes`,
      yardstick: `lnav ${count(lnav)}, less ${count(less)}, bare Ink list ${count(bare)}`,
      ratio: lnav === null ? null : bytes / mean(lnav.bytes),
      goal: '<= 1.00',
    },
  ];
}

/** While a first sync into an empty cache of its own writes as fast as it can, in the same program. */
async function underLoad(world: World, cache: string): Promise<readonly Measure[]> {
  const options = world.options.map((value, at) => (world.options[at - 1] === '--cache' ? cache : value));
  const session = openSession([...program, ...options], HOME);
  const ms: number[] = [];
  try {
    await session.until(/\d known/);
    for (const key of WHOLE_LOG) await session.press(key, 20);
    await session.until(UNDER_WAY);
    while (ms.length < MOVES) {
      ms.push(await session.pressForCursor('j'));
      await sleep(APART);
    }
    const known = Number(/ ([\d,]+) known/.exec(session.screen())?.[1]?.replaceAll(',', ''));
    const p99 = quantile(ms, 0.99);
    return [
      {
        name: 'cursor-busy',
        what: 'cursor move while a sync writes, key to the frame that shows it, p99',
        ours: `${p99.toFixed(1)} ms (p50 ${median(ms).toFixed(1)} ms)`,
        yardstick: known < world.entries ? '33 ms' : '33 ms; the sync was over before the moves',
        ratio: p99 / 33,
        goal: '<= 1.00',
      },
    ];
  } finally {
    await session.close();
  }
}

async function open(
  command: readonly string[],
  full: RegExp,
  first: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Opened> {
  const session = openSession(command, HOME, env);
  await session.until(full);
  for (const key of first) await session.press(key, 300);
  return { session, moves: { bytes: [], first: [], last: [] } };
}

async function move({ session, moves }: Opened, times: number): Promise<void> {
  for (let at = 0; at < times; at++) {
    const { bytes, first, last } = await session.press('j', 40);
    if (first === null || last === null) continue;
    moves.bytes.push(bytes);
    moves.first.push(first);
    moves.last.push(last);
  }
}

async function installed(
  name: string,
  args: readonly string[],
  first: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Opened | null> {
  const path = installedPath(name);
  return path === null ? null : open([path, ...args], /user|order|certificate/, first, env);
}

/** An entry as a log file has it. */
function lineOf(json: string): string {
  const { timestamp, status, action, user, resource_name: resource, description } = JSON.parse(json);
  return `${timestamp} ${status === 'failure' ? 'ERROR' : 'INFO'} ${action} ${user.name} ${resource} ${description}`;
}
