/** The records of an archive as the lines in it, packed, and read back. */
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { FailureError } from '../../domain/failure.ts';
import type { AnyRecord } from '../../domain/record.ts';
import { recordJson } from '../../domain/record-json.ts';
import { jsonText } from '../../domain/text.ts';
import type { Target } from '../target.ts';
import { pathsOf, restore } from './record.ts';
import { textLines, unpacked } from './unpacked.ts';

export const lineOf = (record: AnyRecord): string => jsonText(recordJson(inMilliseconds(record)));

/** How long a job took is told by its times as they are written, which is to the millisecond. */
function inMilliseconds(record: AnyRecord): AnyRecord {
  if (record.kind !== 'job') return record;
  const { startedAt, completedAt } = record;
  const whole = (at: number | null) => (at === null ? null : Math.trunc(at));
  return { ...record, startedAt: whole(startedAt), completedAt: whole(completedAt) };
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
export async function pack(lines: AsyncIterable<string>, target: Target): Promise<Packed> {
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
export async function readBack(path: string, target: Target, bytes: number): Promise<Omit<Packed, 'bytes'>> {
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

export const tooMuch = (path: string) => () => unlike(path, 'it holds more than was written');

export function unlike(path: string, cause: string): FailureError {
  return new FailureError({
    code: 'FILE_UNWRITABLE',
    what: `${path}: what was read back is not what the cache has`,
    cause,
    next: 'Run it again; where that does not help, check the disk, and the cache with `certdeck verify`.',
    where: path,
  });
}
