/** Builds cache, platforms and sync engine from the settings, and closes them in the right order. */
import { randomUUID } from 'node:crypto';
import { openDirectReader } from '../cache/direct-reader.ts';
import { type EarlyReader, type OpenCache, openCache, openEarly } from '../cache/open.ts';
import type { Cache } from '../cache/port.ts';
import type { Keeping, StreamState } from '../cache/stored.ts';
import type { Settings } from '../config/settings.ts';
import { FAILURES } from '../domain/failure.ts';
import type { Kind } from '../domain/record.ts';
import type { PlatformKind } from '../platforms/declaration.ts';
import type { Platform } from '../platforms/port.ts';
import { createPlatforms, PLATFORM_KINDS } from '../platforms/registry.ts';
import type { Node } from '../query/tree.ts';
import { answersFor, derivedKinds } from '../rules/answers.ts';
import type { RulesPlan } from '../rules/plan.ts';
import { syncApart } from '../sync/apart.ts';
import { withCounted } from '../sync/counted-kinds.ts';
import { type AskedStream, type Coverage, coverageOf } from '../sync/coverage.ts';
import type { CatchUpAsk, Sync } from '../sync/engine.ts';
import type { SyncEvent } from '../sync/events.ts';
import type { PlatformOutcome } from '../sync/platform-sync.ts';
import { ageEdge, createRetention, keepingsOf } from '../sync/retention.ts';
import type { startSync } from '../sync/start.ts';
import { type SyncState, streamState } from '../sync/state.ts';
import { pacedPlatforms } from './paces.ts';

export interface ServiceOptions {
  /** The settings of all platforms, where only some are opened: rules hold for the whole cache. */
  readonly whole?: Settings;
  readonly cacheDir: string;
  readonly readOnly: boolean;
  /** UTC ms. */
  readonly clock: () => number;
  /** Told one line a request, free of secrets. */
  readonly log: (line: string) => void;
  /**
   * Whether the platforms are synced from a thread of their own, for who draws in this one. Its clock is the machine's
   * and its kinds are the registered ones.
   */
  readonly apart?: boolean;
  /** Whether a cache that is only read is read in this thread: a short command is done before another has begun. */
  readonly inThread?: boolean;
  /** What there is besides the registered kinds; tests add theirs. */
  readonly kinds?: readonly PlatformKind[];
}

/** What is covered of a stream, and whether it has been heard from lately. */
export interface Standing extends Coverage {
  readonly condition: SyncState;
}

export interface Services extends AsyncDisposable {
  readonly settings: Settings;
  readonly cache: Cache;
  readonly platforms: readonly Platform[];
  /** Null when the cache may not be written. */
  readonly sync: Sync | null;
  /** Which rules run over which platform's records. */
  readonly plan: RulesPlan;
  /** What is kept of each platform, in their order. */
  readonly keepings: readonly Keeping[];
  /** Calls back on what the engine does; returns the way to stop it. */
  onEvent(listener: (event: SyncEvent) => void): () => void;
  /** Drops what retention does not keep of these platforms; resolves when it is gone, or the signal has ended it. */
  retain(platforms: readonly string[], signal: AbortSignal): Promise<void>;
  /** How far the cache covers what a query asks for. */
  coverage(kind: Kind, tree: Node, now: number): Promise<readonly Standing[]>;
  /** Stops polling, gives leases back, closes platforms and cache. */
  close(): Promise<void>;
}

/** Services that take questions before their cache is open. */
export interface OpeningServices {
  readonly services: Services;
  /** Rejects when the cache cannot be used. */
  readonly opened: Promise<void>;
  /** Makes the cache ready to be written; rejects when it cannot be. */
  startWriting(): Promise<void>;
}

export async function openServices(settings: Settings, options: ServiceOptions): Promise<Services> {
  const { cacheDir, readOnly, apart = false, inThread = false } = options;
  const { kinds = PLATFORM_KINDS, whole = settings } = options;
  const plan = rulesPlan(whole, kinds);
  const [cache, { startSync }] = await Promise.all([
    readOnly && inThread
      ? openDirectReader({ dir: cacheDir })
      : openCache({ dir: cacheDir, readOnly, rules: plan, givesWay: apart }),
    // Who draws does without the engine in this thread.
    apart || readOnly ? { startSync: null } : import('../sync/start.ts'),
  ]);
  return servicesOver(cache, plan, settings, { ...options, startSync });
}

/** Services over a cache whose reader was begun before the settings were known. */
export function openServicesEarly(
  settings: Settings,
  options: ServiceOptions & { readonly reader: EarlyReader },
): OpeningServices {
  const { cacheDir, readOnly, reader, kinds = PLATFORM_KINDS, whole = settings } = options;
  const plan = rulesPlan(whole, kinds);
  const { cache, opened, startWriting } = openEarly({ dir: cacheDir, readOnly, rules: plan, reader });
  return {
    services: servicesOver(cache, plan, settings, { ...options, startSync: null }),
    opened,
    startWriting,
  };
}

