/** One thread of the cache, as seen from the thread that uses it. */
import { Worker } from 'node:worker_threads';
import { type Failure, FailureError } from '../domain/failure.ts';
import { Caller } from './rpc.ts';
import type { Stamp } from './stored.ts';
import type { Begin, Begun, Opened, WorkerRole } from './worker.ts';

export interface Thread {
  /** Takes calls at any time; those before the file is open wait for it. */
  readonly caller: Caller;
  /**
   * Lets the thread open the file; with `ifSound` only one that needs no writer first, or it is not ready and may be
   * begun again. `since`: how the records stood when somebody began to read them.
   */
  begin(ifSound: boolean, since?: readonly Stamp[]): Promise<Opened>;
  /** Ends it at once. */
  end(): void;
}

/** The bundle has its own name for the entry; from source it runs as it is. */
const ENTRY = import.meta.url.endsWith('.ts') ? './worker.ts' : './cache-worker.js';

/**
 * Mebibytes for objects that were just made (the reader's also stand in scripts/load.mjs): left to itself a thread takes tens of them, which never come back. What
 * is read or written is made of few objects, and most of them for a moment.
 */
const YOUNG = { reader: 3, writer: 24 } as const;

/** The thread that reads, where what loads this program has begun it: it boots while the rest is loaded. */
declare const __early: Worker | undefined;
let early = typeof __early === 'undefined' ? undefined : __early;

export function startThread(role: WorkerRole, onEvent: (event: unknown) => void): Thread {
  const worker = workerFor(role);
  const gone: Failure = {
    code: 'CACHE_FAILED',
    what: `the ${role.role} thread of the cache ${role.path} has ended`,
    next: 'Start certdeck again.',
    where: role.path,
  };
  let beginning: PromiseWithResolvers<Opened> | null = null;
  const reject = (failure: Failure): void => beginning?.reject(new FailureError(failure));
  const caller = new Caller(worker, gone, (event) => {
    const begun = event as Begun;
    if ('failure' in begun) reject(begun.failure);
    else if ('ready' in begun) beginning?.resolve(begun);
    else onEvent(event);
  });
  worker.once('error', (error) => reject({ ...gone, cause: error.message }));
  worker.once('exit', () => {
    reject(gone);
    // Nobody waits for a thread that has ended.
    if (role.role === 'writer') onEvent({ linedUp: true });
  });
  return {
    caller,
    async begin(ifSound, since) {
      beginning = Promise.withResolvers();
      worker.ref();
      worker.postMessage({ kind: 'begin', ifSound, role, ...(since && { since }) } satisfies Begin);
      const opened = await beginning.promise;
      caller.rest();
      return opened;
    },
    end: () => void worker.terminate(),
  };
}

function workerFor({ role }: WorkerRole): Worker {
  if (role === 'reader' && early !== undefined) {
    const begun = early;
    early = undefined;
    return begun;
  }
  return new Worker(new URL(ENTRY, import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG[role] },
  });
}
