/**
 * Finds out who the users and accounts are that records mention. It stands behind the pages: one request
 * at a time while any page is being fetched, a few otherwise; what fails is tried again later and never
 * stops a sync.
 */
import { type Failure, failureOf, ok } from '../domain/failure.ts';
import { HOUR, MINUTE } from '../domain/time.ts';
import type { Mention, Platform, Profile } from '../platforms/port.ts';
import { attempt } from './attempt.ts';
import type { SyncEvent, Tell } from './events.ts';
import type { SyncCache } from './look.ts';

const AT_ONCE = 4;
/** Taken up at a time of what an earlier process left. */
const LEFT = 1_000;
const AGAIN_AFTER = 5 * MINUTE;
/** A key that may not read users will not be let in by asking often. */
const REFUSED_AGAIN_AFTER = HOUR;

/** Failures that are about one user or account, and those that are about all of a type. */
const ALONE: readonly Failure['code'][] = ['NOT_FOUND', 'BAD_RESPONSE'];
const CLOSING: readonly Failure['code'][] = ['UNAUTHORISED', 'FORBIDDEN', 'RATE_LIMITED'];

/** Whether the key may not look anybody up: nothing is missing but what only a look-up tells. */
export function isRefusedLookUp({
  part,
  failure,
}: Extract<SyncEvent, { readonly kind: 'trouble' }>): boolean {
  return part === 'look-ups' && (failure.code === 'FORBIDDEN' || failure.code === 'UNAUTHORISED');
}

export interface LookUpOptions {
  readonly platform: Platform;
  readonly cache: Pick<SyncCache, 'saveProfiles' | 'unknown'>;
  readonly clock: () => number;
  /** Whether pages are being fetched. */
  readonly busy: () => boolean;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

export interface LookUps {
  add(mentions: readonly Mention[]): void;
  /** Takes up what an earlier process left, what failed long enough ago, and some of what has grown old. */
  resume(): Promise<void>;
  /** Resolves when all that can be asked now was asked, or the signal ends the wait. */
  settled(signal: AbortSignal): Promise<void>;
}

export function createLookUps(options: LookUpOptions): LookUps {
  const { platform, cache, clock, busy, tell, signal } = options;
  const waiting = new Map<string, Mention>();
  /** What failed, with the instant before which it is not asked again. */
  const later = new Map<string, { readonly mention: Mention; readonly at: number }>();
  const asked = new Set<string>();
  /** Until when nobody of a type is asked about: a key that may not read one user may read none. */
  const closed = new Map<Mention['type'], number>();
  const isOpen = ({ type }: Mention) => (closed.get(type) ?? 0) <= clock();
  let working: Promise<void> | null = null;

  async function wave(mentions: readonly Mention[]): Promise<Failure | null> {
    const look = platform.lookUp?.bind(platform);
    if (look === undefined) return null;
    let failure: Failure | null = null;
    const profiles: Profile[] = [];
    await Promise.all(
      mentions.map(async (mention) => {
        const got = await attempt(signal, () => look(mention, signal));
        if (got.ok) {
          profiles.push(got.value);
          return;
        }
        failure = got.failure;
        const at = clock() + againAfter(got.failure);
        later.set(keyOf(mention), { mention, at });
        if (CLOSING.includes(got.failure.code)) closed.set(mention.type, at);
      }),
    );
    if (profiles.length > 0) await cache.saveProfiles(platform.name, profiles, clock());
    return failure;
  }

  function takeSome(most: number): readonly (readonly [string, Mention])[] {
    const some: (readonly [string, Mention])[] = [];
    for (const entry of waiting) {
      if (some.length === most) break;
      if (isOpen(entry[1])) some.push(entry);
    }
    return some;
  }

  async function work(): Promise<void> {
    while (!signal.aborted) {
      const next = takeSome(busy() ? 1 : AT_ONCE);
      if (next.length === 0) return;
      for (const [key] of next) {
        waiting.delete(key);
        asked.add(key);
      }
      const failure = await wave(next.map(([, mention]) => mention)).catch((thrown: unknown) => {
        for (const [key, mention] of next) later.set(key, { mention, at: clock() + AGAIN_AFTER });
        return failureOf(thrown);
      });
      for (const [key] of next) asked.delete(key);
      if (failure === null || signal.aborted) continue;
      tell({ kind: 'trouble', platform: platform.name, part: 'look-ups', failure });
      // What stopped one would stop the rest: they wait for the next page or poll.
      if (!ALONE.includes(failure.code) && !CLOSING.includes(failure.code)) return;
    }
  }

  function due(): void {
    for (const [key, { mention, at }] of later) {
      if (at > clock()) continue;
      later.delete(key);
      waiting.set(key, mention);
    }
  }

  function begin(): void {
    if (working !== null || waiting.size === 0 || platform.lookUp === undefined) return;
    working = work().finally(() => {
      working = null;
    });
  }

  function add(mentions: readonly Mention[]): void {
    for (const mention of mentions) {
      const key = keyOf(mention);
      if (!asked.has(key) && !later.has(key)) waiting.set(key, mention);
    }
    due();
    begin();
  }

  return {
    add,
    async resume() {
      if (platform.lookUp === undefined || signal.aborted) return;
      add(await cache.unknown(platform.name, LEFT, clock()).catch(() => []));
    },
    async settled(stop) {
      due();
      begin();
      await attempt(stop, async () => ok(await working));
    },
  };
}

function keyOf({ type, id }: Mention): string {
  return `${type}/${id}`;
}

function againAfter({ code, retryAfter }: Failure): number {
  if (retryAfter !== undefined) return retryAfter;
  return code === 'UNAUTHORISED' || code === 'FORBIDDEN' ? REFUSED_AGAIN_AFTER : AGAIN_AFTER;
}
