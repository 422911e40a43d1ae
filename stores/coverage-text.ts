/** The coverage in words: what is complete, what is behind, what nobody has ever seen. Pure. */
import { safeLine } from '../src/domain/text.ts';
import { formatDuration } from '../src/domain/time.ts';
import { formatAge, formatAgo, formatMoment, type TimeMode } from './age.ts';
import { holesOf, isBehind, isSilent, type Reach } from './coverage.ts';

/** Something that is not known, or that everything is. */
export interface CoverageStatement {
  readonly text: string;
  /** For a narrow screen. */
  readonly short: string;
}

export interface Gap extends CoverageStatement {
  readonly kind: 'never synced' | 'behind' | 'first sync' | 'holes';
}

export interface Clock {
  readonly now: number;
  readonly mode: TimeMode;
}

/** Platforms told by name before the rest is only counted. */
const NAMED = 2;

/** What is missing, the worst first: never synced, silent since, first sync under way, holes. */
export function gapsOf(coverage: readonly Reach[], clock: Clock): readonly Gap[] {
  return [neverSynced(coverage), behind(coverage, clock), underWay(coverage), holes(coverage, clock)].filter(
    (gap) => gap !== null,
  );
}

/** The statement in one line, long and short: `complete`, or what is missing. */
export function coverageStatement(coverage: readonly Reach[], clock: Clock): CoverageStatement {
  if (coverage.length === 0) return { text: 'no platform is asked', short: 'no platform' };
  const gaps = gapsOf(coverage, clock);
  if (gaps.length === 0) return { text: 'complete', short: 'complete' };
  return {
    text: gaps.map(({ text }) => text).join(' · '),
    short: gaps.map(({ short }) => short).join(' · '),
  };
}

/** Platforms that nothing is known of, with what stands in the way: `prod, dns (out of reach), dev`. */
export function unknownPlatforms(coverage: readonly Reach[]): string {
  const found = coverage.filter((reach) => reach.syncedAt === null && isSilent(reach));
  const causes = [...Map.groupBy(found, ({ platform }) => platform)].map(([platform, reaches]) => ({
    platform: safeLine(platform),
    cause: reaches.find(({ condition }) => condition !== 'late')?.condition ?? null,
  }));
  return [...Map.groupBy(causes, ({ cause }) => cause)]
    .map(([cause, same]) => {
      const names = same.map(({ platform }) => platform).join(', ');
      return cause === null ? names : `${names} (${cause})`;
    })
    .join(', ');
}

function neverSynced(coverage: readonly Reach[]): Gap | null {
  const found = coverage.filter((reach) => reach.syncedAt === null && isSilent(reach));
  if (found.length === 0) return null;
  return {
    kind: 'never synced',
    text: `never synced: ${unknownPlatforms(coverage)}`,
    short: `never synced: ${few(unique(found))}`,
  };
}

/** `nothing for 3h`, or with the time where the screen shows times. */
export function nothingSince(at: number, { now, mode }: Clock): string {
  const age = formatAge(now - at);
  if (mode !== 'relative') return `nothing since ${formatMoment(at, mode, now)} (${age})`;
  return age === 'now' ? 'nothing since just now' : `nothing for ${age}`;
}

function behind(coverage: readonly Reach[], clock: Clock): Gap | null {
  const late = new Map<string, number>();
  for (const reach of coverage.filter(isBehind)) {
    const { platform, syncedAt } = reach;
    late.set(platform, Math.min(late.get(platform) ?? Number.POSITIVE_INFINITY, syncedAt ?? 0));
  }
  const [first, ...more] = [...late].sort(([, a], [, b]) => a - b);
  if (first === undefined) return null;
  const [platform, at] = first;
  const others = more.length === 0 ? '' : `, nor from ${few(more.map(([name]) => safeLine(name)))} lately`;
  return {
    kind: 'behind',
    text: `${safeLine(platform)}: ${nothingSince(at, clock)}${others}`,
    short: `behind: ${few([...late.keys()].map(safeLine))}`,
  };
}

function underWay(coverage: readonly Reach[]): Gap | null {
  const found = coverage.filter((reach) => reach.syncedAt === null && !isSilent(reach));
  if (found.length === 0) return null;
  const names = unique(found);
  return {
    kind: 'first sync',
    text: `first sync under way: ${names.join(', ')}`,
    short: `first sync: ${few(names)}`,
  };
}

function holes(coverage: readonly Reach[], { now }: Clock): Gap | null {
  const found = coverage.flatMap((reach) => holesOf(reach).map((hole) => ({ ...reach, hole })));
  const [first, ...more] = found;
  if (first === undefined) return null;
  const names = unique(found);
  if (more.length > 0) {
    return {
      kind: 'holes',
      text: `${found.length} holes: ${names.join(', ')}`,
      short: `${found.length} holes: ${few(names)}`,
    };
  }
  const { from, to } = first.hole;
  if (from <= first.from) {
    // Nothing lies before it: no hole in something, but a beginning that is late.
    return {
      kind: 'holes',
      text: `${names.join()}: nothing fetched until ${formatAgo(now - to)}`,
      short: `hole: ${names.join()}`,
    };
  }
  return {
    kind: 'holes',
    text: `hole of ${formatDuration(to - from)} in ${names.join()}, ended ${formatAgo(now - to)}`,
    short: `hole: ${names.join()}`,
  };
}

const unique = (reaches: readonly Reach[]) => [...new Set(reaches.map(({ platform }) => safeLine(platform)))];

function few(names: readonly string[]): string {
  return names.length > NAMED ? `${names.length} platforms` : names.join(', ');
}
