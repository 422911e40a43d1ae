/** Files that appear whole or not at all. */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, link, lstat, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FailureError } from '../domain/failure.ts';
import { DAY } from '../domain/time.ts';
import type { Sink } from './format.ts';

/** A file as a format writes it: from beginning to end, and with room beside it for parts that come later in it. */
export interface FileSink {
  /** Takes the bytes at once; resolves when the ones before are written. They are not to be changed. */
  write(bytes: Uint8Array): Promise<void>;
  /** A file without a name of its own, gone with the target. */
  spool(): Promise<Spool>;
}

export interface Spool {
  write(bytes: Uint8Array): Promise<void>;
  /** What was written, in pieces, once the writing is over. */
  read(): AsyncIterable<Uint8Array>;
}

/** A file that does not exist under its name until `rename`. */
export interface Target extends Sink {
  readonly file: FileSink;
  /** What was written up to now, in pieces, for who holds it against what it was to be. */
  read(): AsyncIterable<Uint8Array>;
  /** Flushes to disk; `rename` then gives it its name. */
  finish(): Promise<{ readonly sha256: string; readonly bytes: number }>;
  rename(): Promise<void>;
  /** Leaves nothing behind; harmless after `rename`. */
  discard(): Promise<void>;
}

export interface TargetOptions {
  /** Who may do what with the file; as the process has it unless said otherwise. */
  readonly mode?: number;
  /** Never in place of a file there is. */
  readonly fresh?: boolean;
}

/** Bytes read at a time. */
const PIECE = 1 << 18;

/** Opens a temporary file beside `path`. Throws FILE_UNWRITABLE. */
export async function openTarget(path: string, { mode, fresh = false }: TargetOptions = {}): Promise<Target> {
  const final = await destinationOf(path);
  const handles = new Map<string, FileHandle>();
  const temporaryFile = async () => {
    const name = join(dirname(final), `.${basename(final)}.${randomBytes(6).toString('hex')}.tmp`);
    const handle = await open(name, 'wx+', mode).catch((error) => {
      throw unwritable(path, error);
    });
    handles.set(name, handle);
    return { name, handle };
  };
  await sweep(final);
  const { name: temporary, handle } = await temporaryFile();
  const hash = createHash('sha256');
  const inTurn = inTurns(handle, path);
  let bytes = 0;
  const write = (chunk: Uint8Array) => {
    hash.update(chunk);
    bytes += chunk.length;
    return inTurn.write(chunk);
  };
  const close = async () => {
    const open_ = [...handles.values()];
    handles.clear();
    for (const each of open_) await each.close();
  };
  const spools: string[] = [];
  return {
    file: {
      write,
      async spool() {
        const spool = await temporaryFile();
        // What has no name is gone with the process, however that ends; where that cannot be it is removed below.
        await rm(spool.name).catch(() => spools.push(spool.name));
        const { write: into, written } = inTurns(spool.handle, path);
        return {
          write: into,
          read: () => piecesOf(spool.handle, written),
        };
      },
    },
    async *read() {
      await inTurn.written();
      yield* handle.createReadStream({ start: 0, autoClose: false, highWaterMark: PIECE });
    },
    write: (text) => (text === '' ? Promise.resolve() : write(Buffer.from(text))),
    async finish() {
      await inTurn.written();
      await handle.sync().catch((error) => {
        throw unwritable(path, error);
      });
      await close();
      for (const name of spools) await rm(name, { force: true });
      return { sha256: hash.digest('hex'), bytes };
    },
    async rename() {
      await (fresh ? named(temporary, final) : rename(temporary, final)).catch((error) => {
        throw unwritable(path, error);
      });
      await syncFolder(dirname(final));
    },
    async discard() {
      await inTurn.written().catch(() => {});
      await close().catch(() => {});
      for (const name of [temporary, ...spools]) await rm(name, { force: true });
    },
  };
}

/** Milliseconds after which nobody writes into a file any more that is to become another. */
const FORGOTTEN = DAY;

/** What a run for the same name left behind that was killed. */
async function sweep(final: string): Promise<void> {
  const folder = dirname(final);
  const begin = `.${basename(final)}.`;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(begin) || !/^[\da-f]{12}\.tmp$/.test(name.slice(begin.length))) continue;
    const path = join(folder, name);
    const known = await lstat(path).catch(() => null);
    if (known?.isFile() && Date.now() - known.mtimeMs > FORGOTTEN)
      await rm(path, { force: true }).catch(() => {});
  }
}

/** A spool once what was handed to it is written. A piece is good until the one after the next is asked for. */
async function* piecesOf(handle: FileHandle, written: () => Promise<void>): AsyncGenerator<Uint8Array> {
  await written();
  // One is on its way out while the other is filled.
  const buffers = [Buffer.alloc(PIECE), Buffer.alloc(PIECE)] as const;
  for (let at = 0, turn = 0; ; turn = 1 - turn) {
    const piece = buffers[turn as 0 | 1];
    const { bytesRead } = await handle.read(piece, 0, PIECE, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

/** Gives a file a name that no other has: a rename would take the place of one that came meanwhile. */
async function named(temporary: string, final: string): Promise<void> {
  try {
    await link(temporary, final);
    await rm(temporary);
  } catch (thrown) {
    // Some file systems have one name a file.
    const { code = '' } = thrown as NodeJS.ErrnoException;
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK'].includes(code)) throw thrown;
    if ((await lstat(final).catch(() => null)) !== null)
      throw new Error('it is there already', { cause: thrown });
    await rename(temporary, final);
  }
}

/** Writes one after the other: while one is on its way to the disk the next is made, and no more than that. */
function inTurns(handle: FileHandle, path: string) {
  let last: Promise<void> = Promise.resolve();
  const told = (write: Promise<void>) =>
    write.catch((error) => {
      throw unwritable(path, error);
    });
  return {
    /** Fails where the one before failed. */
    write(bytes: Uint8Array): Promise<void> {
      const before = last;
      last = before.then(() => writeAll(handle, bytes));
      // Whoever writes next is told.
      last.catch(() => {});
      return told(before);
    },
    written: (): Promise<void> => told(last),
  };
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) {
    at += (await handle.write(chunk, at, chunk.length - at)).bytesWritten;
  }
}

/** Where the name leads: through a link to its file. A device or a folder is not to be replaced by a file. */
async function destinationOf(path: string): Promise<string> {
  const final = await realpath(path).catch(() => path);
  const known = await lstat(final).catch(() => null);
  // Through these names a stream of the process may look like a file.
  const stream = /^\/(dev\/(std|fd\/)|proc\/)/.test(resolve(path));
  if (stream || (known !== null && !known.isFile())) {
    throw new FailureError({
      code: 'FILE_UNWRITABLE',
      what: `${path} is there already and is no file`,
      next: 'Choose the name of a file, or - for stdout.',
      where: path,
    });
  }
  return final;
}

function unwritable(path: string, error: unknown): FailureError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new FailureError(
    {
      code: 'FILE_UNWRITABLE',
      what: `${path} cannot be written`,
      cause: message,
      next:
        code === 'ENOSPC'
          ? 'Free some space, or write to another disk.'
          : 'Check the folder and its permissions.',
      where: path,
    },
    { cause: error },
  );
}

/** A rename lasts only once its folder is on disk; where folders cannot be opened, that is not ours to force. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
