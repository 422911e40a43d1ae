/** Our own exports back into the cache: what a platform delivered itself is never overwritten by a copy. */
import type { Cache } from '../cache/port.ts';
import { FailureError } from '../domain/failure.ts';
import { type AnyRecord, type Kind, refOf } from '../domain/record.ts';
import type { Given } from '../export/archive-record.ts';
import { type ArchiveFormat, readArchive } from '../export/read-archive.ts';
import type { Rejected } from '../platforms/port.ts';

/** The stream archives are kept under; it never says that a platform's log was read without a gap. */
const STREAM = 'archive';
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
}

export async function importArchive(cache: Cache, ask: ArchiveAsk): Promise<Imported> {
  const { path, format, given, clock, signal, onRows } = ask;
  const imported = { rows: 0, added: 0, changed: 0, kept: 0, rejected: 0, older: 0 };
  const commit = async (platform: string, records: readonly AnyRecord[], rejected: readonly Rejected[]) => {
    const kinds: readonly Kind[] = [...new Set(records.map(({ kind }) => kind))];
    const rows = records.map((record) => ({ record, raw: null }));
    const done = await cache.commit({ platform, stream: STREAM, kinds, rows, rejected, at: clock() });
    imported.added += done.added;
    imported.changed += done.changed;
    imported.older += done.older ?? 0;
  };
  const read = await readArchive(path, format, given, async ({ records, rejected }) => {
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
  if (!read.ok) throw new FailureError(read.failure);
  return imported;
}
