/**
 * Receivers that refuse a whole request for one event in it: the request is divided until the events that are refused
 * stand alone, and everything else is taken. In order, so that what is over is always the beginning of the batch.
 */
import type { Failure } from '../domain/failure.ts';
import { type Refusal, type Sent, settledAll, type Written } from './target.ts';

/** What became of one request. */
export type Attempt =
  | { readonly kind: 'taken' }
  /** Because of what was in it; `at` is the place of the event the receiver names, if it names one. */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly at?: number }
  /** For any other reason: the same may be taken later. */
  | { readonly kind: 'failed'; readonly failure: Failure };

export const TAKEN: Attempt = { kind: 'taken' };
export const failed = (failure: Failure): Attempt => ({ kind: 'failed', failure });
export const refused = (failure: Failure, at?: number | null): Attempt => ({
  kind: 'refused',
  failure,
  ...(typeof at === 'number' ? { at } : {}),
});

/**
 * A receiver that has taken nothing yet and refuses this many events one after another has something against all of
 * them: settings that are wrong, not events.
 */
const AGAINST_ALL = 8;

interface Part {
  readonly start: number;
  readonly end: number;
  /** Whether it is one event that the receiver named. */
  readonly named?: boolean;
}

/** Settles one batch after another of one target. */
export function openSettling(): (
  batch: readonly Written[],
  attempt: (part: readonly Written[]) => Promise<Attempt>,
) => Promise<Sent> {
  /** Refused alone since it was opened; null once anything was taken. */
  let against: number | null = 0;
  return async (batch, attempt) => {
    const refusals: Refusal[] = [];
    const waiting: Part[] = [{ start: 0, end: batch.length }];
    let believed = true;
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const { start, end } = part;
      const became = await attempt(batch.slice(start, end));
      if (became.kind === 'failed') return { settled: start, refused: refusals, failure: became.failure };
      if (became.kind === 'taken') {
        against = null;
        // What was named and is taken alone was not what the receiver meant: from here on the halves tell.
        if (part.named === true) believed = false;
      } else if (end - start === 1) {
        refusals.push({ index: start, why: whyOf(became.failure) });
        if (against !== null && ++against >= AGAINST_ALL) return againstAll(became.failure);
      } else waiting.unshift(...divide(part, believed ? became.at : undefined));
    }
    return settledAll(batch, refusals);
  };
}

const whyOf = ({ what, cause, where }: Failure): string => {
  const said = where !== undefined && what.startsWith(`${where}: `) ? what.slice(where.length + 2) : what;
  return cause === undefined ? said : `${said}: ${cause}`;
};

const againstAll = (failure: Failure): Sent => ({
  settled: 0,
  refused: [],
  failure: {
    ...failure,
    next: `Check the settings of this target: it has taken nothing yet and refuses one event after another. They are sent again.`,
  },
});

/** A part as smaller ones, in order, none empty. */
function divide({ start, end }: Part, at: number | undefined): readonly Part[] {
  // Some receivers count from one.
  const place = at === end - start ? at - 1 : at;
  if (place === undefined || !Number.isInteger(place) || place < 0 || start + place >= end) {
    const middle = Math.floor((start + end) / 2);
    return [
      { start, end: middle },
      { start: middle, end },
    ];
  }
  const named = start + place;
  const parts: readonly Part[] = [
    { start, end: named },
    { start: named, end: named + 1, named: true },
    { start: named + 1, end },
  ];
  return parts.filter((part) => part.end > part.start);
}
