/** A month of a platform's records of a kind in a file of its own, read back and held against the cache before it has a name. */
import { createHash, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Selection } from '../cache/ask.ts';
import type { ScanReader } from '../cache/scan.ts';
import { FailureError } from '../domain/failure.ts';
import { isObject } from '../domain/json.ts';
import { KIND_TABLES } from '../domain/kinds.ts';
import type { Month } from '../domain/month.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import { recordJson } from '../domain/record-json.ts';
import { hiddenBy, NOTHING_HIDDEN } from '../domain/redaction.ts';
import { jsonText } from '../domain/text.ts';
import { quoteText } from '../query/print.ts';
import { pathsOf, restore } from './archive-record.ts';
import { type CoverageRow, coverageJson } from './coverage.ts';
import { manifestPath, manifestsIn, readManifest, type Series } from './manifest.ts';
import { TOOL } from './run.ts';
import type { Target } from './target.ts';
import { textLines, unpacked } from './unpacked.ts';
import { verifyExport } from './verify.ts';
import { withManifest } from './with-manifest.ts';
import { throwIfAborted } from './write-records.ts';

export interface ArchiveOf {
  readonly platform: string;
  readonly kind: Kind;
  /** The word of the command that lists this kind. */
  readonly word: string;
  readonly month: Month;
}

export interface ArchiveJob extends ArchiveOf {
  readonly folder: string;
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

/** What an archive is asked for by. */
export const archiveQuery = ({ platform, month }: ArchiveOf): string =>
  `platform=${quoteText(platform)} at:${month.name}`;

/** Its manifest also says of which kind of record. */
export const seriesOf = (of: ArchiveOf): Required<Series> => ({
  kind: 'archive',
  query: `${of.word} ${archiveQuery(of)}`,
  series: `${of.word} platform=${quoteText(of.platform)}`,
});

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
        coverage: coverage.map(coverageJson),
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

/** The path of the newest archive of the month in the folder; null where there is none. */
export async function newestOf(job: Pick<ArchiveJob, 'folder'> & ArchiveOf): Promise<string | null> {
  const { query } = seriesOf(job);
  const known = (await manifestsIn(job.folder, '.gz')).filter(
    ({ head }) => head.kind === 'archive' && head.query === query,
  );
  const [newest] = known.sort(
    (a, b) => Date.parse(b.head.createdAt) - Date.parse(a.head.createdAt) || (a.name < b.name ? 1 : -1),
  );
  return newest === undefined ? null : join(job.folder, newest.name);
}

const selectionOf = (job: ArchiveJob): Selection => ({
  kind: job.kind,
  query: archiveQuery(job),
  now: job.now,
  longRunningAfter: 0,
});

const lineOf = (record: AnyRecord): string => jsonText(recordJson(inMilliseconds(record)));

/** How long a job took is told by its times as they are written, which is to the millisecond. */
function inMilliseconds(record: AnyRecord): AnyRecord {
  if (record.kind !== 'job') return record;
  const { startedAt, completedAt } = record;
  const whole = (at: number | null) => (at === null ? null : Math.trunc(at));
  return { ...record, startedAt: whole(startedAt), completedAt: whole(completedAt) };
}

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

interface Packed {
  readonly rows: number;
  /** Of what it unpacks to. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Characters of lines that are compressed at once. */
const PIECE = 1 << 17;

/** Compresses lines into the target as they come. */
async function pack(lines: AsyncIterable<string>, target: Target): Promise<Packed> {
  const hash = createHash('sha256');
  let [rows, bytes] = [0, 0];
  async function* pieces() {
    let piece = '';
    const taken = () => {
      const full = Buffer.from(piece);
      piece = '';
      hash.update(full);
      bytes += full.length;
      return full;
    };
    for await (const line of lines) {
      rows += 1;
      piece += `${line}\n`;
      if (piece.length >= PIECE) yield taken();
    }
    if (piece !== '') yield taken();
  }
  await pipeline(pieces, createGzip({ chunkSize: 1 << 16 }), async (packed: AsyncIterable<Uint8Array>) => {
    for await (const piece of packed) await target.file.write(piece);
  });
  return { rows, sha256: hash.digest('hex'), bytes };
}

/** What was written, as an import would take it: each line as the record it is, and that as a line again. */
async function readBack(path: string, target: Target, bytes: number): Promise<Omit<Packed, 'bytes'>> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const lines of textLines(unpacked(target.read(), bytes, tooMuch(path)), tooMuch(path))) {
    for (const line of lines) {
      const restored = restore(pathsOf(JSON.parse(line)), { kind: null, platform: null });
      if (!restored.ok) throw unlike(path, restored.reason);
      hash.update(`${lineOf(restored.record)}\n`);
      rows += 1;
    }
  }
  return { rows, sha256: hash.digest('hex') };
}

const tooMuch = (path: string) => () => unlike(path, 'it holds more than was written');

function unlike(path: string, cause: string): FailureError {
  return new FailureError({
    code: 'FILE_UNWRITABLE',
    what: `${path}: what was read back is not what the cache has`,
    cause,
    next: 'Run it again; where that does not help, check the disk, and the cache with `certdeck verify`.',
    where: path,
  });
}

/** `prod-audit-2026-03.jsonl.gz`, or with a number behind it where that is taken: what was archived stays. */
async function freeName({ folder, platform, word, month }: ArchiveJob): Promise<string> {
  const stem = `${fileName(platform)}-${word}-${month.name}`;
  for (let n = 1; ; n += 1) {
    const name = `${stem}${n === 1 ? '' : `-${n}`}.jsonl.gz`;
    if (await isFree(join(folder, name))) return name;
  }
}

async function isFree(path: string): Promise<boolean> {
  const [file, manifest] = [path, manifestPath(path)].map((name) => lstat(name).catch(() => null));
  return (await file) === null && (await manifest) === null;
}

/** Characters: a file's name has at most 255 bytes. */
const LONGEST_NAME = 40;

/** A platform's name as part of a file's name: its letters and digits, the rest as `_`. */
const fileName = (platform: string): string =>
  platform
    .slice(0, LONGEST_NAME)
    .replace(/[^\p{L}\p{N}._-]/gu, '_')
    .replace(/^[.-]/, '_');
