/** Brings read marks to the platform that keeps them: queued in the cache, sent until it has them. */
import type { MarksTold, OutboxItem } from '../cache/stored.ts';
import { type Failure, failureOf, ok, type Result } from '../domain/failure.ts';
import { HOUR } from '../domain/time.ts';
import type { Platform } from '../platforms/port.ts';
import { attempt } from './attempt.ts';
import type { Tell } from './events.ts';
import type { SyncCache } from './look.ts';
import type { ReadAll } from './read-all.ts';

/** Marks under way at once. */
const AT_ONCE = 4;
/** So many refused in a row end the round: a key that may not mark anything shall not ask for each alert. */
const VAIN = 8;
/** What was refused would be refused again: polls leave it alone for so long (ms). */
const REFUSED_AGAIN_AFTER = HOUR;

export interface OutboxOptions {
  readonly platform: Platform;
  readonly cache: Pick<SyncCache, 'outbox' | 'outboxDone'>;
  readonly clock: () => number;
  readonly tell: Tell;
  readonly readAll: ReadAll | null;
}

export interface Outbox {
  /**
   * Sends what is queued for the platform, what was never refused first. A mark leaves the queue only when the
   * platform has taken it: it may be sent twice (which is harmless) but never gets lost. One that is refused is
   * kept with its reason, and those behind it go on; what keeps every mark from being sent ends the round.
   * Gives what failed first. `again` sends what was refused a short while ago, too.
   */
  send(signal: AbortSignal, again: boolean): Promise<Failure | null>;
}

/** Many marks may go in one call instead: see `read-all.ts`. */
export function createOutbox({ platform, cache, clock, tell, readAll }: OutboxOptions): Outbox {
  /** When an alert's mark that was refused may be sent again (UTC ms). */
  const refusedUntil = new Map<string, number>();

  async function tellAll(ids: readonly string[], signal: AbortSignal): Promise<Told> {
    const told = { taken: [] as string[], refused: [] as Refusal[] };
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const some = ids.slice(start, start + AT_ONCE);
      const answers = await Promise.all(
        some.map(async (id) => ({ id, answer: await attempt(signal, () => tellOne(platform, id, signal)) })),
      );
      let stopped: Failure | null = null;
      for (const { id, answer } of answers) {
        if (answer.ok) told.taken.push(id);
        else if (isRefusal(answer.failure)) told.refused.push({ id, failure: answer.failure });
        else stopped ??= answer.failure;
      }
      if (stopped !== null) return { ...told, stopped };
      if (told.taken.length === 0 && told.refused.length >= VAIN) {
        return { ...told, stopped: start + AT_ONCE < ids.length ? putOff(platform.name) : null };
      }
    }
    return { ...told, stopped: null };
  }

  async function sendAll(signal: AbortSignal, again: boolean): Promise<Failure | null> {
    const now = clock();
    const isDue = ({ failure, ids: [id = ''] }: OutboxItem) =>
      again || failure === null || !isRefusal(failure) || (refusedUntil.get(id) ?? now) <= now;
    const due = (await cache.outbox(platform.name)).filter(isDue);
    if (await readAll?.(signal, due)) return null;
    let first: Failure | null = null;
    let vain = 0;
    for (const { seq, ids } of due.toSorted(byRefusals)) {
      const { taken, refused, stopped } = await tellAll(ids, signal);
      for (const { id } of refused) refusedUntil.set(id, now + REFUSED_AGAIN_AFTER);
      // Stopping says nothing about the marks that were not answered for: they wait as they were.
      const halted = signal.aborted && stopped !== null;
      if (!halted || taken.length + refused.length > 0) {
        await cache.outboxDone(seq, stopped, { taken, refused });
      }
      if (halted) return null;
      first ??= refused[0]?.failure ?? stopped;
      if (stopped !== null) return first;
      vain = taken.length > 0 ? 0 : vain + refused.length;
      if (vain >= VAIN) return first;
    }
    return first;
  }

  return {
    async send(signal, again) {
      const failure = await sendAll(signal, again).catch(failureOf);
      if (failure !== null) tell({ kind: 'trouble', platform: platform.name, part: 'read marks', failure });
      return failure;
    },
  };
}

const putOff = (platform: string): Failure => ({
  code: 'PLATFORM_ERROR',
  what: `${platform}: not sent, as ${VAIN} others were refused in a row`,
  next: 'They are sent with later polls, a few at a time.',
  where: platform,
});

type Refusal = MarksTold['refused'][number];
interface Told extends MarksTold {
  /** What kept the rest from being sent. */
  readonly stopped: Failure | null;
}

async function tellOne({ actions }: Platform, id: string, signal: AbortSignal): Promise<Result<unknown>> {
  // A platform that keeps no read marks has nothing to be told: the mark is ours alone.
  return actions.markRead === undefined ? ok(null) : actions.markRead(id, signal);
}

/** Oldest first, but new marks do not queue up behind those that were refused. */
const byRefusals = (a: OutboxItem, b: OutboxItem): number => refusals(a) - refusals(b) || a.seq - b.seq;
const refusals = ({ failure, attempts }: OutboxItem) =>
  failure !== null && isRefusal(failure) ? attempts : 0;

/** Whether the answer is about this one mark: a key that is refused or asks too often meets every mark alike. */
export function isRefusal({ status }: Failure): boolean {
  return status !== undefined && status >= 400 && status < 500 && ![401, 408, 429].includes(status);
}
