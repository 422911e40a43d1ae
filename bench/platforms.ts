/** Each embedded platform: how fast a first sync is within the published limits, and what an empty poll asks. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoPlatform, startDemo } from '../src/demo/start.ts';
import type { Measure } from './run.ts';
import { program } from './world.ts';

/** digicert-one audit entries of the world; the other platforms tell of the same weeks. */
const ENTRIES = 50_000;
const SINCE = '400d';
/** Short, so that a few empty polls fit into a run. */
const POLL = 2_000;
const POLLS = 3;

export interface Request {
  readonly path: string;
  readonly status: number;
}
export type Demo = Awaited<ReturnType<typeof startDemo>>;
type Run = (args: readonly string[]) => ChildProcess;

export async function platforms(): Promise<readonly Measure[]> {
  const now = Date.now();
  const options = { seed: 1, entries: ENTRIES, start: now };
  const limited = await startDemo(options, { clock: () => now });
  // Polls at this pace are more than some platforms allow.
  const open = await startDemo({ ...options, limits: null }, { clock: () => now });
  const results: Measure[] = [];
  try {
    for (const [index, platform] of limited.platforms.entries()) {
      results.push(await firstSync(limited, platform));
      results.push(await emptyPoll(open, open.platforms[index] ?? platform));
    }
  } finally {
    await limited.close();
    await open.close();
  }
  return results;
}

async function firstSync(demo: Demo, platform: DemoPlatform): Promise<Measure> {
  return withProgram(platform, async (run) => {
    const requests = watch(demo);
    const began = performance.now();
    await once(run(['sync', '--once', '--since', SINCE]), 'exit');
    const seconds = (performance.now() - began) / 1_000;
    const refused = requests.filter(({ status }) => status === 429).length;
    const held = await count(run);
    return {
      name: `sync-${platform.kind}`,
      what: `${platform.kind}: first sync, published limits, start of the process included`,
      ours: `${(held / seconds).toFixed(0)} records/s (${held.toLocaleString('en')} in ${seconds.toFixed(1)} s)`,
      yardstick: `${requests.length} requests, ${refused} refused`,
      ratio: null,
      goal: 'none refused',
    };
  });
}

async function emptyPoll(demo: Demo, platform: DemoPlatform): Promise<Measure> {
  return withProgram(platform, async (run) => {
    await once(run(['sync', '--once', '--since', SINCE]), 'exit');
    const polling = run(['sync']);
    // The polls with which a process begins look further back.
    await polls(watch(demo));
    const requests = watch(demo);
    const rounds = await polls(requests);
    const paths = requests.map(({ path }) => path);
    polling.kill('SIGTERM');
    await once(polling, 'exit');
    return {
      name: `poll-${platform.kind}`,
      what: `${platform.kind}: a poll that finds nothing new`,
      ours: `${(paths.length / rounds).toFixed(1)} requests`,
      yardstick: [...new Set(paths)].sort().join(' '),
      ratio: null,
      goal: '1 a log; open records of the others',
    };
  });
}

/** Waits until some path was asked for a few times; so often is a poll's round. */
async function polls(requests: readonly Request[]): Promise<number> {
  for (;;) {
    await sleep(POLL);
    const asked = Object.values(Object.groupBy(requests, ({ path }) => path)).map((of) => of?.length ?? 0);
    if (Math.max(0, ...asked) >= POLLS) return Math.max(...asked);
  }
}

/** The requests from now on. */
export function watch(demo: Demo): readonly Request[] {
  const requests: Request[] = [];
  demo.hooks.onRequest(({ path, status }) => requests.push({ path, status }));
  return requests;
}

/** The built program with a cache and a configuration of this one platform. */
async function withProgram(platform: DemoPlatform, use: (run: Run) => Promise<Measure>): Promise<Measure> {
  const folder = mkdtempSync(join(tmpdir(), 'certdeck-bench-'));
  const config = join(folder, 'config.toml');
  writeFileSync(config, toml(platform), { mode: 0o600 });
  try {
    return await use((args) =>
      spawn(program[0], [program[1], ...args, '--config', config, '--cache', join(folder, 'cache')], {
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Records in the cache, as the program lists them. */
async function count(run: Run): Promise<number> {
  let sum = 0;
  for (const kind of ['alerts', 'jobs', 'audit', 'stats']) {
    const child = run([kind, '', '--limit', '1', '--format', 'json']);
    let text = '';
    for await (const chunk of child.stdout ?? []) text += String(chunk);
    sum += (JSON.parse(text) as { matched: number }).matched;
  }
  return sum;
}

/** A platform's part of a configuration that polls it every so many milliseconds. */
export function toml({ kind, name, baseUrl, credentials, settings }: DemoPlatform, poll = POLL): string {
  const values = { name, kind, base_url: baseUrl, ...credentials, ...settings, poll_interval: `${poll}ms` };
  const lines = Object.entries(values).map(([setting, value]) => `${setting} = ${JSON.stringify(value)}`);
  return `[[platforms]]\n${lines.join('\n')}\n`;
}
