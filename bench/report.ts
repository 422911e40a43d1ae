/**
 * M6: the compliance report of DigiCert's tutorial (the audit log of a window, users and accounts looked up, as csv),
 * with a cold cache and with a warm one, beside the same done with curl and jq.
 * https://dev.digicert.com/account-manager-api/tutorials/audit-api-activity-for-compliance-reporting.html
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, log, SPAN } from './log-entries.ts';
import type { Measure } from './run.ts';
import { median } from './terminal.ts';
import { BENCH_FOLDER, program, type World } from './world.ts';

/** Entries of the report, where the log has as many. */
const ENTRIES = 100_000;
const RUNS = 3;
const SCRIPT = join(import.meta.dirname, 'report.sh');
/** What the report says of each entry, users and accounts resolved. */
const FIELDS =
  'timestamp,outcome,action,resource.type,resource.id,resource.name,actor.id,actor.name,actor.type,account.id,account.name,description';

export async function report(world: World): Promise<readonly Measure[]> {
  const folder = mkdtempSync(join(BENCH_FOLDER, 'report-'));
  try {
    const { cold, warm, theirs, entries } = await inTurns(world, folder);
    const yardstick =
      theirs.length === 0 ? 'curl and jq: not installed' : `${seconds(median(theirs))} (curl and jq)`;
    const measure = (state: string, ours: readonly number[], goal: string): Measure => ({
      name: `report-${state}`,
      what: `compliance report of ${entries.toLocaleString('en')} entries as csv, ${state} cache`,
      ours: seconds(median(ours)),
      yardstick,
      ratio: theirs.length === 0 ? null : median(theirs) / median(ours),
      goal,
    });
    return [measure('cold', cold, '>= 1.00 x faster'), measure('warm', warm, '>= 10 x faster')];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

async function inTurns(world: World, folder: string) {
  const [cold, warm, theirs]: [number[], number[], number[]] = [[], [], []];
  const entries = log(world.entries, world.newest);
  // Whole days, as the platform takes them: the log's own end, and as far back as the report goes.
  const days = Math.max(1, Math.floor((SPAN * Math.min(ENTRIES, world.entries)) / world.entries));
  const to = new Date(entries.newest).toISOString().slice(0, 10);
  const from = new Date(Date.parse(to) - (days - 1) * DAY).toISOString().slice(0, 10);
  const since = `${Math.ceil((Date.now() - Date.parse(from)) / DAY)}d`;
  const out = join(folder, 'report.csv');
  for (let turn = 0; turn < RUNS; turn++) {
    const cache = join(folder, `cache-${turn}`);
    const run = (...args: readonly string[]) => certdeck(world, cache, args);
    const exported = ['export', 'audit', `since:${from}`, '--fields', FIELDS, '--out', out];
    const synced = await run('sync', '--once', '--platform', 'one', '--since', since);
    cold.push(synced + (await run(...exported)));
    warm.push(await run(...exported));
    rmSync(cache, { recursive: true, force: true });
    const began = performance.now();
    const script = spawnSync(SCRIPT, [world.logUrl, from, to, join(folder, 'jq.csv')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (script.status === 0) theirs.push(performance.now() - began);
  }
  const { rows } = JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')) as { rows: number };
  return { cold, warm, theirs, entries: rows };
}

/** Milliseconds of a command, start of the process included. */
async function certdeck(
  { options: [flag = '', config = ''] }: World,
  cache: string,
  args: readonly string[],
): Promise<number> {
  const began = performance.now();
  const command = [program[1], ...args, flag, config, '--cache', cache];
  const child = spawn(program[0], command, { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number];
  // 5: platforms that are not part of the report have never been synced.
  if (code !== 0 && code !== 5) throw new Error(`certdeck ${args.join(' ')} ended with ${code}`);
  return performance.now() - began;
}
