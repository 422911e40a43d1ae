/** Brings read marks to the platform that keeps them: queued in the cache, sent until it has them. */
import type { OutboxItem } from '../cache/port.ts';
import { type Failure, failureOf, type Result } from '../domain/failure.ts';
import type { Platform } from '../platforms/port.ts';
import { attempt } from './attempt.ts';
import type { Tell } from './events.ts';
import type { SyncCache } from './look.ts';
import type { ReadAll } from './read-all.ts';

/**
 * Sends what is queued for the platform, oldest first; stops at the first failure, which is kept with its
 * item and returned. An item leaves the queue only when the platform has taken it, so that a mark may be
 * sent twice (which is harmless) but never gets lost. Many marks may go in one call instead: see `read-all.ts`.
 */
export async function sendMarks(
  platform: Platform,
  cache: Pick<SyncCache, 'outbox' | 'outboxDone'>,
  signal: AbortSignal,
  tell: Tell,
  readAll: ReadAll | null,
): Promise<Failure | null> {
  const failure = await sendAll(platform, cache, signal, readAll).catch(failureOf);
  if (failure !== null) tell({ kind: 'trouble', platform: platform.name, part: 'read marks', failure });
  return failure;
}

async function sendAll(
  platform: Platform,
  cache: Pick<SyncCache, 'outbox' | 'outboxDone'>,
  signal: AbortSignal,
  readAll: ReadAll | null,
): Promise<Failure | null> {
  if (await readAll?.(signal)) return null;
  for (const item of await cache.outbox(platform.name)) {
    const sent = await attempt(signal, () => send(platform, item, signal));
    // Stopping says nothing about the item: it waits as it was.
    if (signal.aborted && !sent.ok) return null;
    await cache.outboxDone(item.seq, sent.ok ? null : sent.failure);
    if (!sent.ok) return sent.failure;
  }
  return null;
}

async function send(
  { actions }: Platform,
  { ids }: OutboxItem,
  signal: AbortSignal,
): Promise<Result<unknown>> {
  // A platform that keeps no read marks has nothing to be told: the mark is ours alone.
  if (actions.markRead === undefined) return { ok: true, value: null };
  return actions.markRead(ids, signal);
}
