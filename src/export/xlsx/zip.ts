/** A ZIP archive from beginning to end (PKWARE's APPNOTE 6.3): sizes stand before what they are of, as Excel wants it. */
import { crc32, deflateRawSync } from 'node:zlib';

/** A part that is compressed already. */
export interface Compressed {
  readonly crc: number;
  /** Bytes before compression. */
  readonly size: number;
  readonly compressedSize: number;
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

export interface Zip {
  add(name: string, part: Compressed | string): Promise<void>;
  end(): Promise<void>;
}

/** From here on a number stands in the ZIP64 fields. */
const LARGEST = 0xffff_ffff;
const MOST_ENTRIES = 0xffff;
const DEFLATED = 8;
const [CLASSIC, ZIP64] = [20, 45] as const;

interface Entry {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly compressedSize: number;
  readonly offset: number;
}

/** `at` (UTC ms) is when its parts were made. `largest` is a seam: tests need no file of four gigabytes. */
export function zipOf(write: (bytes: Uint8Array) => Promise<void>, at: number, largest = LARGEST): Zip {
  const entries: Entry[] = [];
  const time = dosTime(at);
  let offset = 0;
  const put = async (bytes: Uint8Array) => {
    offset += bytes.length;
    await write(bytes);
  };
  /** What does not fit its field stands behind, in the order of the fields. */
  const wide = (values: readonly number[], always: boolean) => {
    const large = values.filter((value) => always || value >= largest);
    return large.length === 0
      ? Buffer.alloc(0)
      : fields([2, 1], [2, large.length * 8], ...large.map((value) => [8, value] as const));
  };
  const narrow = (value: number, always: boolean) => (always || value >= largest ? LARGEST : value);
  return {
    async add(name, part) {
      const { pieces, ...about } = typeof part === 'string' ? deflated(part) : part;
      const entry = { ...about, name: Buffer.from(name), offset };
      const { crc, size, compressedSize } = entry;
      entries.push(entry);
      // Of the two sizes both are wide or none.
      const isWide = size >= largest || compressedSize >= largest;
      const extra = wide(isWide ? [size, compressedSize] : [], true);
      const head = fields(
        [4, 0x0403_4b50],
        [2, isWide ? ZIP64 : CLASSIC],
        [2, 0],
        [2, DEFLATED],
        [4, time],
        [4, crc],
        [4, narrow(compressedSize, isWide)],
        [4, narrow(size, isWide)],
        [2, entry.name.length],
        [2, extra.length],
      );
      await put(Buffer.concat([head, entry.name, extra]));
      for await (const piece of pieces) await put(piece);
    },
    async end() {
      const start = offset;
      for (const { name, crc, size, compressedSize, offset: from } of entries) {
        const extra = wide([size, compressedSize, from], false);
        const version = extra.length > 0 ? ZIP64 : CLASSIC;
        const head = fields(
          [4, 0x0201_4b50],
          [2, version],
          [2, version],
          [2, 0],
          [2, DEFLATED],
          [4, time],
          [4, crc],
          [4, narrow(compressedSize, false)],
          [4, narrow(size, false)],
          [2, name.length],
          [2, extra.length],
          [2, 0],
          [2, 0],
          [2, 0],
          [4, 0],
          [4, narrow(from, false)],
        );
        await put(Buffer.concat([head, name, extra]));
      }
      const length = offset - start;
      const count = entries.length;
      if (start >= largest || length >= largest || count >= MOST_ENTRIES)
        await put(wideEnd(count, length, start));
      const few = Math.min(count, MOST_ENTRIES);
      const end = [
        [2, few],
        [2, few],
        [4, narrow(length, false)],
        [4, narrow(start, false)],
      ] as const;
      await put(fields([4, 0x0605_4b50], [4, 0], ...end, [2, 0]));
    },
  };
}

/** The ZIP64 end of the directory, and where to find it. */
function wideEnd(count: number, length: number, start: number): Buffer {
  return fields(
    [4, 0x0606_4b50],
    [8, 44],
    [2, ZIP64],
    [2, ZIP64],
    [8, 0],
    [8, count],
    [8, count],
    [8, length],
    [8, start],
    [4, 0x0706_4b50],
    [4, 0],
    [8, start + length],
    [4, 1],
  );
}

function deflated(text: string): Compressed {
  const bytes = Buffer.from(text);
  const piece = deflateRawSync(bytes);
  return { crc: crc32(bytes), size: bytes.length, compressedSize: piece.length, pieces: [piece] };
}

/** Numbers in so many bytes each, the lowest first. */
function fields(...parts: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Buffer {
  const out = Buffer.alloc(parts.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of parts) {
    if (bytes === 8) out.writeBigUInt64LE(BigInt(value), at);
    else out.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return out;
}

/** Date and time in steps of two seconds, from 1980 on. */
function dosTime(at: number): number {
  const when = new Date(Math.max(at, Date.UTC(1980, 0, 1)));
  const day = ((when.getUTCFullYear() - 1980) << 9) | ((when.getUTCMonth() + 1) << 5) | when.getUTCDate();
  const clock = (when.getUTCHours() << 11) | (when.getUTCMinutes() << 5) | (when.getUTCSeconds() >> 1);
  return day * 0x1_0000 + clock;
}
