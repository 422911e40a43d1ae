/** Retention at work on a copy of the cache: how long a step takes, and what a first page waits for it. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openCache } from '../src/cache/open.ts';
import type { Cache } from '../src/cache/port.ts';
import type { Keeping } from '../src/cache/stored.ts';
import type { Json } from '../src/domain/json.ts';
import { DAY } from '../src/domain/time.ts';
import type { Measure } from './run.ts';
import { BENCH_FOLDER, type World } from './world.ts';

/** A third of the log is older. */
const AGE = 200 * DAY;
/** Steps after which the rest is left: what they take does not change. */
const STEPS = 2_000;
const QUERIES = ['', 'action:login', 'actor:user7', 'since:90d', 'outcome:failure until:100d'];
const QUIET = 100;

export async function retention(world: World): Promise<readonly Measure[]> {
  const dir = mkdtempSync(join(BENCH_FOLDER, 'retention-'));
  const from = world.options[world.options.indexOf('--cache') + 1] ?? '';
  cpSync(from, dir, { recursive: true });
  const cache = await openCache({ dir });
  try {
    const page = pages(cache, world.newest);
    // Once for nothing: pages of the file have to be read.
    for (const _ of QUERIES) await page();
    const quiet: number[] = [];
    for (let index = 0; index < QUIET; index += 1) quiet.push(await page());
    const steps: number[] = [];
    const during: number[] = [];
    const audit = { age: AGE, records: null, bytes: null };
    const keeping: Keeping = { platform: 'one', kinds: { audit }, all: { records: null, bytes: null } };
    let removed = 0;
    let over = false;
    const round = async (): Promise<void> => {
      let at: Json = null;
      do {
        const began = performance.now();
        const step = await cache.retain(keeping, world.newest, at);
        steps.push(performance.now() - began);
        removed += step.removed;
        at = step.next;
      } while (at !== null && steps.length < STEPS);
      over = true;
    };
    const working = round();
    while (!over) during.push(await page());
    await working;
    const all = steps.reduce((sum, one) => sum + one, 0);
    const { log } = await cache.disk();
    return [
      {
        name: 'retention-step',
        what: `retention, one step of ${steps.length} (${Math.round(removed / (all / 1000))} records/s, log ${Math.round(log / 2 ** 20)} MiB)`,
        ours: `p50 ${at(steps, 0.5)}, p99 ${at(steps, 0.99)}, most ${at(steps, 1)}`,
        yardstick: '-',
        ratio: null,
        goal: 'p50 <= 10 ms',
      },
      {
        name: 'retention-page',
        what: 'first page of a query while retention works, without a rest between its steps',
        ours: `p50 ${at(during, 0.5)}, p95 ${at(during, 0.95)}`,
        yardstick: `p50 ${at(quiet, 0.5)}, p95 ${at(quiet, 0.95)} (quiet)`,
        ratio: sorted(during, 0.5) / sorted(quiet, 0.5),
        goal: '<= 2.00',
      },
    ];
  } finally {
    await cache.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Asks for the first page of one query after the other; gives the milliseconds. */
function pages(cache: Cache, now: number): () => Promise<number> {
  let asked = 0;
  return async () => {
    const query = QUERIES[asked % QUERIES.length] ?? '';
    asked += 1;
    const selection = { kind: 'audit' as const, query, now, longRunningAfter: 0 };
    const began = performance.now();
    await cache.rows({ selection, limit: 40 });
    return performance.now() - began;
  };
}

function sorted(values: readonly number[], share: number): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? Number.NaN;
}

const at = (values: readonly number[], share: number): string => `${sorted(values, share).toFixed(1)} ms`;
