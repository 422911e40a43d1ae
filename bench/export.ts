/** M7: exports of every column, beside XlsxWriter and the sqlite3 shell with the same cells; and how memory grows. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SPAN } from './log-entries.ts';
import type { Measure } from './run.ts';
import { median } from './terminal.ts';
import { BENCH_FOLDER, program, type World } from './world.ts';

/** Each in turn with its yardstick, so that a drifting machine hits both. */
const RUNS = 3;
/** Rows of XlsxWriter's turn: its rate does not change with their number, and it takes long. */
const XLSX_ROWS = 50_000;
/** Parts of the log whose exports are compared for their memory. */
const PARTS = [0.1, 0.3, 1];

interface Run {
  readonly ms: number;
  /** Rows written, as the manifest says. */
  readonly rows: number;
  /** The most memory the process had, MiB; NaN where the system does not tell. */
  readonly peak: number;
}

export async function exports(world: World): Promise<readonly Measure[]> {
  const folder = mkdtempSync(join(BENCH_FOLDER, 'export-'));
  try {
    const csv = await beside(
      () => exportTo(world, join(folder, 'all.csv')),
      () => sqliteCsv(folder),
    );
    const xlsx = await beside(
      () => exportTo(world, join(folder, 'all.xlsx')),
      () => xlsxWriter(world, folder),
    );
    return [
      rate('export-csv', 'csv', csv, 'sqlite3 -csv of a plain table', '>= 0.50'),
      rate('export-xlsx', 'xlsx', xlsx, 'XlsxWriter, constant memory', '>= 3.00'),
      await memory(world, folder, 'csv'),
      await memory(world, folder, 'xlsx'),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Beside {
  readonly ours: readonly Run[];
  /** Rows a second; empty where the yardstick is not installed. */
  readonly theirs: readonly number[];
}

async function beside(ours: () => Promise<Run>, theirs: () => Promise<number | null>): Promise<Beside> {
  const [runs, rates]: [Run[], number[]] = [[], []];
  for (let turn = 0; turn < RUNS; turn++) {
    settle();
    runs.push(await ours());
    settle();
    const found = await theirs();
    if (found !== null) rates.push(found);
  }
  return { ours: runs, theirs: rates };
}

/** Nobody pays for what the one before left to be written to the disk. */
const settle = (): void => void spawnSync('sync');

function rate(
  name: string,
  format: string,
  { ours, theirs }: Beside,
  yardstick: string,
  goal: string,
): Measure {
  const own = median(ours.map(({ rows, ms }) => rows / (ms / 1_000)));
  const other = theirs.length === 0 ? null : median(theirs);
  const rows = ours[0]?.rows.toLocaleString('en') ?? '0';
  return {
    name,
    what: `export of ${rows} entries as ${format}, every column, start of the process included`,
    ours: `${own.toFixed(0)} rows/s`,
    yardstick: other === null ? `${yardstick}: not installed` : `${other.toFixed(0)} rows/s (${yardstick})`,
    ratio: other === null ? null : own / other,
    goal,
  };
}

async function memory(world: World, folder: string, format: string): Promise<Measure> {
  const peaks: number[] = [];
  for (const part of PARTS) {
    const query = part === 1 ? '' : `since:${SPAN * part}d`;
    peaks.push((await exportTo(world, join(folder, `part.${format}`), query)).peak);
  }
  const of = PARTS.map((part) => (part * world.entries).toLocaleString('en')).join(', ');
  return {
    name: `export-memory-${format}`,
    what: `peak RSS of an export of ${of} entries as ${format}`,
    ours: `${peaks.map((peak) => peak.toFixed(0)).join(', ')} MiB`,
    yardstick: '-',
    ratio: Math.max(...peaks) / (peaks[0] ?? Number.NaN),
    goal: '<= 200 MiB, flat',
  };
}

async function exportTo({ options }: World, out: string, query = ''): Promise<Run> {
  const [node, script] = program;
  const began = performance.now();
  const child = spawn(node, [script, 'export', 'audit', query, '--out', out, ...options], {
    stdio: 'ignore',
  });
  let peak = Number.NaN;
  const watch = setInterval(() => {
    peak = peakOf(child.pid) ?? peak;
  }, 20);
  const [code] = (await once(child, 'exit')) as [number];
  clearInterval(watch);
  const ms = performance.now() - began;
  // 5: other platforms have never been synced.
  if (code !== 0 && code !== 5) throw new Error(`the export to ${out} ended with ${code}`);
  const { rows } = JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')) as { rows: number };
  return { ms, rows, peak };
}

/** MiB; null once the process has gone, or where there is no /proc. */
function peakOf(pid: number | undefined): number | null {
  try {
    const found = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? null : Number(found[1]) / 1_024;
  } catch {
    return null;
  }
}

/** Rows a second of `sqlite3 -csv` over a table of the exported cells, into a file as ours goes. */
async function sqliteCsv(folder: string): Promise<number | null> {
  const database = join(folder, 'plain.sqlite');
  const sqlite = (args: readonly string[], out: number | 'ignore') =>
    spawnSync('sqlite3', args, { stdio: ['ignore', out, 'inherit'] });
  const made = sqlite(
    [database, 'DROP TABLE IF EXISTS plain', '.mode csv', `.import ${join(folder, 'all.csv')} plain`],
    'ignore',
  );
  if (made.error !== undefined) return null;
  const count = spawnSync('sqlite3', [database, 'SELECT count(*) FROM plain'], { encoding: 'utf8' });
  const out = openSync(join(folder, 'plain.csv'), 'w');
  const began = performance.now();
  sqlite(['-csv', database, 'SELECT * FROM plain'], out);
  const ms = performance.now() - began;
  closeSync(out);
  return Number(count.stdout) / (ms / 1_000);
}

/** Rows a second of XlsxWriter over the cells of our own csv, read beforehand. */
async function xlsxWriter(world: World, folder: string): Promise<number | null> {
  const part = Math.min(1, XLSX_ROWS / world.entries);
  const csv = join(folder, 'xlsx-writer.csv');
  const { rows } = await exportTo(world, csv, `since:${SPAN * part}d`);
  const script = join(import.meta.dirname, 'xlsx-writer.py');
  // Its package is the system's, whatever Python comes first on the path.
  for (const python of ['python3', '/usr/bin/python3']) {
    const done = spawnSync(python, [script, csv, join(folder, 'yardstick.xlsx')], { encoding: 'utf8' });
    if (done.status === 0) return rows / Number(done.stdout);
  }
  return null;
}
