/** The port's calls, sent to the threads that answer them. */
import type { MessagePort } from 'node:worker_threads';
import { type Failure, FailureError } from '../domain/failure.ts';
import type { Asking } from './ask.ts';
import { READER_METHODS, WRITER_METHODS } from './methods.ts';
import { packCommit } from './packed.ts';
import type { CacheReader, CacheWriter } from './port.ts';
import { Caller } from './rpc.ts';
import type { Commit } from './stored.ts';

/** `writer` is asked for with every call that writes; it throws where nothing may be written. */
export function callsOver(writer: () => Caller, reader: Caller): CacheReader & CacheWriter {
  const calls: Record<string, (...args: unknown[]) => Promise<unknown>> = {};
  for (const name of WRITER_METHODS) {
    calls[name] = async (...args) =>
      writer().call(name, name === 'commit' ? [packCommit(args[0] as Commit)] : args);
  }
  for (const [name, askingAt] of Object.entries(READER_METHODS)) {
    calls[name] = (...args) => {
      if (askingAt === null) return reader.call(name, args);
      return reader.call(name, args.slice(0, askingAt), args[askingAt] as Asking | undefined);
    };
  }
  return calls as unknown as CacheReader & CacheWriter;
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
