/** What was measured, kept between runs: by measure and by how many entries it was measured over. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Measure } from './run.ts';

export interface Recorded extends Measure {
  readonly entries: number;
  /** When it was measured, UTC. */
  readonly at: string;
}

const FILE = new URL('./results.json', import.meta.url);

export function readResults(): readonly Recorded[] {
  if (!existsSync(FILE)) return [];
  return (JSON.parse(readFileSync(FILE, 'utf8')) as { results: readonly Recorded[] }).results;
}

/** What this run did not measure stays as it was measured last. */
export function record(results: readonly Measure[], entries: number): void {
  const at = new Date().toISOString();
  const measured = results.map((result) => ({ ...result, entries, at }));
  const isNew = (known: Recorded): boolean =>
    measured.some(({ name }) => name === known.name && entries === known.entries);
  const all = [...readResults().filter((known) => !isNew(known)), ...measured].sort(
    (a, b) => a.name.localeCompare(b.name) || a.entries - b.entries,
  );
  const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown' };
  writeFileSync(FILE, `${JSON.stringify({ ...machine, results: all }, null, 2)}\n`);
}
