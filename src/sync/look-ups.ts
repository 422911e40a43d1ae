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

/** Failures that are about one user or account, and those that may be. */
const ALONE: readonly Failure['code'][] = ['NOT_FOUND', 'BAD_RESPONSE'];
const REFUSED: readonly Failure['code'][] = ['UNAUTHORISED', 'FORBIDDEN'];
/** So many different ones refused, and none granted between them: the key may not look up this type. */
const MANY_REFUSED = 3;

/** Whether the key may not look anybody up: nothing is missing but what only a look-up tells. */
export function isRefusedLookUp({
  part,
  failure,
}: Extract<SyncEvent, { readonly kind: 'trouble' }>): boolean {
  return part === 'look-ups' && REFUSED.includes(failure.code);
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
  /** Until when nobody of a type is asked about. */
  const closed = new Map<Mention['type'], number>();
  /** Who was refused since one of the type was granted, and why the last one was. */
  const refused = new Map<Mention['type'], { readonly keys: Set<string>; failure: Failure }>();
  const granted = new Set<Mention['type']>();
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
          refused.delete(mention.type);
          granted.add(mention.type);
          return;
        }
        const at = clock() + againAfter(got.failure);
        later.set(keyOf(mention), { mention, at });
        if (REFUSED.includes(got.failure.code)) {
          if (isRefusedToAll(mention, got.failure)) closed.set(mention.type, at);
          return;
        }
        failure = got.failure;
        if (got.failure.code === 'RATE_LIMITED') closed.set(mention.type, at);
      }),
    );
    if (profiles.length > 0) await cache.saveProfiles(platform.name, profiles, clock());
    return failure;
  }

  /** One refusal may be about that one alone: a key may see some users and not others. */
  function isRefusedToAll(mention: Mention, failure: Failure): boolean {
    const before = refused.get(mention.type) ?? { keys: new Set<string>(), failure };
    before.keys.add(keyOf(mention));
    before.failure = failure;
    refused.set(mention.type, before);
    return before.keys.size >= MANY_REFUSED;
  }

  function takeSome(most: number): readonly (readonly [string, Mention])[] {
    const some: (readonly [string, Mention])[] = [];
    for (const entry of waiting) {
      if (some.length === most) break;
      const { type } = entry[1];
      // While the key may have no right to a type, no more than one is risked at a time.
      const doubtful = refused.has(type) && some.some(([, other]) => other.type === type);
      if (isOpen(entry[1]) && !doubtful) some.push(entry);
    }
    return some;
  }

  async function work(): Promise<void> {
    const told = (failure: Failure) =>
      tell({ kind: 'trouble', platform: platform.name, part: 'look-ups', failure });
    await askAll(told);
    // Who is refused while others are granted is nobody's trouble.
    for (const [type, { keys, failure }] of refused) {
      if (!granted.has(type) || keys.size >= MANY_REFUSED) told(failure);
    }
  }

  async function askAll(told: (failure: Failure) => void): Promise<void> {
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
      told(failure);
      // What stopped one would stop the rest: they wait for the next page or poll.
      if (!ALONE.includes(failure.code) && failure.code !== 'RATE_LIMITED') return;
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
  return REFUSED.includes(code) ? REFUSED_AGAIN_AFTER : AGAIN_AFTER;
}
