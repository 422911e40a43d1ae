/** A month of a platform's records of a kind in a file of its own, read back and held against the cache before it has a name. */

import type { KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Selection } from '../../cache/ask.ts';
import type { ScanReader } from '../../cache/scan.ts';
import { isObject } from '../../domain/json.ts';
import { KIND_TABLES } from '../../domain/kinds.ts';
import { hiddenBy, NOTHING_HIDDEN } from '../../domain/redaction-policy.ts';
import { type CoverageRow, coverageSaid } from '../coverage.ts';
import { manifestPath, readManifest } from '../proof/manifest.ts';
import { verifyExport } from '../proof/verify.ts';
import { withManifest } from '../proof/with-manifest.ts';
import { TOOL } from '../run.ts';
import { throwIfAborted } from '../write-records.ts';
import { lineOf, pack, readBack, tooMuch, unlike } from './lines.ts';
import { type ArchiveOf, archiveQuery, freeName, type InFolder, newestOf, seriesOf } from './names.ts';
import { textLines, unpacked } from './unpacked.ts';

export interface ArchiveJob extends ArchiveOf, InFolder {
  /** The moment the query is read at, UTC ms. */
  readonly now: number;
  readonly coverage: readonly CoverageRow[];
  readonly toolVersion: string;
}

export interface ArchiveSeams {
  readonly cache: ScanReader;
  readonly clock: () => number;
  readonly key: KeyObject | null;
  readonly signal: AbortSignal;
  readonly onRows?: (rows: number) => void;
}

export interface Archived {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Only its owner reads it: nothing in it is masked. */
const MODE = 0o600;

/**
 * Writes the archive under a name that is free. Rejects with a FailureError, and leaves nothing behind, also where what
 * is read back is not what the cache has.
 */
export async function writeArchive(job: ArchiveJob, seams: ArchiveSeams): Promise<Archived> {
  const { key, signal, cache, clock } = seams;
  const { folder, kind, platform, coverage, toolVersion } = job;
  const path = join(folder, await freeName(job));
  const createdAt = clock();
  let rows = 0;
  const { bytes } = await withManifest(
    path,
    seriesOf(job),
    { key, signal, mode: MODE, fresh: true },
    async (target) => {
      const ledger = cache.ledger?.() ?? null;
      const written = await pack(linesOf(job, seams), target);
      const { matched } = await cache.count(selectionOf(job), { signal });
      const read = await readBack(path, target, written.bytes);
      if (written.rows !== matched || written.rows !== read.rows || written.sha256 !== read.sha256) {
        throw unlike(
          path,
          `the cache has ${matched}, ${written.rows} were written and ${read.rows} read back`,
        );
      }
      rows = written.rows;
      return {
        tool: TOOL,
        version: toolVersion,
        createdAt: new Date(createdAt).toISOString(),
        timezone: 'UTC',
        platforms: [platform],
        coverage: coverage.map(coverageSaid),
        columns: KIND_TABLES[kind].columns.map((column) => column.path),
        redaction: hiddenBy(NOTHING_HIDDEN),
        rows,
        contents: { sha256: written.sha256, bytes: written.bytes },
        ...(ledger === null ? {} : { ledger }),
      };
    },
  );
  // From the disk, and with its manifest.
  const { findings } = await verifyExport(path, { alone: true, signal });
  const bad = findings.find(({ level }) => level !== 'note');
  if (bad !== undefined) throw unlike(path, bad.what);
  return { path, rows, bytes };
}

export type Held =
  /** It has all that the cache has of the month, and `more` records that the cache has no longer. */
  | {
      readonly kind: 'whole';
      readonly path: string;
      readonly rows: number;
      readonly more: number;
      /** The cache held all of the month when it was written. */
      readonly complete: boolean;
    }
  /** The cache has records that are not in it, or others. */
  | { readonly kind: 'other'; readonly path: string }
  /** It is not what it was. */
  | { readonly kind: 'bad'; readonly path: string; readonly what: string };

/** The newest archive of the month in the folder, held against the cache; null where there is none. */
export async function archiveHeld(job: ArchiveJob, seams: ArchiveSeams): Promise<Held | null> {
  const path = await newestOf(job);
  if (path === null) return null;
  const { findings } = await verifyExport(path, { alone: true, signal: seams.signal });
  const bad = findings.find(({ level }) => level !== 'note');
  if (bad !== undefined) return { kind: 'bad', path, what: bad.what };
  const most = Number.POSITIVE_INFINITY;
  const archived = eachOf(textLines(unpacked(createReadStream(path), most, tooMuch(path)), tooMuch(path)));
  try {
    let rows = 0;
    let more = 0;
    for await (const line of linesOf(job, seams)) {
      rows += 1;
      // Both are in the same order.
      for (;;) {
        const next = await archived.next();
        if (next.done === true) return { kind: 'other', path };
        if (next.value === line) break;
        more += 1;
      }
    }
    for await (const _ of archived) more += 1;
    return { kind: 'whole', path, rows: rows + more, more, complete: await saidComplete(path) };
  } finally {
    await archived.return(undefined);
  }
}

async function* eachOf<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<T, undefined> {
  for await (const batch of batches) yield* batch;
}

/** Whether its manifest says that the cache had all of the month. */
async function saidComplete(path: string): Promise<boolean> {
  const coverage = (await readManifest(manifestPath(path)))?.value.coverage;
  if (!Array.isArray(coverage) || coverage.length === 0) return false;
  return coverage.every((row: unknown) => isObject(row) && row.complete === true);
}

const selectionOf = (job: ArchiveJob): Selection => ({
  kind: job.kind,
  query: archiveQuery(job),
  now: job.now,
  longRunningAfter: 0,
});

/** The records of the month as lines, the oldest first. */
async function* linesOf(job: ArchiveJob, { cache, signal, onRows }: ArchiveSeams): AsyncGenerator<string> {
  const sort = [{ field: 'time', descending: false }];
  let rows = 0;
  for await (const records of cache.records({ selection: selectionOf(job), sort }, { signal })) {
    throwIfAborted(signal);
    for (const record of records) yield lineOf(record);
    rows += records.length;
    onRows?.(rows);
  }
}
