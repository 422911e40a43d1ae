/** How targets stand, by what the cache remembers of them: for whoever does not send himself. */
import type { CacheReader } from '../cache/port.ts';
import { formatDuration } from '../domain/time.ts';
import { type KeptFailure, recallKept, restAfter } from './kept.ts';

export interface Standing {
  readonly target: string;
  readonly kind: string;
  /** Null where nothing was ever sent to it from this cache. */
  readonly progress: {
    /** UTC ms: when it last came further. */
    readonly at: number;
    readonly sent: number;
    readonly refused: number;
    /** Arrivals that retention dropped before the target took them. */
    readonly dropped: number;
    /** No more than so many arrivals are left to be looked at. */
    readonly behind: number;
    /** Why the last attempt failed, while it is the last. */
    readonly failure: KeptFailure | null;
  } | null;
}

export interface NamedTarget {
  readonly name: string;
  readonly kind: string;
}

export function standingsOf(
  cache: Pick<CacheReader, 'recall' | 'ledgerHead' | 'arrivals'>,
  targets: readonly NamedTarget[],
): Promise<readonly Standing[]> {
  return Promise.all(
    targets.map(async ({ name, kind }): Promise<Standing> => {
      const kept = await recallKept(cache, name);
      if (kept === null) return { target: name, kind, progress: null };
      const { at, sent, refused, dropped, failure, position } = kept;
      const behind = await restAfter(cache, position);
      return { target: name, kind, progress: { at, sent, refused, dropped, failure, behind } };
    }),
  );
}

/** A line, and whether it is about something wrong. Free of secrets; not yet safe for a terminal. */
export interface StandingLine {
  readonly tone: 'plain' | 'warning' | 'error';
  readonly text: string;
}

export const KEEP_LONGER = 'Keep longer than a target may be down (`retention`).';

export const droppedWords = (dropped: number): string =>
  `${dropped.toLocaleString('en')} dropped by retention before this target took them`;

/** `siem (syslog): up to date, 1,204 sent` and what is wrong with it. Pure. */
export function standingLines({ target, kind, progress }: Standing, now: number): readonly StandingLine[] {
  const head = `${target} (${kind})`;
  if (progress === null) {
    return [{ tone: 'plain', text: `${head}: nothing was sent to it yet; \`certdeck forward\` sends` }];
  }
  const { at, sent, refused, dropped, behind, failure } = progress;
  const ago = (instant: number) => `${formatDuration(Math.max(0, now - instant))} ago`;
  const last = sent === 0 ? '' : `, last ${ago(at)}`;
  const place = behind === 0 ? 'up to date' : `behind by up to ${behind.toLocaleString('en')}${last}`;
  const sentWords = `${sent.toLocaleString('en')} sent`;
  const dead = refused === 0 ? '' : `, ${refused.toLocaleString('en')} refused for good (dead letters)`;
  const lost = dropped === 0 ? '' : `, ${droppedWords(dropped)}`;
  const tone = refused + dropped > 0 ? 'warning' : 'plain';
  const first: StandingLine = { tone, text: `${head}: ${place}, ${sentWords}${dead}${lost}` };
  if (failure === null) return [first];
  const again = failure.again > now ? `, next try in ${formatDuration(failure.again - now)}` : '';
  const why = `${failure.what} (since ${ago(failure.since)}${again}). ${failure.next}`;
  return [first, { tone: 'error', text: why }];
}
