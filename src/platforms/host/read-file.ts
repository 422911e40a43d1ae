import { constants } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { ABSENT, codeOf, fileError } from './failure-words.ts';
import { type Contents, readContents } from './pem.ts';
import type { Root } from './root.ts';

export interface FileReading extends Contents {
  /** As found: the path a glob or the configuration led to. */
  readonly path: string;
  /** Where the symbolic links end. */
  readonly realPath: string;
  /** Why the file as a whole could not be read; null when it could. */
  readonly unreadable: string | null;
  /** There is no such file any more, as opposed to one that cannot be read now. */
  readonly absent: boolean;
}

/** Reads the certificates of one file of at most `most` bytes. Devices, pipes and sockets are never opened. */
export async function readFile(path: string, root: Root, most: number): Promise<FileReading> {
  let realPath = path;
  try {
    const onDisk = await realpath(root.onDisk(path));
    realPath = root.inside(onDisk);
    refuseUnlessPlain(await stat(onDisk), most);
    return {
      path,
      realPath,
      ...readContents(await readBytes(onDisk, most)),
      unreadable: null,
      absent: false,
    };
  } catch (error) {
    const absent = ABSENT.has(codeOf(error));
    return { path, realPath, certificates: [], damaged: [], unreadable: fileError(error), absent };
  }
}

interface Stats {
  readonly size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

function refuseUnlessPlain(stats: Stats, most: number): void {
  if (stats.isDirectory()) throw new Error('is a folder');
  if (!stats.isFile()) throw new Error('is no regular file');
  if (stats.size > most) throw tooLarge(most);
}

const tooLarge = (most: number) => new Error(`is larger than ${Math.floor(most / 1024)} KiB`);

async function readBytes(path: string, most: number): Promise<Buffer> {
  // Non-blocking, and looked at again once open: it may have become a pipe, or grown, in between.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    refuseUnlessPlain(await file.stat(), most);
    const chunks: Buffer[] = [];
    for await (const chunk of file.createReadStream({ end: most, autoClose: false })) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (bytes.length > most) throw tooLarge(most);
    return bytes;
  } finally {
    await file.close();
  }
}
