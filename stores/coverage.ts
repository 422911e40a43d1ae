/** How far the cache reaches for what a pane asks, in words. Pure. */
import type { StreamState } from '../src/cache/port.ts';
import type { Kind } from '../src/domain/record.ts';
import { formatDuration } from '../src/domain/time.ts';
import { parseQuery } from '../src/query/parse.ts';
import { type Coverage, coverageOf } from '../src/sync/coverage.ts';
import { formatInstant } from './age.ts';
import type { PlatformInfo } from './services.ts';

/** A gap shorter than this (ms) is the time a poll takes. */
const LEAST_HOLE = 1_000;

export interface CoverageAsk {
  readonly kind: Kind;
  readonly query: string;
  readonly streams: readonly StreamState[];
  readonly platforms: readonly PlatformInfo[];
  readonly now: number;
  readonly longRunningAfter: number;
}

/** Coverage of every stream a query can reach. */
export function coverageFor(ask: CoverageAsk): readonly Coverage[] {
  const { kind, query, streams, platforms, longRunningAfter } = ask;
  // The screen's clock goes in steps: behind the last sync, every window would begin with a hole.
  const now = Math.max(ask.now, ...streams.map(({ syncedAt }) => syncedAt ?? 0));
  const { tree } = parseQuery(query, kind, { now, longRunningAfter });
  const asked = streams
    .filter(({ kinds }) => kinds.includes(kind))
    .map((state) => ({
      platform: state.platform,
      stream: state.stream,
      since: platforms.find(({ name }) => name === state.platform)?.since ?? 0,
      state,
    }));
  return coverageOf(asked, kind, tree ?? { kind: 'all' }, now);
}

/** The statement in one line: `complete`, `first sync under way: prod`, `2 holes: prod`. */
export function coverageText(coverage: readonly Coverage[], now: number): string {
  if (coverage.length === 0) return 'nothing synced yet';
  const waiting = coverage.filter(({ syncedAt }) => syncedAt === null).map(({ platform }) => platform);
  const holes = coverage
    .filter(({ syncedAt }) => syncedAt !== null)
    .flatMap((each) =>
      each.holes
        .filter(({ from, to }) => to - from > LEAST_HOLE)
        .map((hole) => ({ ...hole, platform: each.platform })),
    );
  const [hole] = holes;
  const parts: string[] = [];
  if (waiting.length > 0) parts.push(`first sync under way: ${[...new Set(waiting)].join(', ')}`);
  if (hole !== undefined && holes.length === 1) {
    const age = formatInstant(hole.to, 'relative', now);
    parts.push(`hole of ${formatDuration(hole.to - hole.from)} in ${hole.platform}, ended ${age} ago`);
  } else if (holes.length > 1) {
    parts.push(`${holes.length} holes: ${[...new Set(holes.map(({ platform }) => platform))].join(', ')}`);
  }
  return parts.length === 0 ? 'complete' : parts.join(' · ');
}
