/** Opens the cache with its two threads. */
import { Worker } from 'node:worker_threads';
import { type Failure, FailureError } from '../domain/failure.ts';
import type { RulesPlan } from '../rules/plan.ts';
import type { Asking } from './ask.ts';
import { pathOf } from './file.ts';
import { READER_METHODS, WRITER_METHODS } from './methods.ts';
import type { Cache } from './port.ts';
import { Caller } from './rpc.ts';
import type { ChangeNotice } from './stored.ts';
import type { Ready, WorkerRole } from './worker.ts';

export interface OpenOptions {
  readonly dir: string;
  /** Writing calls are refused with READ_ONLY, and nothing on disk is changed. */
  readonly readOnly?: boolean;
  /** The rules that derive records from every page; none without it. */
  readonly rules?: RulesPlan | null;
}

/** Rejects with a FailureError CACHE_FAILED or CACHE_BUSY when the file cannot be used. */
export async function openCache({ dir, readOnly = false, rules = null }: OpenOptions): Promise<Cache> {
  const path = pathOf({ dir });
  const listeners = new Set<(notice: ChangeNotice) => void>();
  const { promise: linedUp, resolve: isLinedUp } = Promise.withResolvers<void>();
  if (readOnly) isLinedUp();
  const hear = (event: unknown) => {
    const { notice, linedUp = false } = event as { readonly notice?: ChangeNotice; linedUp?: boolean };
    if (linedUp) isLinedUp();
    if (notice !== undefined) for (const listener of listeners) listener(notice);
  };
  // Both load at the same time; the reader opens the file when the writer has made it what it should be.
  const threads = {
    writer: readOnly ? null : startThread({ role: 'writer', dir, path, rules }, hear),
    reader: startThread({ role: 'reader', dir, path, rules: null }, hear),
  };
  const { writer, reader } = await openInTurn(threads);
  const calls: Record<string, (...args: unknown[]) => Promise<unknown>> = {};
  for (const name of WRITER_METHODS) {
    calls[name] = (...args) => writer?.caller.call(name, args) ?? Promise.reject(refused(path));
  }
  for (const [name, askingAt] of Object.entries(READER_METHODS)) {
    calls[name] = (...args) => {
      if (askingAt === null) return reader.caller.call(name, args);
      return reader.caller.call(name, args.slice(0, askingAt), args[askingAt] as Asking | undefined);
    };
  }
  return {
    ...(calls as unknown as Cache),
    path,
    setAside: writer?.setAside ?? null,
    linedUp,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      await reader.caller.close();
      await writer?.caller.close();
    },
  };
}

interface Thread {
  readonly caller: Caller;
  readonly setAside: string | null;
}

interface Starting {
  /** Lets the thread open the file. */
  begin(): Promise<Thread>;
  end(): void;
}

async function openInTurn(threads: { readonly writer: Starting | null; readonly reader: Starting }) {
  try {
    const writer = (await threads.writer?.begin()) ?? null;
    return { writer, reader: await threads.reader.begin() };
  } catch (thrown) {
    threads.writer?.end();
    threads.reader.end();
    throw thrown;
  }
}

/** The bundle has its own name for the entry; from source it runs as it is. */
const ENTRY = import.meta.url.endsWith('.ts') ? './worker.ts' : './cache-worker.js';

function startThread(role: WorkerRole, onEvent: (event: unknown) => void): Starting {
  const worker = new Worker(new URL(ENTRY, import.meta.url), { workerData: role });
  const { promise, resolve, reject } = Promise.withResolvers<string | null>();
  const gone: Failure = {
    code: 'CACHE_FAILED',
    what: `the ${role.role} thread of the cache ${role.path} has ended`,
    next: 'Start certdeck again.',
    where: role.path,
  };
  const caller = new Caller(worker, gone, (event) => {
    const first = event as Partial<{ ready: true; setAside: string | null; failure: Failure }> &
      Partial<Ready>;
    if (first.failure !== undefined) reject(new FailureError(first.failure as Failure));
    else if (first.ready === true) resolve(first.setAside ?? null);
    else onEvent(event);
  });
  worker.once('error', (error) => reject(new FailureError({ ...gone, cause: error.message })));
  worker.once('exit', () => {
    reject(new FailureError(gone));
    // Nobody waits for a thread that has ended.
    if (role.role === 'writer') onEvent({ linedUp: true });
  });
  // Whoever waits for it hears of it; nobody may.
  promise.catch(() => {});
  return {
    async begin() {
      worker.postMessage('begin');
      const setAside = await promise;
      worker.unref();
      return { caller, setAside };
    },
    end: () => void worker.terminate(),
  };
}

function refused(path: string): FailureError {
  return new FailureError({
    code: 'READ_ONLY',
    what: `the cache ${path} is opened for reading only`,
    next: 'Leave out --read-only.',
    where: path,
  });
}
