/** Text gathered into pieces worth a write each, without holding it as text. */
import type { Sink } from '../format.ts';

export interface Chunks {
  /** Takes a piece of text; true when it is time to `flush`. */
  add(text: string): boolean;
  /** Resolves when more can be taken. */
  flush(): Promise<void>;
}

/** Bytes of a chunk: fewer cost a call each, more only memory. */
const CHUNK = 1 << 18;
/** Bytes a UTF-16 unit can take. */
const WIDEST = 3;

export function chunksOf({ file, write }: Sink): Chunks {
  if (file === null) return textChunks(write);
  // Two in turn: one is on its way to the disk while the other is filled.
  const buffers = [Buffer.allocUnsafeSlow(CHUNK * 2), Buffer.allocUnsafeSlow(CHUNK * 2)] as const;
  let turn = 0;
  const next = () => {
    turn = 1 - turn;
    return buffers[turn as 0 | 1];
  };
  return byteChunks((bytes) => file.write(bytes), next, CHUNK);
}

function textChunks(write: Sink['write']): Chunks {
  let waiting = '';
  return {
    add(text) {
      waiting += text;
      return waiting.length >= CHUNK;
    },
    async flush() {
      const full = waiting;
      waiting = '';
      await write(full);
    },
  };
}

/**
 * Bytes, in buffers that `next` gives; a chunk is full from `most` bytes on. Text that waits as text is moved about by
 * the garbage collector, which took a fifth of the time of an export and more of its memory.
 */
export function byteChunks(
  write: (bytes: Uint8Array) => Promise<void>,
  next: () => Buffer,
  most: number,
): Chunks {
  let filling = next();
  let used = 0;
  let large = '';
  return {
    add(text) {
      // What may not fit goes by itself, behind what is there.
      if (large !== '' || text.length * WIDEST > filling.length - used) {
        large += text;
        return true;
      }
      used += filling.write(text, used);
      return used >= most;
    },
    async flush() {
      const full = filling.subarray(0, used);
      const own = large;
      if (used > 0) filling = next();
      used = 0;
      large = '';
      if (full.length > 0) await write(full);
      if (own !== '') await write(Buffer.from(own));
    },
  };
}
