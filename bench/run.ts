/**
 * `npm run bench [-- NAME] [--entries N]`: one row a measure, ours beside its yardstick in the same run,
 * and `bench/results.json`. Absolute times drift from machine to machine; the ratio is the figure.
 */
import { parseArgs } from 'node:util';
import { cursorMove } from './cursor-move.ts';
import { disk } from './disk.ts';
import { exports } from './export.ts';
import { firstFrame } from './first-frame.ts';
import { firstSync } from './first-sync.ts';
import { frameBytes } from './frame-bytes.ts';
import { idleBytes } from './idle-bytes.ts';
import { idlePolls } from './idle-polls.ts';
import { memory } from './memory.ts';
import { platforms } from './platforms.ts';
import { queries } from './queries.ts';
import { report } from './report.ts';
import { record } from './results.ts';
import { retention } from './retention.ts';
import { openWorld, type World } from './world.ts';

export interface Measure {
  readonly name: string;
  readonly what: string;
  readonly ours: string;
  readonly yardstick: string;
  /** Ours divided by the yardstick; null where there is none to divide by. */
  readonly ratio: number | null;
  readonly goal: string;
  /** What the figure is made of, by name; below the table. */
  readonly parts?: Readonly<Record<string, string>>;
}

const MEASURES: Readonly<Record<string, (world: World) => Promise<readonly Measure[]>>> = {
  'first-sync': firstSync,
  // Before those that end the servers.
  report,
  'first-frame': firstFrame,
  'cursor-move': cursorMove,
  'frame-bytes': frameBytes,
  'idle-bytes': idleBytes,
  'idle-polls': idlePolls,
  memory,
  disk,
  platforms,
  queries,
  retention,
  export: exports,
};

const { values, positionals } = parseArgs({
  options: { entries: { type: 'string', default: '100000' } },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : Object.keys(MEASURES);
const unknown = names.filter((name) => !(name in MEASURES));
if (unknown.length > 0) {
  process.stderr.write(`No measure ${unknown.join(', ')}; there are ${Object.keys(MEASURES).join(', ')}.\n`);
  process.exit(2);
}

const world = await openWorld(Number(values.entries));
const results: Measure[] = [];
try {
  for (const name of names) {
    try {
      results.push(...((await MEASURES[name]?.(world)) ?? []));
    } catch (error) {
      // The others are still worth knowing.
      process.stderr.write(`${name} could not be measured: ${String(error)}\n`);
      process.exitCode = 1;
    }
  }
} finally {
  await world.close();
}
const heading = ['measure', 'ours', 'yardstick', 'ratio', 'goal'];
const rows = results.map((row) => [
  row.what,
  row.ours,
  row.yardstick,
  row.ratio?.toFixed(2) ?? '-',
  row.goal,
]);
const widths = heading.map((_, column) =>
  Math.max(...[heading, ...rows].map((row) => row[column]?.length ?? 0)),
);
for (const row of [heading, ...rows]) {
  process.stdout.write(`${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`);
}
for (const { what, parts } of results) {
  if (parts === undefined) continue;
  process.stdout.write(`\n${what}\n`);
  for (const [name, figure] of Object.entries(parts)) process.stdout.write(`  ${figure.padEnd(12)}${name}\n`);
}
record(results, world.entries);
