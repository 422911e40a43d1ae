import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** By gzip, in a thread of its own: a megabyte takes longer than the thread that draws can spare. */
export const packed: (plain: string | Buffer) => Promise<Buffer> = promisify(gzip);
