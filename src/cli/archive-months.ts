/** The months of a platform's records of a kind, the oldest first, each into an archive of its own. */
import type { KeyObject } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { openScan } from '../cache/scan.ts';
import { formatBytes } from '../domain/bytes.ts';
import { timeOf } from '../domain/kinds.ts';
import { type Month, monthOf } from '../domain/month.ts';
import type { Kind } from '../domain/record.ts';
import { SECOND, toIso } from '../domain/time.ts';
import { VERSION } from '../domain/version.ts';
import { type ArchiveJob, archiveHeld, type Held, writeArchive } from '../export/archive/archive.ts';
import { archiveQuery } from '../export/archive/names.ts';
import { parseQuery } from '../query/parse.ts';
import { quoteText } from '../query/print.ts';
import type { Context } from './context.ts';
import type { Services, Standing } from './services.ts';

/** A platform's records of a kind. */
export interface Series {
  readonly platform: string;
  readonly kind: Kind;
  /** The command that lists them. */
  readonly word: string;
}

export interface MonthsAsk {
  readonly folder: string;
  readonly key: KeyObject | null;
  /** UTC ms, the beginning of a month: only what is before. */
  readonly limit: number;
  /** Months that the cache does not hold whole are left out. */
  readonly completeOnly: boolean;
}

type Reading = Pick<Services, 'cache' | 'coverage'>;

/** What became of months, and the exit codes of what is missing or not as it was. */
export interface Months {
  readonly written: number;
  readonly kept: number;
  readonly left: number;
  readonly codes: readonly number[];
}

export const NO_MONTHS: Months = { written: 0, kept: 0, left: 0, codes: [] };

export const sumOf = (a: Months, b: Months): Months => ({
  written: a.written + b.written,
  kept: a.kept + b.kept,
  left: a.left + b.left,
  codes: [...a.codes, ...b.codes],
});

/** Archives what there is. */
export async function archiveSeries(
  series: Series,
  ask: MonthsAsk,
  services: Reading,
  context: Context,
): Promise<Months> {
  let all = NO_MONTHS;
  const { talk, io } = context;
  const outside = await withoutMonth(series, services, io.clock());
  if (outside > 0)
    talk.say(`${nameOf(series)}: ${count(outside)} without a time, or of before 1970, are in no archive`);
  for (let from: number | null = null; ; ) {
    const first = await oldestFrom(series, from ?? 0, services, io.clock());
    const month = first === null || first >= ask.limit ? null : monthOf(first);
    const codes = await tellGap(series, { from, to: month?.from ?? ask.limit }, ask, services, context);
    all = sumOf(all, { ...NO_MONTHS, codes });
    if (month === null) return all;
    all = sumOf(all, await archiveMonth(series, month, ask, services, context));
    from = month.to;
  }
}

async function archiveMonth(
  series: Series,
  month: Month,
  { folder, key, completeOnly }: MonthsAsk,
  services: Reading,
  context: Context,
): Promise<Months> {
  const { io, talk } = context;
  const name = `${nameOf(series)} ${month.name}`;
  const now = io.clock();
  const coverage = await coverageOf(series, archiveQuery({ ...series, month }), services, now);
  const hole = holeIn(coverage);
  if (hole !== null && completeOnly) {
    talk.say(`${name}: left out; ${hole}`);
    return { ...NO_MONTHS, left: 1 };
  }
  using cache = openScan({ dir: dirname(services.cache.path) });
  const job: ArchiveJob = { ...series, month, folder, now, coverage, toolVersion: VERSION };
  const onRows = progress(name, context);
  const seams = { cache, clock: io.clock, key, signal: io.signal, onRows };
  const held = await archiveHeld(job, seams);
  if (held?.kind === 'whole' && (held.complete || hole !== null)) {
    talk.say(`${name}: ${keptWords(held)}`);
    return { ...NO_MONTHS, kept: 1, codes: held.complete ? [] : [5] };
  }
  const { path, rows, bytes } = await writeArchive(job, seams);
  talk.say(`${name}: ${count(rows)} in ${basename(path)}, ${formatBytes(bytes)}${besides(held)}`);
  if (hole !== null) talk.say(`  ${hole}`);
  const codes = [...(hole === null ? [] : [5]), ...(held?.kind === 'bad' ? [1] : [])];
  return { ...NO_MONTHS, written: 1, codes };
}

