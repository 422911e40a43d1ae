/** Read marks that a platform does not have yet, as a person wants them told. Pure. */
import type { OutboxItem } from '../cache/port.ts';
import type { Failure } from '../domain/failure.ts';
import { formatDuration } from '../domain/time.ts';

export interface WaitingMarks {
  readonly platform: string;
  /** How many alerts. */
  readonly count: number;
  /** UTC ms of the oldest. */
  readonly since: number;
  /** How often the oldest were sent in vain; those behind them were not sent yet. */
  readonly attempts: number;
  /** What kept them from being taken last; null when they were not tried. */
  readonly failure: Failure | null;
}

/** By platform, in the order of the queue: what is first is what keeps the rest waiting. */
export function waitingMarks(items: readonly OutboxItem[]): readonly WaitingMarks[] {
  return [...Map.groupBy(items, ({ platform }) => platform)].map(([platform, own]) => ({
    platform,
    count: new Set(own.flatMap(({ ids }) => ids)).size,
    since: Math.min(...own.map(({ queuedAt }) => queuedAt)),
    attempts: own[0]?.attempts ?? 0,
    failure: own.find(({ failure }) => failure !== null)?.failure ?? null,
  }));
}

/** `3 read marks have waited for 2h, sent 4 times in vain`. */
export function waitingWords({ count, since, attempts }: WaitingMarks, now: number): string {
  const many = count === 1 ? 'one read mark has' : `${count} read marks have`;
  const sent = attempts === 0 ? '' : `, sent ${attempts === 1 ? 'once' : `${attempts} times`} in vain`;
  return `${many} waited for ${formatDuration(Math.max(0, now - since))}${sent}`;
}
