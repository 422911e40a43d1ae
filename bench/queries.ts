/** M4: from the last key of a new query to its first rows on the screen, over everything that is indexed. */
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { DAY, entryJson, type Log, log } from './log-entries.ts';
import type { Measure } from './run.ts';
import { median, openSession, quantile } from './terminal.ts';
import { BENCH_FOLDER, FULL_FRAME, program, type World } from './world.ts';
import { HOME, installedPath } from './yardstick.ts';

interface Entry {
  readonly action: string;
  readonly resource_type: string;
  readonly resource_name: string;
  readonly user: { readonly name: string };
  readonly status: string;
  readonly timestamp: string;
}

interface Asked {
  readonly query: string;
  readonly fits: (entry: Entry, text: string) => boolean;
  /** No match is newer, UTC ms. */
  readonly before?: number;
}

const ABSENT = 'zqzqabsent';
const REPEATS = 5;
/** Matches that are waited for: the first of them stand in this order. */
const SEEN = 3;
/** Lines of the file lnav searches: its time grows with them. */
const LINES = 1_000_000;
/** lnav is done when it has been silent for so long (ms): its clock ticks once a second. */
const QUIET = 700;

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

function questions(newest: number): readonly Asked[] {
  const old = day(newest - 200 * DAY);
  const before = Date.parse(old) + DAY;
  return [
    { query: 'action:login', fits: ({ action }) => action === 'login' },
    { query: 'outcome:failure', fits: ({ status }) => status === 'failure' },
    { query: 'resource_type:order', fits: ({ resource_type: type }) => type === 'order' },
    { query: 'actor:ana.costa.0', fits: ({ user }) => user.name === 'ana.costa.0' },
    { query: 'resource:srv-1234', fits: ({ resource_name: name }) => name.includes('srv-1234') },
    { query: 'description:refused', fits: ({ status }) => status === 'failure' },
    {
      query: 'action:login outcome:failure',
      fits: ({ action, status }) => action === 'login' && status === 'failure',
    },
    {
      query: 'actor:ana.costa.0 action:login outcome:failure',
      fits: ({ action, status, user }) =>
        user.name === 'ana.costa.0' && action === 'login' && status === 'failure',
    },
    { query: `until:${old}`, fits: ({ timestamp }) => timestamp.slice(0, 10) <= old, before },
    {
      query: `until:${old} action:login`,
      fits: ({ timestamp, action }) => timestamp.slice(0, 10) <= old && action === 'login',
      before,
    },
    { query: 'example', fits: () => true },
    { query: 'refused', fits: ({ status }) => status === 'failure' },
    { query: 'srv-17171.example', fits: (_, text) => text.includes('srv-17171.example') },
    {
      query: 'refused action:login',
      fits: ({ action, status }) => action === 'login' && status === 'failure',
    },
  ];
}

export async function queries(world: World): Promise<readonly Measure[]> {
  await world.silence();
  const session = openSession([...program, ...world.options], HOME);
  const entries = log(world.entries, world.newest);
  const times: { readonly query: string; readonly ms: number }[] = [];
  try {
    await session.until(FULL_FRAME);
    for (const key of ['3', '0']) await session.press(key, 200);
    const ask = async (query: string, rows: RegExp): Promise<number> => {
      await session.press('/\u0015', 50);
      const began = performance.now();
      return (await session.untilAfter(`${query}\r`, rows)) - began;
    };
    for (const { query, fits, before } of questions(world.newest)) {
      const rows = shows(firstOf(entries, fits, before));
      for (let repeat = 0; repeat < REPEATS; repeat++) {
        times.push({ query: ABSENT, ms: await ask(ABSENT, /Nothing|No entr|no match/i) });
        times.push({ query, ms: await ask(query, rows) });
      }
    }
  } finally {
    await session.close();
  }
  const p95 = quantile(
    times.map(({ ms }) => ms),
    0.95,
  );
  const byQuery = [...Map.groupBy(times, ({ query }) => query)]
    .map(([query, of]) => [query, median(of.map(({ ms }) => ms))] as const)
    .sort(([, a], [, b]) => b - a);
  const [worst, slowest] = byQuery[0] ?? ['', 0];
  const theirs = await lnavSearch(world);
  return [
    {
      name: 'first-page',
      what: `first page of a new query, ${byQuery.length} indexed ones, last key to rows, p95`,
      ours: `${p95.toFixed(0)} ms (slowest p50: ${slowest.toFixed(0)} ms, ${worst})`,
      yardstick: '50 ms',
      ratio: p95 / 50,
      goal: '<= 1.00',
      parts: Object.fromEntries(byQuery.map(([query, ms]) => [query, `${ms.toFixed(1)} ms`])),
    },
    {
      name: 'first-page-lnav',
      what: 'first page of a new query beside a search of lnav',
      ours: `${p95.toFixed(0)} ms`,
      yardstick: theirs === null ? 'lnav not installed' : `${theirs.toFixed(0)} ms`,
      ratio: theirs === null ? null : theirs / p95,
      goal: '>= 100',
    },
  ];
}

function firstOf(entries: Log, fits: Asked['fits'], before = entries.newest): readonly Entry[] {
  const found: Entry[] = [];
  for (let at = entries.firstAtOrBefore(before); at < entries.count && found.length < SEEN; at++) {
    const text = entryJson(entries, at);
    const entry = JSON.parse(text) as Entry;
    if (fits(entry, text)) found.push(entry);
  }
  return found;
}

/** Their resources in this order; the other platform's entries may stand between. */
function shows(found: readonly Entry[]): RegExp {
  const names = found.map(({ resource_name: name }) => name.split('.')[0]?.replaceAll('-', '\\-'));
  return new RegExp(names.join('\\.[\\s\\S]*'));
}

/** Milliseconds of a search for a word that is not there, in a file of as many entries. */
async function lnavSearch({ entries, newest }: World): Promise<number | null> {
  const lnav = installedPath('lnav');
  if (lnav === null) return null;
  const folder = mkdtempSync(join(BENCH_FOLDER, 'lnav-'));
  try {
    const file = join(folder, 'entries.log');
    const lines = Math.min(LINES, entries);
    const out = createWriteStream(file);
    const all = log(lines, newest);
    for (let at = lines - 1; at >= 0; at -= 1_000) {
      const some = Array.from({ length: Math.min(1_000, at + 1) }, (_, n) => entryJson(all, at - n));
      if (!out.write(`${some.join('\n')}\n`)) await once(out, 'drain');
    }
    out.end();
    await finished(out);
    const session = openSession([lnav, '-N', file], HOME, { HOME: folder, XDG_CONFIG_HOME: folder });
    await session.until(/"id":/);
    await session.press('g', QUIET);
    const { last } = await session.press(`/${ABSENT}\r`, QUIET);
    await session.close();
    return last;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
