/** Empty is a state too: what was asked, of which data, how fresh, what to press next. Pure. */
import { cut } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import { formatAge } from '../../stores/age.ts';
import type { PaneDeclaration } from '../../stores/panes.ts';
import { newestSync } from '../../stores/platforms.ts';
import type { ListState, PlatformState } from '../../stores/state.ts';
import type { Tone } from '../theme.ts';

export interface EmptyFacts {
  readonly list: Pick<ListState, 'freshness' | 'query' | 'failure' | 'progress'>;
  readonly pane: PaneDeclaration;
  readonly platforms: readonly PlatformState[];
  readonly now: number;
  readonly width: number;
  readonly height: number;
}

/** Exactly `height` lines. */
export function emptyText(facts: EmptyFacts): readonly (readonly [Tone, string])[] {
  const { list, pane, platforms, now, width, height } = facts;
  const synced = newestSync(platforms);
  const lines: (readonly [Tone, string])[] = [['plain', '']];
  if (list.failure !== null) {
    lines.push(['error', safeLine(list.failure.what)], ['dim', safeLine(list.failure.next)]);
  } else if (list.freshness === 'none') {
    lines.push(['dim', 'Reading the cache…']);
  } else if (list.progress !== null) {
    lines.push(['dim', 'Searching; nothing found so far. Ctrl-C stops.']);
  } else {
    const asked = list.query === pane.query ? pane.empty : `Nothing matches ${safeLine(list.query)}`;
    const fresh =
      synced === null ? 'No platform has been synced yet.' : `Newest data: ${formatAge(now - synced)}.`;
    const next =
      list.query === pane.query ? '/ changes the filter' : '0 goes back to the default, / edits the filter';
    lines.push(['plain', asked], ['dim', fresh], ['dim', `${next}, R polls, @ shows the platforms.`]);
  }
  const text = lines.map(([tone, line]) => [tone, cut(`  ${line}`, width)] as const);
  const blanks = Array.from({ length: Math.max(0, height - text.length) }, () => ['plain', ''] as const);
  return [...text, ...blanks].slice(0, height);
}
