/** Everything the engine does for one platform, so that none waits for another. */
import type { Keeping } from '../cache/stored.ts';
import { type Failure, failureOf, ok } from '../domain/failure.ts';
import type { Kind } from '../domain/record.ts';
import type { Platform } from '../platforms/port.ts';
import { answersFor, type DerivedKinds } from '../rules/answers.ts';
import { attempt } from './attempt.ts';
import type { Tell } from './events.ts';
import { createLease, RENEW } from './lease.ts';
import type { SyncCache } from './look.ts';
import { createLookUps } from './look-ups.ts';
import { createOutbox } from './outbox.ts';
import type { StreamOutcome } from './outcome.ts';
import { createReadAll } from './read-all.ts';
import { createRunner, type Runner } from './runner.ts';
import { scanDueIn } from './scan.ts';
import { delayAfter } from './schedule.ts';
import { pause, type Timer } from './timer.ts';

/** A platform and how it is polled; durations in milliseconds. */
export interface SyncedPlatform {
  readonly platform: Platform;
  readonly pollInterval: number;
  /** How far back the first sync reaches. */
  readonly since: number;
  /** What is kept of its records; everything without it. */
  readonly keeping?: Keeping;
  /** What rules derive from its records; nothing where missing. */
  readonly derives?: DerivedKinds;
}

export interface PlatformSyncOptions extends SyncedPlatform {
  readonly cache: SyncCache;
  readonly clock: () => number;
  readonly timer: Timer;
  readonly random: () => number;
  readonly owner: string;
  readonly tell: Tell;
  /** Waited for after every look, before the look counts as over. */
  readonly afterLook: (outcome: StreamOutcome) => Promise<void>;
  /** Ends everything under way. */
  readonly signal: AbortSignal;
}

/** How one platform came out of a catch-up. */
export interface PlatformOutcome {
  readonly platform: string;
  readonly streams: readonly StreamOutcome[];
  /** What kept read marks from being sent; null when none is waiting. */
  readonly marks: Failure | null;
}

export interface PlatformSync {
  readonly name: string;
  /** Polls on and on while the lease is ours; resolves when the signal ends it. */
  run(): Promise<void>;
  /** Looks at every stream now, or at those that tell of a kind, whoever holds the lease. */
  refresh(kind?: Kind): Promise<void>;
  catchUp(since: number | undefined, signal: AbortSignal): Promise<PlatformOutcome>;
  /** Sends queued read marks now. */
  flush(): Promise<void>;
}

