/** What the tests of retention share: bounds, a round of steps, and what a cache that never held more would say. */
import type { Cache } from '../../src/cache/port.ts';
import type { Keeping } from '../../src/cache/stored.ts';
import type { Json } from '../../src/domain/json.ts';
import { type BoundedKind, type Bounds, NO_BOUNDS } from '../../src/domain/retention.ts';

export function keeping(
  kinds: Readonly<Partial<Record<BoundedKind, Partial<Bounds>>>>,
  all: Partial<Bounds> = {},
): Keeping {
  const whole = Object.entries(kinds).map(([kind, bounds]) => [kind, { ...NO_BOUNDS, ...bounds }]);
  return { platform: 'prod', kinds: Object.fromEntries(whole), all: { ...NO_BOUNDS, ...all } };
}

/** Runs steps until the round is over, or so many of them; gives what was taken out by each. */
export async function retain(
  cache: Pick<Cache, 'retain'>,
  kept: Keeping,
  now: number,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly number[]> {
  const removed: number[] = [];
  let at: Json = null;
  do {
    const step = await cache.retain(kept, now, at);
    removed.push(step.removed);
    at = step.next;
  } while (at !== null && removed.length < most);
  return removed;
}
