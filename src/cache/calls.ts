/** The port's calls, sent to the threads that answer them. */
import type { MessagePort } from 'node:worker_threads';
import { type Failure, FailureError } from '../domain/failure.ts';
import type { Asking } from './ask.ts';
import { READER_METHODS, WRITER_METHODS } from './methods.ts';
import type { PackedCommit, PackedRows } from './packed.ts';
import type { CacheReader, CacheWriter } from './port.ts';
import { Caller } from './rpc.ts';
import type { Commit, CommitResult } from './stored.ts';

/** `writer` is asked for with every call that writes; it throws where nothing may be written. */
export function callsOver(writer: () => Caller, reader: Caller): CacheReader & CacheWriter {
  const calls: Record<string, (...args: unknown[]) => Promise<unknown>> = {};
  for (const name of WRITER_METHODS) calls[name] = async (...args) => writer().call(name, args);
  for (const [name, askingAt] of Object.entries(READER_METHODS)) {
    calls[name] = (...args) => {
      if (askingAt === null) return reader.call(name, args);
      return reader.call(name, args.slice(0, askingAt), args[askingAt] as Asking | undefined);
    };
  }
  /** Loaded with the first page: most processes hand over none. */
  let packing: Promise<typeof import('./packed.ts')> | null = null;
  async function pack(rows: Commit['rows']): Promise<PackedRows> {
    packing ??= import('./packed.ts');
    return (await packing).packRows(rows);
  }
  const ahead = new WeakMap<Commit['rows'], Promise<PackedRows>>();
  const pages: Required<Pick<CacheWriter, 'prepare' | 'commit'>> = {
    prepare(rows) {
      const packed = pack(rows);
      // Whoever commits them hears of it.
      packed.catch(() => {});
      ahead.set(rows, packed);
    },
    async commit({ rows, ...page }) {
      const sent: PackedCommit = { ...page, packed: await (ahead.get(rows) ?? pack(rows)) };
      return (await writer().call('commit', [sent])) as CommitResult;
    },
  };
  return { ...(calls as unknown as CacheReader & CacheWriter), ...pages };
}

export function refused(path: string): FailureError {
  return new FailureError({
    code: 'READ_ONLY',
    what: `the cache ${path} is opened for reading only`,
    next: 'Leave out --read-only.',
    where: path,
  });
}

/** Ways to the two threads of an open cache, for another thread: what it writes and reads passes no third. */
export interface CacheWays {
  readonly path: string;
  readonly writer: MessagePort;
  readonly reader: MessagePort;
}

export interface SharedCache extends CacheReader, CacheWriter {
  /** Gives the ways back; the cache itself stays open where it was opened. */
  close(): Promise<void>;
}

/** The cache at the end of such ways. */
export function cacheOver({ path, writer, reader }: CacheWays): SharedCache {
  const gone: Failure = {
    code: 'CACHE_FAILED',
    what: `the cache ${path} was closed`,
    next: 'Start certdeck again.',
    where: path,
  };
  const callers = { writer: new Caller(writer, gone, () => {}), reader: new Caller(reader, gone, () => {}) };
  return {
    ...callsOver(() => callers.writer, callers.reader),
    async close() {
      await Promise.all([callers.writer.close(), callers.reader.close()]);
    },
  };
}
