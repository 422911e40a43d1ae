/** Our own exports and archives back into the cache: what a platform delivered itself is never overwritten by a copy. */
import { basename } from 'node:path';
import type { Cache } from '../cache/port.ts';
import { ARCHIVE_STREAM } from '../cache/stored.ts';
import { FailureError } from '../domain/failure.ts';
import { isObject } from '../domain/json.ts';
import { type AnyRecord, type Kind, refOf } from '../domain/record.ts';
import { type ArchiveFormat, readArchive } from '../export/archive/read.ts';
import type { Given } from '../export/archive/record.ts';
import { manifestPath, readManifest } from '../export/proof/manifest.ts';
import { verifyExport } from '../export/proof/verify.ts';
import type { Rejected } from '../platforms/port.ts';

/** For rows without a platform. */
const NOBODY = '-';

export interface Imported {
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  /** Known already from the platform itself, and left as they are. */
  readonly kept: number;
  readonly rejected: number;
  /** Not taken, because retention would drop them again. */
  readonly older: number;
}

export interface ArchiveAsk {
  readonly path: string;
  readonly format: ArchiveFormat;
  readonly given: Given;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly onRows: (rows: number) => void;
  /** Takes it as it is, whatever its manifest says. */
  readonly unverified: boolean;
}

export async function importArchive(cache: Cache, ask: ArchiveAsk): Promise<Imported> {
  const { path, format, given, clock, signal, onRows } = ask;
  const bytes = ask.unverified ? null : await verified(path, signal);
  const imported = { rows: 0, added: 0, changed: 0, kept: 0, rejected: 0, older: 0 };
  const commit = async (platform: string, records: readonly AnyRecord[], rejected: readonly Rejected[]) => {
    const kinds: readonly Kind[] = [...new Set(records.map(({ kind }) => kind))];
    const rows = records.map((record) => ({ record, raw: null }));
    const done = await cache.commit({
      ...{ platform, stream: ARCHIVE_STREAM, kinds, rows, rejected, at: clock() },
      takenIn: true,
    });
    imported.added += done.added;
    imported.changed += done.changed;
    imported.older += done.older ?? 0;
  };
  const read = await readArchive(path, format, { ...given, bytes }, async ({ records, rejected }) => {
    signal.throwIfAborted();
    const known = await Promise.all(records.map((record) => cache.record(refOf(record))));
    const wanted = records.filter((_, index) => (known[index]?.raw ?? null) === null);
    for (const [platform, group] of Map.groupBy(wanted, (record) => record.platform)) {
      await commit(platform, group, []);
    }
    if (rejected.length > 0) await commit(given.platform ?? records[0]?.platform ?? NOBODY, [], rejected);
    imported.rows += records.length;
    imported.kept += records.length - wanted.length;
    imported.rejected += rejected.length;
    onRows(imported.rows);
  });
  if (signal.aborted) {
    const next = 'What was read is kept; importing the file again adds the rest.';
    throw new FailureError({ code: 'CANCELLED', what: `reading ${path} was stopped`, next });
  }
  if (!read.ok) {
    const { rows } = imported;
    const taken =
      rows === 1 ? 'The record before that is taken.' : `The ${rows} records before that are taken.`;
    const next = rows === 0 ? read.failure.next : `${taken} ${read.failure.next}`;
    throw new FailureError({ ...read.failure, next });
  }
  return imported;
}

/**
 * Throws where a manifest beside the file says that it is not what was written. Gives the bytes that a compressed one
 * unpacks to; null where nothing tells.
 */
async function verified(path: string, signal: AbortSignal): Promise<number | null> {
  const manifest = await readManifest(manifestPath(path));
  if (manifest === null) return null;
  const { findings } = await verifyExport(path, { alone: true, signal });
  const bad = findings.filter(({ level }) => level !== 'note');
  if (bad.length > 0) {
    throw new FailureError({
      code: 'FILE_UNREADABLE',
      what: `${path} is not as it was written, and nothing of it was taken`,
      cause: bad.map(({ file, what }) => `${basename(file)}: ${what}`).join('; '),
      next: 'Fetch it again from where it is kept, or take it as it is with --unverified.',
      where: path,
    });
  }
  const { contents } = manifest.value;
  return isObject(contents) && typeof contents.bytes === 'number' ? contents.bytes : null;
}
