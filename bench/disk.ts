/** What the cache takes on disk, beside the entries' own JSON. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { entryJson, log } from './log-entries.ts';
import type { Measure } from './run.ts';
import type { World } from './world.ts';

/** Entries whose JSON is measured for all. */
const SAMPLE = 1_000;

export async function disk(world: World): Promise<readonly Measure[]> {
  const cache = world.options[world.options.indexOf('--cache') + 1] ?? '';
  const { size } = statSync(join(cache, 'cache.sqlite'));
  const entries = log(world.entries, world.newest);
  let json = 0;
  for (let at = 0; at < SAMPLE; at++) json += Buffer.byteLength(entryJson(entries, at));
  const raw = (json / SAMPLE) * world.entries;
  return [
    {
      name: 'disk',
      what: `the cache of ${world.entries.toLocaleString('en')} entries on disk`,
      ours: `${(size / 2 ** 20).toFixed(0)} MiB (${(size / world.entries).toFixed(0)} bytes an entry)`,
      yardstick: `${(raw / 2 ** 20).toFixed(0)} MiB (their JSON)`,
      ratio: size / raw,
      goal: '-',
    },
  ];
}
