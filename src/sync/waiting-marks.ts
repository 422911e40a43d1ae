/** Read marks that a platform does not have yet, as a person wants them told. Pure. */
import type { OutboxItem } from '../cache/stored.ts';
import type { Failure } from '../domain/failure.ts';
import { formatDuration, SECOND } from '../domain/time.ts';
import { isRefusal } from './outbox.ts';

export interface WaitingMarks {
  readonly platform: string;
  /** How many alerts. */
  readonly count: number;
  /** UTC ms of the oldest. */
  readonly since: number;
  /** How often any of them was sent in vain. */
  readonly attempts: number;
  /** What kept them from being taken last; null when they were not tried. */
  readonly failure: Failure | null;
  /** Whether the platform said no to these very marks. */
  readonly refused: boolean;
}

/** By platform: those it refuses, then those that have not been answered for, in the order of the queue. */
export function waitingMarks(items: readonly OutboxItem[]): readonly WaitingMarks[] {
  const refused = ({ failure }: OutboxItem) => failure !== null && isRefusal(failure);
  return [...Map.groupBy(items, ({ platform }) => platform)].flatMap(([platform, all]) =>
    [all.filter(refused), all.filter((item) => !refused(item))]
      .filter((own) => own.length > 0)
      .map((own) => ({
        platform,
        count: new Set(own.flatMap(({ ids }) => ids)).size,
        since: Math.min(...own.map(({ queuedAt }) => queuedAt)),
        attempts: Math.max(...own.map(({ attempts }) => attempts)),
        failure: own.find(({ failure }) => failure !== null)?.failure ?? null,
        refused: own.some(refused),
      })),
  );
}

/** `3 read marks have waited for 2h, sent 4 times in vain`; `one read mark is refused, waiting for 2h, …`. */
export function waitingWords({ count, since, attempts, refused }: WaitingMarks, now: number): string {
  const marks = count === 1 ? 'one read mark' : `${count} read marks`;
  const [is, has] = count === 1 ? ['is', 'has'] : ['are', 'have'];
  const sent = attempts === 0 ? '' : `, sent ${attempts === 1 ? 'once' : `${attempts} times`} in vain`;
  // A console's clock moves in steps, and may stand before the mark.
  const age = formatDuration(Math.max(SECOND, now - since));
  return refused
    ? `${marks} ${is} refused, kept for ${age}${sent}`
    : `${marks} ${has} waited for ${age}${sent}`;
}
