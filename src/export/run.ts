/** One export from beginning to end: the view's records in the view's order, into a file or a stream. */
import { resolve } from 'node:path';
import { fail, failureOf, ok, type Result } from '../domain/failure.ts';
import { KIND_TABLES } from '../domain/kinds.ts';
import { hiddenBy, SECRETS_ONLY } from '../domain/redaction-policy.ts';
import { parseQuery } from '../query/parse.ts';
import { windowOf } from '../query/window.ts';
import { coverageSaid } from './coverage.ts';
import type { Format, Sink, View } from './format.ts';
import { FORMATS, formatNamed } from './formats.ts';
import type { ExportJob, ExportSeams } from './job.ts';
import { manifestNamed } from './proof/manifest.ts';
import { type Proven, type Said, withManifest } from './proof/with-manifest.ts';
import { queryTold } from './query-told.ts';
import { CANCELLED, throwIfAborted, writeRecords } from './write-records.ts';
import { zoneOf } from './zone.ts';

export const TOOL = 'certdeck';

export interface Exported {
  readonly rows: number;
  /** Null when the records went to a stream. */
  readonly file: Proven | null;
}

/**
 * Writes the export. A failure or an abort leaves nothing behind, and whatever stood under the name before.
 * Fails with USAGE, QUERY_INVALID, FILE_UNWRITABLE, CANCELLED, or what the cache says; rethrows what the
 * caller's own `out.write` throws.
 */
export async function exportView(job: ExportJob, seams: ExportSeams): Promise<Result<Exported>> {
  const prepared = prepare(job, seams);
  if (!prepared.ok) return prepared;
  const { format } = prepared.value;
  try {
    const view = { ...prepared.value.view, figures: await figuresFor(format, job, seams) };
    if (typeof seams.out !== 'string') {
      const sink: Sink = { write: throughOut(seams.out), file: null };
      return ok({ rows: await writeRecords(format, sink, view, job, seams), file: null });
    }
    return ok(await exportFile(resolve(seams.out), format, view, job, seams));
  } catch (thrown) {
    if (thrown instanceof OutError) throw thrown.cause;
    return fail(seams.signal?.aborted ? CANCELLED : failureOf(thrown));
  }
}

/** Marks what the caller's writer threw, so that it goes back to the caller as it was. */
class OutError extends Error {}

function throughOut(out: { write(text: string): Promise<void> }): Sink['write'] {
  return (text) =>
    out.write(text).catch((cause) => {
      throw new OutError('out', { cause });
    });
}

async function figuresFor(
  { showsFigures }: Format,
  { selection }: ExportJob,
  { cache, signal }: ExportSeams,
): Promise<View['figures']> {
  if (showsFigures === undefined || selection.kind !== 'statistic') return null;
  throwIfAborted(signal);
  return cache.figures(selection, signal === undefined ? {} : { signal });
}

function prepare(job: ExportJob, { out, clock }: ExportSeams): Result<{ format: Format; view: View }> {
  const { selection, columns, coverage, toolVersion, rawCells = false, paper = 'a4', timezone = 'UTC' } = job;
  const { redaction = SECRETS_ONLY } = job;
  const format = formatNamed(job.format);
  if (format === null) {
    const known = FORMATS.map(({ name }) => name).join(', ');
    return fail({
      code: 'USAGE',
      what: `there is no export format ${job.format}`,
      next: `Choose one of ${known}.`,
    });
  }
  if (typeof out !== 'string' && !format.toStdout) {
    return fail({
      code: 'USAGE',
      what: `${format.name} cannot go to stdout`,
      next: 'Name a file with --out.',
    });
  }
  const misnamed = typeof out === 'string' ? manifestNamed(out) : null;
  if (misnamed !== null) return fail(misnamed);
  const zone = zoneOf(timezone);
  if (zone === null) {
    return fail({
      code: 'USAGE',
      what: `there is no time zone ${timezone}`,
      next: 'Write one such as Europe/Berlin.',
    });
  }
  const { tree, problems } = parseQuery(selection.query, selection.kind, selection);
  if (tree === null) {
    const message = problems.find(({ level }) => level === 'error')?.message ?? 'not a query';
    return fail({
      code: 'QUERY_INVALID',
      what: `the query is wrong: ${message}`,
      next: 'Correct the query.',
    });
  }
  const { kind } = selection;
  const query = queryTold(selection.query, tree, redaction);
  const platforms = [...new Set(coverage.map(({ platform }) => platform))];
  const window = windowOf(tree, kind);
  const createdAt = clock();
  const about = { platforms, window, createdAt, tool: TOOL, toolVersion };
  const marked = selection.only?.length ?? null;
  return ok({
    format,
    view: {
      kind,
      query,
      marked,
      columns,
      zone,
      rawCells,
      paper,
      coverage,
      redaction,
      figures: null,
      ...about,
    },
  });
}

async function exportFile(
  path: string,
  format: Format,
  view: View,
  job: ExportJob,
  seams: ExportSeams,
): Promise<Exported> {
  let rows = 0;
  const { kind, query } = view;
  const file = await withManifest(
    path,
    { kind, query },
    { signal: seams.signal, key: seams.key ?? null },
    async (target) => {
      rows = await writeRecords(format, target, view, job, seams);
      // Of the moment the records are of, which is settled only now.
      const ledger = seams.cache.ledger?.() ?? null;
      return { ...saidOf(view, rows), ...(ledger === null ? {} : { ledger }) };
    },
  );
  return { rows, file };
}

function saidOf(view: View, rows: number): Said {
  const columns = view.columns ?? KIND_TABLES[view.kind].columns;
  return {
    tool: view.tool,
    version: view.toolVersion,
    createdAt: new Date(view.createdAt).toISOString(),
    ...(view.marked === null ? {} : { marked: view.marked }),
    timezone: view.zone.name,
    platforms: view.platforms,
    coverage: view.coverage.map(coverageSaid),
    columns: columns.map(({ path }) => path),
    redaction: hiddenBy(view.redaction),
    rows,
  };
}
