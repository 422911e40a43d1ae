/** What a gzip file holds, no faster than it is read, and lines of text out of pieces. */
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Bytes a file may unpack to however small it is, and how many times its size from there on. */
const ALLOWANCE = 256 << 20;
const RATIO = 400;

/** More than this no file of records unpacks to. */
export const mostUnpacked = (packed: number): number => Math.max(ALLOWANCE, packed * RATIO);

/** Throws what `tooMuch` makes once more than `most` bytes have come, and what zlib says of bytes that are no gzip. */
export async function* unpacked(
  pieces: AsyncIterable<Uint8Array>,
  most: number,
  tooMuch: () => Error,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 1 << 16 });
  // What goes wrong on either side is thrown by the reading below.
  pipeline(Readable.from(pieces, { highWaterMark: 2 }), gunzip, () => {});
  let bytes = 0;
  for await (const piece of gunzip as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > most) throw tooMuch();
    yield piece;
  }
}

/** One record of ours is one line; this is more than any record the cache takes. */
const LONGEST_LINE = 64 * 2 ** 20;

/** Lines without their ends, as many as come at once. Throws what `tooLong` makes for one that no record can be. */
export async function* textLines(
  pieces: AsyncIterable<Uint8Array>,
  tooLong: () => Error,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const piece of pieces) {
    // What is left over is not looked through again: a long line would be, as often as a piece of it comes.
    const [first = '', ...others] = decoder.decode(piece, { stream: true }).split('\n');
    const lines = others.length === 0 ? [] : [rest + first, ...others];
    rest = lines.pop() ?? rest + first;
    if (rest.length > LONGEST_LINE) throw tooLong();
    if (lines.length > 0) yield lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield [rest];
}
