/** Files of our own exports (json, jsonl, csv) read back, line by line. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { FailureError, fail, failureOf, ok, type Result } from '../domain/failure.ts';
import { isObject, type Json } from '../domain/json.ts';
import { KIND_TABLES } from '../domain/kinds.ts';
import type { AnyRecord } from '../domain/record.ts';
import { readCsv } from '../platforms/certinext/exports/csv.ts';
import { type Line, READ_LIMITS } from '../platforms/certinext/exports/lines.ts';
import type { Rejected } from '../platforms/port.ts';
import { type Given, pathsOf, type Restored, restore } from './archive-record.ts';

const PAGE = 500;
/** One record of ours is one line; this is more than any record the cache takes. */
const LONGEST_LINE = 64 * 2 ** 20;
/** JSON that another program laid out is read whole, up to this. */
const WHOLE = 64 * 2 ** 20;
const SAMPLE = 2_000;

export interface ArchivePage {
  readonly records: readonly AnyRecord[];
  readonly rejected: readonly Rejected[];
}

export type ArchiveFormat = 'json' | 'csv';

/** Which of our formats a file is in, by its beginning; null when it is none. Fails where it cannot be read. */
export async function archiveFormat(path: string): Promise<Result<ArchiveFormat | null>> {
  return withFile(path, async (handle) => {
    const head = Buffer.alloc(64 * 1024);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
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

/** Reads a file of that format; each page waits until the one before was taken. */
export function readArchive(
  path: string,
  format: ArchiveFormat,
  given: Given,
  take: (page: ArchivePage) => Promise<void>,
): Promise<Result<null>> {
  return withFile(path, async (handle, size) => {
    let records: AnyRecord[] = [];
    let rejected: Rejected[] = [];
    const flush = async () => {
      if (records.length + rejected.length > 0) await take({ records, rejected });
      records = [];
      rejected = [];
    };
    const lines =
      format === 'csv' ? csvLines(handle, path, size, given) : jsonLines(handle, path, size, given);
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

interface Read {
  readonly restored: Restored;
  readonly text: string;
}

async function* csvLines(handle: FileHandle, path: string, size: number, given: Given): AsyncGenerator<Read> {
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
async function* jsonLines(
  handle: FileHandle,
  path: string,
  size: number,
  given: Given,
): AsyncGenerator<Read> {
  let number = 0;
  for await (const raw of textLines(handle, path)) {
    number += 1;
    const line = raw.trim();
    if (line === '' || (number === 1 && /^\{ ?"records": ?\[$/.test(line)) || /^\], "shown"/.test(line))
      continue;
    const value = parsed(line.replace(/,$/, ''));
    if (isObject(value) && !isWhole(value)) {
      yield { restored: restore(pathsOf(value), given), text: line };
    } else if (number <= 2) {
      yield* wholeJson(handle, path, size, given);
      return;
    } else yield { restored: { ok: false, reason: 'line: expected a record as JSON' }, text: line };
  }
}

const isWhole = (value: Json): boolean => isObject(value) && Array.isArray(value.records);

async function* wholeJson(
  handle: FileHandle,
  path: string,
  size: number,
  given: Given,
): AsyncGenerator<Read> {
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

async function* textLines(handle: FileHandle, path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of handle.createReadStream({
    start: 0,
    autoClose: false,
  }) as AsyncIterable<Buffer>) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = pieces.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw unreadable(path, 'has a line that is too long for a record');
    yield* pieces;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

const unreadable = (path: string, what: string, cause?: string) =>
  new FailureError({
    code: 'FILE_UNREADABLE',
    what: `${path} ${what}`,
    next: 'Name a file written by `certdeck export` (json, jsonl, csv) or by the portal (xlsx, csv).',
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
