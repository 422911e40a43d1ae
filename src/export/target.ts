/** Files that appear whole or not at all, and streams that are written at the pace of their reader. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, lstat, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { FailureError } from '../domain/failure.ts';
import type { Sink } from './format.ts';

/** A file that does not exist under its name until `finish`. */
export interface Target extends Sink {
  readonly stream: Writable;
  /** Rejects when the file cannot be written any more; never resolves. */
  readonly failed: Promise<never>;
  /** Flushes to disk; `rename` then gives it its name. */
  finish(): Promise<{ readonly sha256: string; readonly bytes: number }>;
  rename(): Promise<void>;
  /** Leaves nothing behind; harmless after `rename`. */
  discard(): Promise<void>;
}

/** Opens a temporary file beside `path`. Throws FILE_UNWRITABLE. */
export async function openTarget(path: string): Promise<Target> {
  const final = await destinationOf(path);
  const temporary = join(dirname(final), `.${basename(final)}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = await open(temporary, 'wx').catch((error) => {
    throw unwritable(path, error);
  });
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Writable({
    highWaterMark: 1 << 20,
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      writeAll(handle, chunk).then(() => done(), done);
    },
  });
  const failed = new Promise<never>((_, reject) => {
    stream.on('error', (error) => reject(unwritable(path, error)));
  });
  // Somebody listens only while something is written.
  failed.catch(() => {});
  let open_ = true;
  const close = async () => {
    if (open_) await handle.close();
    open_ = false;
  };
  return {
    stream,
    failed,
    write: (text) => Promise.race([writeText(stream, text), failed]),
    async finish() {
      const finished = stream.writableFinished ? Promise.resolve() : once(stream, 'finish');
      if (!stream.writableEnded) stream.end();
      await Promise.race([finished, failed]);
      await handle.sync();
      await close();
      return { sha256: hash.digest('hex'), bytes };
    },
    async rename() {
      await rename(temporary, final).catch((error) => {
        throw unwritable(path, error);
      });
      await syncFolder(dirname(final));
    },
    async discard() {
      stream.destroy();
      await close().catch(() => {});
      await rm(temporary, { force: true });
    },
  };
}

async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length; ) {
    at += (await handle.write(chunk, at, chunk.length - at)).bytesWritten;
  }
}

async function writeText(stream: Writable, text: string): Promise<void> {
  if (text !== '' && !stream.write(text)) await once(stream, 'drain');
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
