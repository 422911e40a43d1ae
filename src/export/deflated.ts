/** A part of a ZIP archive that is compressed while it is written, by a thread of its own, into a file of its own. */
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { Spool } from './target.ts';
import type { Compressed } from './zip.ts';

export interface DeflatedPart {
  /** Resolves when more can be taken. */
  write(text: string): Promise<void>;
  end(): Promise<Compressed>;
}

/** Fast rather than small: XML of records repeats itself so much that more effort saves little. */
const LEVEL = 1;
/** `highWaterMark`: bytes that may wait to be compressed, so that the next rows are made meanwhile. */
const OPTIONS = { level: LEVEL, chunkSize: 1 << 16, highWaterMark: 1 << 20 };

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
  return {
    async write(text) {
      if (failure !== null) throw failure;
      const bytes = Buffer.from(text);
      crc = crc32(bytes, crc);
      size += bytes.length;
      if (!deflate.write(bytes)) await once(deflate, 'drain');
    },
    async end() {
      const finished = once(into, 'finish');
      deflate.end();
      await finished;
      return { crc, size, compressedSize, pieces: spool.read() };
    },
  };
}