const nameOf = ({ platform, word }: Series): string => `${platform} ${word}`;
const count = (n: number): string => `${n.toLocaleString('en')} ${n === 1 ? 'record' : 'records'}`;

function keptWords({ path, rows, more, complete }: Extract<Held, { readonly kind: 'whole' }>): string {
  const gone = more === 0 ? '' : `, of which ${more.toLocaleString('en')} are in the cache no more`;
  const hole = complete ? '' : '; the cache did not hold all of the month then, nor does it now';
  return `archived already: ${count(rows)} in ${basename(path)}${gone}${hole}`;
}

/** Why a month that was archived before is archived again. */
function besides(held: Held | null): string {
  switch (held?.kind) {
    case undefined:
      return '';
    case 'whole':
      return `; all of the month now, unlike ${basename(held.path)}`;
    case 'other':
      return `; beside ${basename(held.path)}, which does not have all of it as it is now`;
    case 'bad':
      return `; beside ${basename(held.path)}, which is NOT as it was written: ${held.what}`;
    default:
      return held satisfies never;
  }
}

/** Says where months without records are not held whole: there may have been some. */
async function tellGap(
  series: Series,
  { from, to }: { readonly from: number | null; readonly to: number },
  { completeOnly }: MonthsAsk,
  services: Reading,
  { io, talk }: Context,
): Promise<readonly number[]> {
  if (from === null || from >= to) return [];
  const [first, last] = [monthOf(from).name, monthOf(to - 1).name];
  const query = `platform=${quoteText(series.platform)} at:${first}..${last}`;
  const hole = holeIn(await coverageOf(series, query, services, io.clock()));
  if (hole === null) return [];
  const when = first === last ? first : `${first} to ${last}`;
  talk.say(`${nameOf(series)} ${when}: no records; ${hole}`);
  return completeOnly ? [] : [5];
}

async function coverageOf({ kind, platform }: Series, query: string, { coverage }: Reading, now: number) {
  const { tree } = parseQuery(query, kind, { now, longRunningAfter: 0 });
  const all = await coverage(kind, tree ?? { kind: 'all' }, now);
  return all.filter((row) => row.platform === platform);
}

/** Holes that are told one by one. */
const TOLD = 3;

/** What of a time the cache does not hold, in words; null where it holds all of it. */
function holeIn(coverage: readonly Standing[]): string | null {
  if (coverage.length === 0)
    return 'how much of that time the cache holds is not known: it is of no configured platform';
  const holes = coverage.flatMap(({ stream, holes }) => holes.map((hole) => ({ stream, ...hole })));
  if (holes.length === 0) return null;
  const told = holes
    .slice(0, TOLD)
    .map(({ stream, from, to }) => `${stream} from ${toIso(from)} to ${toIso(to)}`);
  const more = holes.length > TOLD ? ` and ${holes.length - TOLD} more` : '';
  return `the cache does not hold ${told.join(', ')}${more}`;
}

/** The time of the oldest record from an instant on, UTC ms. */
export async function oldestFrom(
  { kind, platform }: Series,
  from: number,
  { cache }: Pick<Services, 'cache'>,
  now: number,
): Promise<number | null> {
  const query = `platform=${quoteText(platform)} since:${toIso(from)}`;
  const selection = { kind, query, now, longRunningAfter: 0 };
  const sort = [{ field: 'time', descending: false }];
  const { rows } = await cache.rows({ selection, sort, limit: 1 });
  const [row] = rows;
  return row === undefined ? null : timeOf(row.record);
}

/** How many records have no month. */
async function withoutMonth({ kind, platform }: Series, { cache }: Pick<Services, 'cache'>, now: number) {
  const query = `platform=${quoteText(platform)}`;
  const counted = async (text: string) =>
    (await cache.count({ kind, query: text, now, longRunningAfter: 0 })).matched;
  return (await counted(query)) - (await counted(`${query} since:${toIso(0)}`));
}

/** Tells how far it is every two seconds. */
function progress(name: string, { talk, io }: Context): (rows: number) => void {
  let told = io.clock();
  return (rows) => {
    if (io.clock() - told < 2 * SECOND) return;
    told = io.clock();
    talk.say(`${name}: ${rows} ...`);
  };
}
