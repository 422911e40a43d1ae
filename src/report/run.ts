/** One report from beginning to end: its tables into a file, with the manifest that proves them. */
import type { KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import type { Moment } from '../cache/moment.ts';
import { type Failure, FailureError, fail, failureOf, ok, type Result } from '../domain/failure.ts';
import { hiddenBy } from '../domain/redaction-policy.ts';
import { toIso } from '../domain/time.ts';
import type { About } from '../export/book.ts';
import { coverageSaid } from '../export/coverage.ts';
import type { Format } from '../export/format.ts';
import { FORMATS } from '../export/formats.ts';
import { manifestNamed } from '../export/proof/manifest.ts';
import { type Proven, type Said, withManifest } from '../export/proof/with-manifest.ts';
import { TOOL } from '../export/run.ts';
import type { Target } from '../export/target.ts';
import { zoneOf } from '../export/zone.ts';
import { platformsOf, reportAbout, type Written } from './about.ts';
import { scopeTerms } from './asked.ts';
import type { ReportJob, ReportProgress } from './job.ts';
import { REPORTS, reportNamed } from './registry.ts';
import type { Report } from './report.ts';
import { tablesOf } from './sections/sections.ts';
import { type Table, type Tools, toolsOf } from './tools.ts';

/** The formats a report can be written in. */
export const REPORT_FORMATS: readonly Format[] = FORMATS.filter(({ book }) => book !== undefined);

export const CANCELLED: Failure = {
  code: 'CANCELLED',
  what: 'the report was cancelled',
  next: 'Nothing was written.',
};

export interface Reported {
  readonly rows: number;
  readonly file: Proven;
}

export interface ReportSeams {
  readonly moment: Moment;
  readonly out: string;
  /** UTC ms. */
  readonly clock: () => number;
  /** Signs the manifest; without one it is only sealed. */
  readonly key?: KeyObject | null;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: ReportProgress) => void;
}

/**
 * A failure or an abort leaves nothing behind, and whatever stood under the name before. Fails with USAGE,
 * FILE_UNWRITABLE, CANCELLED, or what the cache says.
 */
export async function writeReport(job: ReportJob, seams: ReportSeams): Promise<Result<Reported>> {
  const { moment, out, clock, key = null, signal } = seams;
  const report = reportNamed(job.name);
  const format = REPORT_FORMATS.find(({ name }) => name === job.format) ?? null;
  const zone = zoneOf(job.timezone);
  if (report === null)
    return usage(`there is no report ${job.name}`, REPORTS.map(({ name }) => name).join(', '));
  if (format === null) {
    const known = REPORT_FORMATS.map(({ name }) => name).join(', ');
    return usage(`a report cannot be written as ${job.format}`, known);
  }
  if (zone === null) return usage(`there is no time zone ${job.timezone}`, 'a name such as Europe/Berlin');
  const misnamed = manifestNamed(out);
  if (misnamed !== null) return fail(misnamed);
  const createdAt = clock();
  const tools = toolsOf(report, job, { zone, moment, now: createdAt, signal });
  try {
    const written = (await tablesFor(report, format, tools)).map((table): Written => ({ table, rows: null }));
    const about: About = {
      title: report.title,
      zone,
      tool: TOOL,
      toolVersion: job.toolVersion,
      createdAt,
      paper: job.paper,
      rows: () => reportAbout(report, job, { written, createdAt, zone }),
    };
    const series = { kind: 'report', query: seriesOf(report, job) } as const;
    const file = await withManifest(resolve(out), series, { signal, key }, async (target) => {
      const ledger = moment.scan.ledger?.() ?? null;
      await writeTables(format, target, about, written, seams);
      const said = saidOf(job, written, about, mainColumns(report, written));
      return { ...said, ...(ledger === null ? {} : { ledger }) };
    });
    return ok({ rows: rowsIn(written), file });
  } catch (thrown) {
    return fail(signal?.aborted ? CANCELLED : failureOf(thrown));
  }
}

/** Those of the table that formats of one table write. */
function mainColumns({ sections, main }: Report, written: readonly Written[]): readonly string[] {
  const title = sections.find(({ name }) => name === main)?.title;
  return written.find(({ table }) => table.title === title)?.table.columns.map(({ path }) => path) ?? [];
}

/** What makes reports a series: the same one, of windows of one sort, narrowed alike. */
export function seriesOf({ name }: Report, { window, scope }: ReportJob): string {
  return [name, window.name, ...scopeTerms({ of: 'audit' }, scope)].join(' ');
}

async function tablesFor(report: Report, format: Format, tools: Tools): Promise<readonly Table[]> {
  const only = format.holds === 'one table';
  const sections = only ? report.sections.filter(({ name }) => name === report.main) : report.sections;
  const tables: Table[] = [];
  for (const section of sections) tables.push(...(await tablesOf(section, tools)));
  return only ? tables.slice(0, 1) : tables;
}

async function writeTables(
  format: Format,
  target: Target,
  about: About,
  written: readonly Written[],
  { signal, onProgress }: ReportSeams,
): Promise<void> {
  const book = await format.book?.(target, about);
  if (book === undefined) throw new Error(`${format.name} has no book`);
  let expected = 0;
  if (onProgress !== undefined) for (const { table } of written) expected += (await table.size?.()) ?? 0;
  const tell = () => {
    const rows = rowsIn(written);
    // What was not expected is counted as it comes.
    const beside = rowsIn(written.filter(({ table }) => table.size === undefined));
    onProgress?.({ rows, total: expected + beside });
  };
  for (const each of written) {
    const { title, columns, rows, series } = each.table;
    const writer = await book.table(title, columns, await series?.());
    each.rows = 0;
    for await (const page of rows()) {
      throwIfAborted(signal);
      await writer.page(page);
      each.rows += page.length;
      tell();
    }
    await writer.end(each.rows);
    throwIfAborted(signal);
  }
  await book.end();
}

const rowsIn = (written: readonly Written[]): number =>
  written.reduce((sum, { rows }) => sum + (rows ?? 0), 0);

function saidOf(
  job: ReportJob,
  written: readonly Written[],
  { createdAt, zone }: About,
  main: readonly string[],
): Said {
  const { from, to } = job.window;
  return {
    tool: TOOL,
    version: job.toolVersion,
    createdAt: toIso(createdAt) ?? '',
    window: { from: toIso(from) ?? '', to: toIso(to - 1) ?? '' },
    timezone: zone.name,
    platforms: platformsOf(job),
    coverage: job.coverage.map(coverageSaid),
    columns: main,
    redaction: hiddenBy(job.redaction),
    tables: written.map(({ table, rows }) => ({ title: table.title, rows: rows ?? 0 })),
    rows: rowsIn(written),
  };
}

function usage(what: string, known: string): Result<never> {
  return fail({ code: 'USAGE', what, next: `Choose one of ${known}.` });
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new FailureError(CANCELLED);
}
