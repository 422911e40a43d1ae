/**
 * The parts of a zip archive, each unpacked as it is read and never past a limit: an archive of a few
 * kilobytes may unpack to any size, and what it says of its sizes need not be true.
 */
import { pipeline } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { type OpenFile, type ReadLimits, refused, tooMuch } from './lines.ts';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** The end record: 22 bytes and a comment of at most 65,535. */
const END_SIZE = 22;
const MOST_ENTRIES = 10_000;
const MOST_DIRECTORY = 4 * 2 ** 20;

export interface Archive {
  readonly names: readonly string[];
  /** The text of a part, piece by piece; null when there is no such part. `most` bounds this part alone. */
  text(name: string, most?: number): AsyncIterable<string> | null;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly offset: number;
}

/** Reads the directory of an archive. Throws FILE_UNREADABLE for what is none, is cut short or encrypted. */
export async function openArchive(file: OpenFile, limits: ReadLimits): Promise<Archive> {
  const entries = new Map((await directoryOf(file)).map((entry) => [entry.name.toLowerCase(), entry]));
  const budget = { left: limits.unpackedBytes };
  return {
    names: [...entries.values()].map(({ name }) => name),
    text(name, most = Number.POSITIVE_INFINITY) {
      const entry = entries.get(name.toLowerCase());
      return entry === undefined ? null : textOf(file, entry, most, budget, limits);
    },
  };
}

async function bytesAt({ path, handle, size }: OpenFile, start: number, length: number): Promise<Buffer> {
  if (start < 0 || length < 0 || start + length > size) throw broken(path);
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, start);
  if (bytesRead !== length) throw broken(path);
  return buffer;
}

const broken = (path: string) =>
  refused(path, 'is a damaged workbook', 'Export or copy it again.', 'The file was cut short or changed.');

async function directoryOf(file: OpenFile): Promise<readonly Entry[]> {
  const tailLength = Math.min(file.size, END_SIZE + 65_535);
  const tail = await bytesAt(file, file.size - tailLength, tailLength);
  let at = tail.length - END_SIZE;
  while (at >= 0 && tail.readUInt32LE(at) !== END) at -= 1;
  if (at < 0) throw broken(file.path);
  const count = tail.readUInt16LE(at + 10);
  const length = tail.readUInt32LE(at + 12);
  const start = tail.readUInt32LE(at + 16);
  if (count > MOST_ENTRIES || length > MOST_DIRECTORY) throw broken(file.path);
  const directory = await bytesAt(file, start, length);
  const entries: Entry[] = [];
  for (let place = 0; entries.length < count; ) {
    if (place + 46 > directory.length || directory.readUInt32LE(place) !== ENTRY) throw broken(file.path);
    if ((directory.readUInt16LE(place + 8) & 1) === 1) {
      throw refused(file.path, 'is protected by a password', 'Save it without one, and import that.');
    }
    const nameLength = directory.readUInt16LE(place + 28);
    const name = directory.toString('utf8', place + 46, place + 46 + nameLength).replaceAll('\\', '/');
    entries.push({
      name,
      method: directory.readUInt16LE(place + 10),
      packed: directory.readUInt32LE(place + 20),
      offset: directory.readUInt32LE(place + 42),
    });
    place += 46 + nameLength + directory.readUInt16LE(place + 30) + directory.readUInt16LE(place + 32);
  }
  return entries;
}

async function* textOf(
  file: OpenFile,
  { method, packed, offset }: Entry,
  most: number,
  budget: { left: number },
  limits: ReadLimits,
): AsyncGenerator<string> {
  const { path } = file;
  const head = await bytesAt(file, offset, 30);
  if (head.readUInt32LE(0) !== LOCAL || (method !== 0 && method !== 8)) throw broken(path);
  const start = offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  if (start + packed > file.size) throw broken(path);
  if (packed === 0) return;
  const packedBytes = file.handle.createReadStream({ start, end: start + packed - 1, autoClose: false });
  // Errors of the file come out of the inflater; the callback keeps them from ending the process.
  const bytes = method === 0 ? packedBytes : pipeline(packedBytes, createInflateRaw(), () => {});
  const decoder = new TextDecoder('utf-8');
  let left = most;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      left -= chunk.length;
      budget.left -= chunk.length;
      if (left < 0) throw tooMuch(path, 'holds too much text', most, 'bytes');
      if (budget.left < 0) throw tooMuch(path, 'unpacks to too much', limits.unpackedBytes, 'bytes');
      yield decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) throw broken(path);
    throw error;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}
