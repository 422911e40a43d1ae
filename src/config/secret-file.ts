/** Reads a secret's file: never more of it than a secret can be, and never longer than a command may take. */
import { close, constants, fstat, open, read, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import { promisify } from 'node:util';

/** The largest secret there is any use for, in bytes. */
export const LARGEST = 64 * 1024;

/** What is wrong with a source, without a word of its value. */
export interface Unreadable {
  readonly what: string;
  readonly fix: string;
}

export function tooLarge(from: string): Unreadable {
  return { what: `${from} is larger than 64 KiB`, fix: 'Leave only the secret itself there, on one line.' };
}

/**
 * The text of a regular file, or of a pipe (a FIFO, `/dev/fd/N`), whose other end has `timeout` milliseconds
 * to write it and close. `shown` is the path as the configuration has it.
 */
export async function readSecretFile(
  path: string,
  shown: string,
  timeout: number,
): Promise<string | Unreadable> {
  const from = `the file ${shown}`;
  try {
    // Without O_NONBLOCK, the opening of a FIFO waits for its writer, and nothing can call it back.
    const fd = await promisify(open)(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await promisify(fstat)(fd);
    const bytes = stats.isFIFO() ? await readPipe(fd, timeout) : await readFile(fd, stats);
    if (bytes === 'late') {
      const fix = 'What writes the secret into this pipe has to write it and end.';
      return { what: `${from} did not end within ${timeout / 1000} s`, fix };
    }
    if (bytes === 'device') {
      return { what: `${from} is neither a file nor a pipe`, fix: 'Name the file that holds the secret.' };
    }
    return bytes.length > LARGEST ? tooLarge(from) : bytes.toString('utf8');
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? 'unknown error';
    return {
      what: `${from} cannot be read (${code})`,
      fix: 'Check the path, and that you may read the file.',
    };
  }
}

/** At most one byte more than allowed, which tells that there is more. Closes the file. */
async function readFile(fd: number, stats: Stats): Promise<Buffer | 'device'> {
  try {
    // A folder says so itself when it is read.
    if (!stats.isFile() && !stats.isDirectory()) return 'device';
    const bytes = Buffer.alloc(LARGEST + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await promisify(read)(fd, bytes, length, bytes.length - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await promisify(close)(fd);
  }
}

/** As `readFile`, of a pipe; `late` when it is still open after `timeout` ms. */
async function readPipe(fd: number, timeout: number): Promise<Buffer | 'late'> {
  const pipe = new Socket({ fd, readable: true, writable: false });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    pipe.destroy();
  }, timeout);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of pipe) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > LARGEST) break;
    }
  } catch (thrown) {
    if (!late) throw thrown;
  } finally {
    clearTimeout(timer);
    pipe.destroy();
  }
  return late ? 'late' : Buffer.concat(chunks);
}
