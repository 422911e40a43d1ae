/** Files of our own exports (json, jsonl, csv) and archives (jsonl.gz) read back, line by line. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { formatBytes } from '../../domain/bytes.ts';
import { FailureError, fail, failureOf, ok, type Result } from '../../domain/failure.ts';
import { isObject, type Json } from '../../domain/json.ts';
import { KIND_TABLES } from '../../domain/kinds.ts';
import type { AnyRecord } from '../../domain/record.ts';
import { readCsv } from '../../platforms/certinext/exports/csv.ts';
import { type Line, READ_LIMITS } from '../../platforms/certinext/exports/lines.ts';
import type { Rejected } from '../../platforms/port.ts';
import { type Given, pathsOf, type Restored, restore } from './record.ts';
import { mostUnpacked, textLines, unpacked } from './unpacked.ts';

const PAGE = 500;
/** JSON that another program laid out is read whole, up to this. */
const WHOLE = 64 * 2 ** 20;
const SAMPLE = 2_000;

export interface ArchivePage {
  readonly records: readonly AnyRecord[];
  readonly rejected: readonly Rejected[];
}

/** `gzip`: a record a line, compressed. */
export type ArchiveFormat = 'json' | 'csv' | 'gzip';

/** Which of our formats a file is in, by its beginning; null when it is none. Fails where it cannot be read. */
export async function archiveFormat(path: string): Promise<Result<ArchiveFormat | null>> {
  return withFile(path, async (handle) => {
    const head = Buffer.alloc(64 * 1024);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    if (bytesRead > 1 && head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
    const text = head.toString('utf8', 0, bytesRead).replace(/^\ufeff/, '');
    if (/^\s*[[{]/.test(text)) return 'json';
    const names = (text.split(/\r?\n/, 1)[0] ?? '').split(',').map((name) => name.replaceAll('"', ''));
    return names.includes('id') && names.every((name) => PATHS.has(name)) ? 'csv' : null;
  });
}

/** The headings our csv can have, short of places inside a body. */
const PATHS: ReadonlySet<string> = new Set(
  Object.values(KIND_TABLES).flatMap(({ columns }) => columns.map(({ path }) => path)),
);

/**
 * Reads a file of that format; each page waits until the one before was taken. `bytes`: what a compressed one unpacks
 * to, where that is known; else more than any archive of records does is refused.
 */
export function readArchive(
  path: string,
  format: ArchiveFormat,
  { bytes = null, ...given }: Given & { readonly bytes?: number | null },
  take: (page: ArchivePage) => Promise<void>,
): Promise<Result<null>> {
  return withFile(path, async (handle, size) => {
    const file: Source = {
      path,
      handle,
      size,
      packed: format === 'gzip' ? (bytes ?? mostUnpacked(size)) : null,
    };
    let records: AnyRecord[] = [];
    let rejected: Rejected[] = [];
    const flush = async () => {
      if (records.length + rejected.length > 0) await take({ records, rejected });
      records = [];
      rejected = [];
    };
    const lines = format === 'csv' ? csvLines(file, given) : jsonLines(file, given);
    for await (const { restored, text } of lines) {
      if (restored.ok) records.push(restored.record);
      else {
        const key = createHash('sha256').update(text).digest('hex').slice(0, 32);
        rejected.push({ key, reason: restored.reason, sample: text.slice(0, SAMPLE) });
      }
      if (records.length + rejected.length >= PAGE) await flush();
    }
    await flush();
    return null;
  });
}

interface Source {
  readonly path: string;
  readonly handle: FileHandle;
  readonly size: number;
  /** The most bytes it may unpack to; null where it is not compressed. */
  readonly packed: number | null;
}

interface Read {
  readonly restored: Restored;
  readonly text: string;
}

async function* csvLines({ path, handle, size }: Source, given: Given): AsyncGenerator<Read> {
  let names: readonly string[] | null = null;
  for await (const { cells } of readCsv(
    { path, handle, size },
    { ...READ_LIMITS, rows: Number.MAX_SAFE_INTEGER },
  )) {
    if (names === null) {
      names = cells.map((cell) => String(cell ?? ''));
      continue;
    }
    if (cells.every((cell) => cell === null)) continue;
    yield { restored: restore(cellsAt(names, cells), given), text: JSON.stringify(cells) };
  }
}

const BODIES: ReadonlySet<string> = new Set(
  Object.values(KIND_TABLES).flatMap(({ columns }) =>
    columns.filter(({ type }) => type === 'json').map(({ path }) => path),
  ),
);

/** A leading `'` was put before what a spreadsheet would compute; bodies are JSON in a cell. */
function cellsAt(names: readonly string[], cells: Line['cells']): (path: string) => Json {
  return (path) => {
    const cell = cells[names.indexOf(path)] ?? null;
    if (typeof cell !== 'string') return null;
    const text = /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
    return BODIES.has(path) ? (parsed(text) ?? text) : text;
  };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** `{ "records": [`, one record a line, `], …`; or one record a line; else the whole as one JSON. */
async function* jsonLines(file: Source, given: Given): AsyncGenerator<Read> {
  let number = 0;
  const tooLong = () => unreadable(file.path, 'has a line that is too long for a record');
  for await (const lines of textLines(piecesOf(file), tooLong)) {
    for (const raw of lines) {
      number += 1;
      if (raw === '') continue;
      const line = raw.trim();
      if (line === '' || (number === 1 && /^\{ ?"records": ?\[$/.test(line)) || /^\], "shown"/.test(line))
        continue;
      const value = parsed(line.replace(/,$/, ''));
      if (isObject(value) && !isWhole(value)) {
        yield { restored: restore(pathsOf(value), given), text: line };
      } else if (number <= 2 && file.packed === null) {
        yield* wholeJson(file, given);
        return;
      } else yield { restored: { ok: false, reason: 'line: expected a record as JSON' }, text: line };
    }
  }
}

const isWhole = (value: Json): boolean => isObject(value) && Array.isArray(value.records);

async function* wholeJson({ path, handle, size }: Source, given: Given): AsyncGenerator<Read> {
  if (size > WHOLE) throw unreadable(path, 'is JSON in another layout and too large to read at once');
  const buffer = Buffer.alloc(size);
  await handle.read(buffer, 0, size, 0);
  const value = parsed(buffer.toString('utf8').replace(/^\ufeff/, ''));
  const records = isObject(value) ? (value.records ?? [value]) : value;
  if (!Array.isArray(records)) throw unreadable(path, 'is no JSON that certdeck exports');
  for (const record of records as readonly Json[]) {
    const text = JSON.stringify(record);
    const restored: Restored = isObject(record)
      ? restore(pathsOf(record), given)
      : { ok: false, reason: 'record: expected an object' };
    yield { restored, text };
  }
}

async function* piecesOf({ path, handle, packed }: Source): AsyncGenerator<Uint8Array> {
  const pieces: AsyncIterable<Uint8Array> = handle.createReadStream({ start: 0, autoClose: false });
  if (packed === null) {
    yield* pieces;
    return;
  }
  try {
    const much = `unpacks to more than ${packed === 0 ? 'nothing' : formatBytes(packed)}, which is more than it should`;
    yield* unpacked(pieces, packed, () => unreadable(path, much));
  } catch (thrown) {
    const { code = '', message } = thrown as NodeJS.ErrnoException;
    throw code.startsWith('Z_') ? unreadable(path, 'cannot be unpacked', message) : thrown;
  }
}

const unreadable = (path: string, what: string, cause?: string) =>
  new FailureError({
    code: 'FILE_UNREADABLE',
    what: `${path} ${what}`,
    next: 'Name a file written by `certdeck export` (json, jsonl, csv), by `certdeck archive` or by the portal (xlsx, csv).',
    where: path,
    ...(cause === undefined ? {} : { cause }),
  });

async function withFile<T>(
  path: string,
  use: (handle: FileHandle, size: number) => Promise<T>,
): Promise<Result<T>> {
  try {
    // Non-blocking: a pipe of that name would otherwise be waited for.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw unreadable(path, 'is no regular file');
      return ok(await use(handle, stats.size));
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    const isSystem = thrown instanceof Error && 'syscall' in thrown;
    return fail(isSystem ? unreadable(path, 'cannot be read', thrown.message).failure : failureOf(thrown));
  }
}
