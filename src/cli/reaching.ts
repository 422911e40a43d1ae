/** Syncs that reach as far back as what is asked for, and what is told of the parts that are missing all the same. */
import type { Settings } from '../config/settings.ts';
import { DAY, toIso } from '../domain/time.ts';
import { type CoverageRow, missingIn } from '../export/coverage.ts';

/**
 * The engine counts back from when it begins to look, which is later than now: while it waits for another sync, much
 * later. Without this the first instants of the window would be missing.
 */
const MARGIN = DAY;

/** The settings with every platform reaching back to `from` (UTC ms) at least; null is as far as is configured. */
export function reaching(settings: Settings, from: number | null, now: number): Settings {
  if (from === null) return settings;
  const reach = now - from + MARGIN;
  const platforms = settings.platforms.map((each) => ({ ...each, since: Math.max(each.since, reach) }));
  return { ...settings, platforms };
}

/** How far back a sync has to ask for what begins at `from`, ms; null where every platform reaches as far anyway. */
export function reachBack({ platforms }: Settings, from: number | null, now: number): number | null {
  if (from === null) return null;
  const reach = now - from + MARGIN;
  return platforms.every(({ since }) => since >= reach)
    ? null
    : Math.max(reach, ...platforms.map(({ since }) => since));
}

/** Parts of one stream that are told one by one. */
const TOLD = 3;

/** A line for each part that is missing, with what may help: a sync that was made already has not. */
export function missingLines(coverage: readonly CoverageRow[], synced: boolean): readonly string[] {
  const usual = synced ? 'the sync did not bring it, `certdeck platforms` says more' : '--sync asks for it';
  const nextOf = ({ keptFrom = null }: CoverageRow, from: number) =>
    keptFrom === null || from >= keptFrom ? usual : `retention keeps what is of ${toIso(keptFrom)} or later`;
  return coverage.flatMap((row) => {
    const missing = missingIn([row]);
    const more = missing.length - TOLD;
    return [
      ...missing
        .slice(0, TOLD)
        .map(
          ({ platform, stream, from, to }) =>
            `${platform}: ${stream} is missing from ${toIso(from)} to ${toIso(to)}; ${nextOf(row, from)}.`,
        ),
      ...(more > 0
        ? [`${row.platform}: ${row.stream} lacks ${more} more parts; the manifest names them.`]
        : []),
    ];
  });
}