function servicesOver(
  cache: OpenCache,
  plan: RulesPlan,
  settings: Settings,
  options: Omit<ServiceOptions, 'apart'> & {
    /** Syncs in this thread; null for one of its own. */
    readonly startSync: typeof startSync | null;
  },
): Services {
  const { readOnly, clock, log, kinds = PLATFORM_KINDS } = options;
  // In this thread they tell what they are, and answer to whoever tests them; they connect when first asked.
  const platforms = createPlatforms(settings.platforms, { clock, log }, kinds);
  const listeners = new Set<(event: SyncEvent) => void>();
  const onEvent = (event: SyncEvent) => {
    for (const listener of listeners) listener(event);
  };
  const keepings = keepingsOf(settings.platforms, platforms);
  const retention = createRetention({ cache, keepings, clock });
  const order = { settings, plan, owner: randomUUID() };
  const { share, release } = cache;
  const sync = readOnly
    ? null
    : (options.startSync?.(order, { platforms, cache, clock, onEvent, retention }) ??
      syncApart(order, { share, release, onEvent, log }));
  const close = async () => {
    await sync?.stop();
    await retention.stop();
    await Promise.all(platforms.map((platform) => platform.close()));
    await cache.close();
  };
  return {
    settings,
    cache,
    platforms,
    sync,
    plan,
    keepings,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    retain: (names, signal) => (readOnly ? Promise.resolve() : retention.run(names, signal)),
    async coverage(kind, tree, now) {
      const states = await cache.streams();
      const paces = new Map(pacedPlatforms(settings, platforms).map((pace) => [pace.name, pace]));
      const asked = askedStreams({ settings, platforms, plan, keepings }, states, kind, now);
      return coverageOf(asked, kind, tree, now).map((each) => {
        const { platform, stream } = each;
        const pace = paces.get(platform);
        const state = states.find((one) => one.platform === platform && one.stream === stream);
        const known = state !== undefined && pace !== undefined;
        return { ...each, condition: known ? streamState(state, { now, ...pace }) : 'fresh' };
      });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Which rules run over which platform's records. */
export function rulesPlan({ rules = {}, platforms }: Settings, kinds: readonly PlatformKind[]): RulesPlan {
  const named = (name: string) => kinds.find(({ kind }) => kind === name);
  return {
    choices: rules,
    brings: Object.fromEntries(platforms.map(({ name, kind }) => [name, named(kind)?.brings ?? []])),
    automates: Object.fromEntries(platforms.map(({ name, kind }) => [name, named(kind)?.automates ?? []])),
  };
}

function paceOf(
  settings: Settings,
  index: number,
): { readonly pollInterval: number; readonly since: number } {
  const { pollInterval = 0, since = 0 } = settings.platforms[index] ?? {};
  return { pollInterval, since };
}

/** The configured streams that tell of a kind; without a configuration, those the cache knows. */
function askedStreams(
  { settings, platforms, plan, keepings }: Pick<Services, 'settings' | 'platforms' | 'plan' | 'keepings'>,
  states: readonly StreamState[],
  kind: Kind,
  now: number,
): readonly AskedStream[] {
  if (settings.platforms.length === 0) {
    return states
      .filter((state) => answersFor(state, kind, derivedKinds(plan, state.platform)))
      .map((state) => ({ ...state, since: sinceOf(state), state, derived: !state.kinds.includes(kind) }));
  }
  return platforms.flatMap(({ name, kind: platformKind, streams }, index) => {
    const derived = withCounted(derivedKinds(plan, name), platformKind);
    return streams
      .filter((stream) => answersFor(stream, kind, derived))
      .map((stream) => ({
        platform: name,
        stream: stream.name,
        since: Math.min(paceOf(settings, index).since, keptSince(keepings[index], stream.kinds, now)),
        state: states.find((state) => state.platform === name && state.stream === stream.name) ?? null,
        derived: !stream.kinds.includes(kind),
      }));
  });
}

/** How far back ages keep what a stream brings, ms; Infinity where they keep everything. */
function keptSince(keeping: Keeping | undefined, kinds: readonly Kind[], now: number): number {
  return keeping === undefined ? Number.POSITIVE_INFINITY : now - ageEdge(keeping, kinds, now);
}

/** How far back a stream was fetched, where no configuration says how far it should be. */
function sinceOf({ covered, syncedAt }: StreamState): number {
  const [first] = covered;
  return first === undefined || syncedAt === null ? 0 : syncedAt - first.from;
}

/** A whole run over the platforms, as the exit codes its failures and holes stand for. */
export function codesOf(outcomes: readonly PlatformOutcome[]): readonly number[] {
  return outcomes.flatMap(({ streams, marks }) => [
    ...(marks === null ? [] : [FAILURES[marks.code].exit]),
    ...streams.map(({ failure, complete, notOffered }) =>
      failure !== null ? FAILURES[failure.code].exit : complete || notOffered ? 0 : 5,
    ),
  ]);
}

export type { CatchUpAsk, PlatformOutcome };
