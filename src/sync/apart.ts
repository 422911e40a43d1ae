/**
 * The engine in a thread of its own, so that neither a page nor what asks for it takes time from the thread that
 * draws. What goes between the engine and the cache passes by this thread.
 */
import { Worker } from 'node:worker_threads';
import type { CacheWays } from '../cache/calls.ts';
import { type CallAsking, Caller } from '../cache/rpc.ts';
import { type Failure, FailureError, failureOf } from '../domain/failure.ts';
import { STOPPED } from './attempt.ts';
import type { Sync } from './engine.ts';
import type { SyncEvent } from './events.ts';
import { newTally } from './outcome.ts';
import { type PlainOrder, toPlain } from './plain-order.ts';
import type { PlatformOutcome } from './platform-sync.ts';
import type { SyncOrder } from './start.ts';
import type { SyncTold } from './worker.ts';

export interface ApartOptions {
  /** Ways to the cache for the thread that begins. */
  readonly share: () => CacheWays;
  /** Gives back the leases of a thread that could not do so itself. */
  readonly release: (owner: string) => Promise<void>;
  readonly onEvent: (event: SyncEvent) => void;
  /** Told one line a request, free of secrets. */
  readonly log: (line: string) => void;
  /** The file the thread begins with; tests name theirs. */
  readonly entry?: URL;
}

/**
 * For objects that have just been made, in MiB: V8 would let them grow to four times that, which makes nothing faster
 * here and stays with the process.
 */
const YOUNG = 16;

/** Next to this file in the sources, next to the bundle under its own name once built. */
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './sync-worker.js', import.meta.url);

/**
 * Begins its thread with the first call. Should the thread come to an unexpected end, what was asked of it rejects
 * with a FailureError, what it was polling is told to have ended with that failure, and the next call begins another.
 */
export function syncApart(order: SyncOrder, options: ApartOptions): Sync {
  const { share, release, onEvent, log, entry = ENTRY } = options;
  const names = order.settings.platforms.map(({ name }) => name);
  /** What the engine said it began and has not ended yet. */
  const polling = new Map<string, Extract<SyncEvent, { readonly kind: 'begun' }>>();
  let thread: Caller | null = null;
  let started = false;
  let stopping: Promise<void> | null = null;

  function hear(told: SyncTold): void {
    if ('log' in told) {
      log(told.log);
      return;
    }
    const { event } = told;
    if (event.kind === 'begun') polling.set(`${event.platform}/${event.stream}`, event);
    if (event.kind === 'ended') polling.delete(`${event.platform}/${event.stream}`);
    onEvent(event);
  }

  function brokeOff(failure: Failure): void {
    if (stopping !== null) return;
    log(`${failure.what}: ${failure.cause ?? 'it ended by itself'}`);
    // One that cannot be given back lapses by itself.
    release(order.owner).catch(failureOf);
    for (const { platform, stream } of polling.values()) {
      const outcome = { platform, stream, ...NOTHING, failure };
      onEvent({ kind: 'ended', platform, stream, outcome, again: null });
    }
    polling.clear();
    for (const platform of names) onEvent({ kind: 'trouble', platform, part: 'sync', failure });
  }

  function begin(): Caller {
    const plain = toPlain(order);
    const ways = share();
    const workerData: PlainOrder = { ...plain, ways };
    const worker = new Worker(entry, {
      workerData,
      transferList: [ways.writer, ways.reader],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    });
    const caller = new Caller(worker, ENDED, (told) => hear(told as SyncTold));
    let failure = ENDED;
    const left = (): void => {
      if (thread === caller) thread = null;
    };
    worker.once('error', (thrown) => {
      failure = { ...ENDED, cause: failureOf(thrown).what };
      left();
    });
    // Only now all it had to say is heard: a poll it began would otherwise be told to go on for ever.
    worker.once('exit', () => {
      left();
      brokeOff(failure);
    });
    // Its polls go on where those of the one before broke off.
    if (started) caller.call('start', []).catch(failureOf);
    return caller;
  }

  function begun(): Caller {
    try {
      return begin();
    } catch (thrown) {
      brokeOff(failureOf(thrown));
      throw thrown;
    }
  }

  async function call(
    method: keyof Sync,
    args: readonly unknown[],
    asking: CallAsking = {},
  ): Promise<unknown> {
    if (stopping !== null) throw new FailureError(STOPPED);
    thread ??= begun();
    return thread.call(method, args, asking);
  }

  async function end(): Promise<void> {
    // One that breaks off meanwhile has nothing left to end.
    await thread?.call('stop', []).catch(failureOf);
    await thread?.close();
  }

  return {
    start() {
      started = true;
      // What keeps it from polling is told as an event. To be told twice to start is harmless.
      call('start', []).catch(failureOf);
    },
    stop() {
      stopping ??= end();
      return stopping;
    },
    async catchUp({ signal, ...ask } = {}) {
      const asking = { toTheEnd: true, ...(signal && { signal }) };
      return (await call('catchUp', [ask], asking)) as readonly PlatformOutcome[];
    },
    async refresh(ask) {
      await call('refresh', [ask]);
    },
    async flush(platform) {
      await call('flush', [platform]);
    },
  };
}

const ENDED: Failure = {
  code: 'INTERNAL',
  what: 'the sync came to an unexpected end',
  next: 'The cache can be used as it is; refresh to begin again, and please report this with the --log-file of the run.',
};

const { synced: _, ...counts } = newTally();
const NOTHING = { ...counts, notOffered: false, complete: false };
