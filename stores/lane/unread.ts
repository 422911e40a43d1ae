/** What the lane cannot know: stretches of time that were never read from a platform. Pure. */
import { holesOf, isBehind, type Reach } from '../coverage.ts';

export interface Unread {
  readonly platform: string;
  /** Milliseconds of the stretch asked about. */
  readonly ms: number;
}

/** How much of a stretch (UTC ms) each platform was not read for, the most first. */
export function unreadIn(reaches: readonly Reach[], from: number, to: number): readonly Unread[] {
  const found = new Map<string, number>();
  for (const reach of reaches) {
    const ms = holesOf(reach).reduce(
      (sum, hole) => sum + Math.max(0, Math.min(hole.to + 1, to) - Math.max(hole.from, from)),
      0,
    );
    // Of several streams of a platform the one that misses most says it.
    if (ms > 0) found.set(reach.platform, Math.max(ms, found.get(reach.platform) ?? 0));
  }
  return [...found].map(([platform, ms]) => ({ platform, ms })).sort((a, b) => b.ms - a.ms);
}

/** Platforms whose newest records may be missing, by name. */
export function behind(reaches: readonly Reach[]): readonly string[] {
  const late = reaches.filter((reach) => reach.syncedAt === null || isBehind(reach));
  return [...new Set(late.map(({ platform }) => platform))].sort();
}

/** Asks for all time: what was never read of it is a hole. */
export const ALL_TIME = 'since:1970-01-01';

/** Since when anything was read, of reaches over all time (UTC ms); null where nothing was. */
export function readSince(reaches: readonly Reach[]): number | null {
  const begun = reaches
    .filter(({ syncedAt }) => syncedAt !== null)
    .map(({ from, holes: [first] }) => (first !== undefined && first.from <= from ? first.to + 1 : from));
  return begun.length === 0 ? null : Math.min(...begun);
}
