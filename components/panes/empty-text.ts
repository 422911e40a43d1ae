/** Empty is a state too: what was asked, of which data, how fresh, what to press next. Pure. */
import { safeLine } from '../../src/domain/text.ts';
import { HOUR } from '../../src/domain/time.ts';
import { formatAge, formatAgo, type TimeMode } from '../../stores/age.ts';
import { isBehind, type Reach } from '../../stores/coverage.ts';
import { gapsOf, unknownPlatforms } from '../../stores/coverage-text.ts';
import { wrapText } from '../../stores/detail/text-lines.ts';
import { usualKey } from '../../stores/keys/rebound.ts';
import type { ListState } from '../../stores/list-state.ts';
import type { PaneDeclaration } from '../../stores/panes.ts';
import { newestSync } from '../../stores/platforms.ts';
import type { Tone } from '../theme.ts';

export interface EmptyFacts {
  readonly list: Pick<ListState, 'freshness' | 'query' | 'failure' | 'progress'>;
  readonly pane: PaneDeclaration;
  /** Of everything the question reaches. */
  readonly coverage: readonly Reach[];
  readonly now: number;
  readonly mode: TimeMode;
  /** How a text calls the key of an action; as the table of keys has it where missing. */
  readonly key?: (id: string) => string;
  readonly width: number;
  readonly height: number;
}

type Line = readonly [Tone, string];

/** Platforms named before they are only counted. */
const NAMED = 3;

/** Exactly `height` lines. */
export function emptyText(facts: EmptyFacts): readonly Line[] {
  const { width, height } = facts;
  const lines = sentences(facts).flatMap(([tone, text]): readonly Line[] =>
    wrapText(text, Math.max(10, width - 4)).map((line) => [tone, `  ${line}`]),
  );
  const blanks = Array.from({ length: Math.max(0, height - lines.length) }, (): Line => ['plain', '']);
  return ([['plain', ''], ...lines, ...blanks] as readonly Line[]).slice(0, height);
}

function sentences(facts: EmptyFacts): readonly Line[] {
  const { list, pane, coverage, now, key = usualKey } = facts;
  if (list.failure !== null) {
    return [
      ['error', safeLine(list.failure.what)],
      ['dim', safeLine(list.failure.next)],
    ];
  }
  if (list.freshness === 'none') return [['dim', 'Reading the cache…']];
  if (list.progress !== null) return [['dim', `Searching; nothing found so far. ${key('cancel')} stops.`]];
  const synced = newestSync(coverage);
  const next =
    list.query === pane.query
      ? `${key('filter.open')} changes the filter`
      : `${key('query.default')} goes to the default, ${key('filter.open')} edits the filter`;
  return [
    ...missing(facts),
    ...(synced === null ? [] : [['plain', found(facts)] as const]),
    ...lookedAt(facts),
    ['dim', synced === null ? 'No data yet.' : `Newest data: ${formatAge(now - synced)}.`],
    ['dim', `${next}, ${key('refresh.all')} polls, ${key('platforms.open')} shows the platforms.`],
  ];
}

/** What nobody can say: it comes before what the rest of the data says. */
function missing({ coverage, now, mode }: EmptyFacts): readonly Line[] {
  if (coverage.length === 0) return [['plain', 'No platform that is asked brings such records.']];
  return gapsOf(coverage, { now, mode }).map(({ kind, text }): Line => {
    const never = kind === 'never synced';
    return [
      'warning',
      never ? `Nothing is known of ${unknownPlatforms(coverage)}: never synced.` : `${text}.`,
    ];
  });
}

/** Over which data nothing was found: of whom, how far back, and whether any of it is missing. */
function lookedAt({ coverage, now, mode }: EmptyFacts): readonly Line[] {
  const heard = coverage.filter(({ syncedAt }) => syncedAt !== null);
  if (heard.length === 0) return [];
  const names = [...new Set(heard.map(({ platform }) => safeLine(platform)))];
  const whose = names.length > NAMED ? `${names.length} platforms` : names.join(', ');
  // The screen's clock goes in steps and may be behind the window, which would then seem a day, or a second, short.
  const clock = Math.max(now, ...heard.map(({ syncedAt }) => syncedAt ?? 0));
  const from = formatAgo(clock - Math.min(...heard.map((reach) => reach.from)));
  const last = Math.max(...heard.map((reach) => Math.max(reach.to, reach.syncedAt ?? 0)));
  const until = now - last < HOUR ? 'now' : formatAgo(now - last);
  const whole = gapsOf(coverage, { now, mode }).length === 0 ? ': nothing is missing' : '';
  return [['dim', `Looked at ${whose}, from ${from} to ${until}${whole}.`]];
}

/** That there is nothing, bound to the platforms of which that can be said. */
function found({ list, pane, coverage }: EmptyFacts): string {
  const asked = list.query === pane.query ? pane.empty : `Nothing matches ${safeLine(list.query)}`;
  const names = new Set(coverage.map(({ platform }) => platform));
  const unheard = new Set(coverage.flatMap((each) => (each.syncedAt === null ? [each.platform] : [])));
  if (unheard.size === 0) return coverage.some(isBehind) ? `As far as is known: ${asked}` : asked;
  const heard = [...names].filter((name) => !unheard.has(name)).map(safeLine);
  const where = heard.length > NAMED ? `${heard.length} other platforms` : heard.join(', ');
  return heard.length === 0 ? `So far: ${asked}` : `On ${where}: ${asked}`;
}
