/** A part of a ZIP archive that is compressed while it is written, by a thread of its own, into a file of its own. */
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { Spool } from '../target.ts';
import { byteChunks, type Chunks } from '../text/chunks.ts';
import type { Compressed } from './zip.ts';

export interface DeflatedPart extends Chunks {
  /** After everything was added. */
  end(): Promise<Compressed>;
}

/** Fast rather than small: XML of records repeats itself so much that more effort saves little. */
const LEVEL = 1;
/** Bytes handed on at a time. */
const CHUNK = 1 << 16;
/** `highWaterMark`: bytes that may wait to be compressed, so that the next rows are made meanwhile. */
const OPTIONS = { level: LEVEL, chunkSize: CHUNK, highWaterMark: 1 << 19 };

export function deflatedPart(spool: Spool): DeflatedPart {
  const deflate = createDeflateRaw(OPTIONS);
  let [crc, size, compressedSize] = [0, 0, 0];
  const into = new Writable({
    write(chunk: Buffer, _encoding, done) {
      compressedSize += chunk.length;
      spool.write(chunk).then(() => done(), done);
    },
  });
  let failure: Error | null = null;
  into.on('error', (error) => {
    failure = error;
    deflate.destroy(error);
  });
  deflate.on('error', () => {});
  deflate.pipe(into);
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (failure !== null) throw failure;
    crc = crc32(bytes, crc);
    size += bytes.length;
    if (!deflate.write(bytes)) await once(deflate, 'drain');
  };
  // Each chunk waits for the compression in a buffer of its own.
  const chunks = byteChunks(write, () => Buffer.allocUnsafeSlow(CHUNK * 2), CHUNK);
  return {
    ...chunks,
    async end() {
      await chunks.flush();
      // Also of what has failed by now, when no row came to meet it.
      const over = finished(into);
      deflate.end();
      await over;
      return { crc, size, compressedSize, pieces: spool.read() };
    },
  };
}