export function createPlatformSync(options: PlatformSyncOptions): PlatformSync {
  const {
    platform,
    pollInterval,
    since,
    derives,
    keeping,
    cache,
    clock,
    timer,
    random,
    owner,
    tell,
    afterLook,
    signal,
  } = options;
  const busy = () => runners.some((runner) => runner.busy);
  const lookUps = createLookUps({ platform, cache, clock, busy, tell, signal });
  const mentioned = lookUps.add;
  let edges: Promise<unknown> | null = null;
  /** The cache keeps to what is configured now before anything is asked for: it may have been less, or more. */
  function keptTo(): Promise<unknown> {
    if (keeping !== undefined) edges ??= cache.retain(keeping, clock(), null).catch(failureOf);
    return edges ?? Promise.resolve();
  }
  const runners = platform.streams.map((stream) =>
    createRunner({
      platform,
      stream,
      cache,
      clock,
      pollInterval,
      tell,
      mentioned,
      ...(keeping === undefined ? {} : { keeping }),
      before: keptTo,
    }),
  );
  const lease = createLease({ platform: platform.name, owner, cache, clock, tell });
  // Marks travel with the stream that would contradict them.
  const marksWith = platform.streams.find(({ kinds }) => kinds.includes('alert')) ?? platform.streams[0];
  const readAll = createReadAll({ platform, cache, clock, pollInterval, tell, mentioned });
  const outbox = createOutbox({ platform, cache, clock, tell, readAll });
  let sending: Promise<Failure | null> = Promise.resolve(null);

  /** One at a time, so that a mark is not sent twice for no reason. */
  function marks(asked: 'by a poll' | 'by somebody'): Promise<Failure | null> {
    sending = sending.then(() => outbox.send(signal, asked === 'by somebody'));
    return sending;
  }

  function ended(outcome: StreamOutcome, again: number | null): StreamOutcome {
    tell({ kind: 'ended', platform: platform.name, stream: outcome.stream, outcome, again });
    return outcome;
  }

  async function poll(runner: Runner, held: AbortSignal): Promise<void> {
    const { stream } = runner;
    const sends = stream === marksWith;
    const interval = stream.mode === 'scan' ? stream.interval : pollInterval;
    if (stream.mode === 'scan') {
      await pause(timer, scanDueIn(stream, await lastSync(cache, platform.name, stream.name), clock()), held);
    }
    for (let failures = 0; !held.aborted; ) {
      const unsent = sends ? await marks('by a poll') : null;
      const outcome = await runner.look({ since, thorough: false, signal: held });
      await afterLook(outcome);
      // What was refused a moment ago would be refused again.
      if (sends && unsent === null) await marks('by a poll');
      // Another process polls from here on: this look is over all the same.
      if (held.aborted && !signal.aborted) ended(outcome, null);
      if (held.aborted) return;
      failures = outcome.failure === null ? 0 : failures + 1;
      const delay = delayAfter(outcome, failures, interval, random());
      ended(outcome, delay);
      // Look-ups that failed earlier, or were left by an earlier process, get their turn with each poll.
      await lookUps.resume();
      await pause(timer, delay, held);
    }
  }

  /** Keeps the lease, and the polls running while it is ours. */
  async function run(): Promise<void> {
    let polls: { readonly control: AbortController; readonly done: Promise<unknown> } | null = null;
    while (!signal.aborted) {
      const held = await lease.take();
      if (held && polls === null) {
        const control = new AbortController();
        const both = AbortSignal.any([signal, control.signal]);
        polls = { control, done: Promise.all(runners.map((runner) => poll(runner, both))) };
      } else if (!held && polls !== null) {
        polls.control.abort();
        await polls.done;
        polls = null;
      }
      await pause(timer, RENEW, signal);
    }
    await polls?.done;
  }

  async function catchUp(asked: number | undefined, stop: AbortSignal): Promise<PlatformOutcome> {
    const over = new AbortController();
    const kept = keepLease(AbortSignal.any([signal, stop, over.signal]));
    const both = AbortSignal.any([signal, stop]);
    const send = async () => {
      const sent = await attempt(both, async () => ok(await marks('by somebody')));
      return sent.ok ? sent.value : sent.failure;
    };
    const refused = await send();
    const streams = await Promise.all(
      runners.map(async (runner) => {
        const outcome = await runner.look({ since: asked ?? since, thorough: true, signal: both });
        await afterLook(outcome);
        return ended(outcome, null);
      }),
    );
    await lookUps.resume();
    await lookUps.settled(both);
    // What came meanwhile; what was refused a moment ago would be refused again.
    const unsent = refused === null ? await send() : await stillUnsent(refused);
    over.abort();
    await kept;
    return { platform: platform.name, streams, marks: unsent };
  }

  /** What was refused because its alert is gone has left the queue with the alert. */
  async function stillUnsent(failure: Failure): Promise<Failure | null> {
    if (failure.code === 'CANCELLED') return failure;
    const items = await cache.outbox(platform.name).catch(() => []);
    return items.find((item) => item.failure !== null)?.failure ?? null;
  }

  /** A catch-up is asked for by somebody: it runs with or without the lease, but keeps others from polling. */
  async function keepLease(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      await lease.take();
      await pause(timer, RENEW, until);
    }
  }

  return {
    name: platform.name,
    run,
    async refresh(kind) {
      await marks('by somebody');
      const asked = runners.filter(({ stream }) => kind === undefined || answersFor(stream, kind, derives));
      await Promise.all(
        asked.map(async (runner) => {
          const outcome = await runner.look({ since, thorough: false, signal });
          await afterLook(outcome);
          ended(outcome, null);
        }),
      );
    },
    catchUp,
    async flush() {
      await marks('by a poll');
    },
  };
}

/** Null when it is not known: then the stream is looked at now. */
async function lastSync(cache: SyncCache, platform: string, stream: string): Promise<number | null> {
  const states = await cache.streams().catch(() => []);
  return states.find((state) => state.platform === platform && state.stream === stream)?.syncedAt ?? null;
}
