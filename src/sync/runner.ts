/** Looks at one stream, one look at a time, and keeps the outcome in the cache. */
import type { Keeping, StreamState } from '../cache/stored.ts';
import { type Failure, failureOf } from '../domain/failure.ts';
import { MINUTE } from '../domain/time.ts';
import type { Mention, Platform, Stream } from '../platforms/port.ts';
import { STOPPED } from './attempt.ts';
import { lookAtChanging } from './change.ts';
import type { Tell } from './events.ts';
import { lookAtLog } from './log.ts';
import type { Look, LookEnd, SyncCache } from './look.ts';
import { newTally, type StreamOutcome } from './outcome.ts';
import { ageEdge } from './retention.ts';
import { lookAtScan } from './scan.ts';

/** A hole that could not be filled is left alone for so long (ms), unless a catch-up asks for it. */
const HOLE_AGAIN_AFTER = 15 * MINUTE;

export interface RunnerOptions {
  readonly platform: Platform;
  readonly stream: Stream;
  readonly cache: SyncCache;
  readonly clock: () => number;
  readonly pollInterval: number;
  /** What is kept of the platform's records; everything without it. */
  readonly keeping?: Keeping;
  /** Waited for before every look; must not reject. */
  readonly before?: () => Promise<unknown>;
  readonly tell: Tell;
  readonly mentioned: (mentions: readonly Mention[]) => void;
}

export interface RunnerAsk {
  /** How far back the window reaches (ms). */
  readonly since: number;
  readonly thorough: boolean;
  readonly signal: AbortSignal;
}

export interface Runner {
  readonly stream: Stream;
  readonly busy: boolean;
  /** Never rejects. A poll that is asked for while another look runs is that look. */
  look(ask: RunnerAsk): Promise<StreamOutcome>;
}

export function createRunner(options: RunnerOptions): Runner {
  const { platform, stream, cache, clock, tell } = options;
  let running: Promise<StreamOutcome> | null = null;
  let hole: { readonly failure: Failure; readonly until: number } | null = null;

  async function run(ask: RunnerAsk): Promise<StreamOutcome> {
    const now = clock();
    const tally = newTally();
    tell({ kind: 'begun', platform: platform.name, stream: stream.name });
    let end: LookEnd;
    try {
      await options.before?.();
      const state = await stateOf(cache, platform.name, stream.name);
      const holesLeft = hole !== null && hole.until > now && !ask.thorough ? hole.failure : null;
      const look: Look = {
        platform: platform.name,
        stream,
        cache,
        clock,
        signal: ask.signal,
        state,
        // What would be dropped again is not asked for.
        window: { from: Math.max(now - ask.since, keptFrom(options, state, now)), to: now },
        thorough: ask.thorough,
        holesLeft,
        newsEvery: options.pollInterval,
        tally,
        tell,
        mentioned: options.mentioned,
      };
      end = await lookAt(look);
      if (holesLeft === null) hole = end.holeLeft && end.failure ? after(end.failure, clock()) : null;
      await keep(look, end);
    } catch (thrown) {
      end = { failure: failureOf(thrown), complete: false, syncedAt: null };
    }
    const notOffered = isNotOffered(stream, end.failure);
    const { synced: _, ...counts } = tally;
    return {
      platform: platform.name,
      stream: stream.name,
      ...counts,
      failure: notOffered ? null : end.failure,
      notOffered,
      ...(end.failure?.code === 'NOT_OFFERED' && end.failure.cause !== undefined
        ? { reason: end.failure.cause }
        : {}),
      complete: end.complete || notOffered,
    };
  }

  return {
    stream,
    get busy() {
      return running !== null;
    },
    async look(ask) {
      while (running !== null) {
        const outcome = await running;
        if (!ask.thorough) return outcome;
      }
      const mine = run(ask);
      running = mine;
      try {
        return await mine;
      } finally {
        running = null;
      }
    },
  };
}

function lookAt(look: Look): Promise<LookEnd> {
  const { stream } = look;
  switch (stream.mode) {
    case 'log':
      return lookAtLog({ ...look, stream });
    case 'changing':
      return lookAtChanging({ ...look, stream });
    case 'scan':
      return lookAtScan({ ...look, stream });
    default:
      return stream satisfies never;
  }
}

/** Keeps the outcome, unless the last commit has said it all or the look was stopped half-way. */
async function keep(look: Look, { failure, syncedAt }: LookEnd): Promise<void> {
  if (failure?.code === STOPPED.code || (failure === null && look.tally.synced)) return;
  const { platform, stream, cache, clock } = look;
  const notOffered = isNotOffered(stream, failure);
  await cache.note({
    platform,
    stream: stream.name,
    kinds: stream.kinds,
    at: clock(),
    failure: notOffered ? null : failure,
    notOffered,
    ...(syncedAt === null ? {} : { syncedAt }),
  });
}

function keptFrom({ keeping, stream }: RunnerOptions, state: StreamState | null, now: number): number {
  const byAge = keeping === undefined ? Number.NEGATIVE_INFINITY : ageEdge(keeping, stream.kinds, now);
  return Math.min(now, Math.max(byAge, state?.keptFrom ?? Number.NEGATIVE_INFINITY));
}

function isNotOffered(stream: Stream, failure: Failure | null): boolean {
  return failure?.code === 'NOT_OFFERED' || (stream.optional === true && failure?.code === 'NOT_FOUND');
}

async function stateOf(cache: SyncCache, platform: string, stream: string) {
  const states = await cache.streams();
  return states.find((state) => state.platform === platform && state.stream === stream) ?? null;
}

function after(failure: Failure, now: number) {
  return { failure, until: now + HOLE_AGAIN_AFTER };
}
