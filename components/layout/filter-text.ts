/** The filter line: the query as typed, how much of what is shown, and how far the cache reaches. Pure. */

import { cellsOf, cut } from '../../src/domain/cells.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { CoverageStatement } from '../../stores/coverage-text.ts';
import type { ListState } from '../../stores/list-state.ts';
import { GLYPHS, type Theme } from '../theme.ts';
import { countText, floored } from './header-text.ts';

/** Cells of the query that stay on any screen. */
const LEAST_QUERY = 12;
/** Rows that stay where they are when they match no longer. */
const KEPT = 1;

export interface FilterFacts {
  readonly list: Pick<
    ListState,
    'query' | 'marking' | 'tally' | 'freshness' | 'progress' | 'failure' | 'arrived' | 'follow'
  >;
  /** Records on the screen, and of the kind in the cache. */
  readonly shown: number;
  readonly known: number;
  readonly coverage: CoverageStatement;
  /** Some of what is asked for is not here: there may be more. */
  readonly floor: boolean;
  /** Records marked in this list, and whether a range is begun. */
  readonly marked?: number;
  readonly ranging?: boolean;
  readonly width: number;
  /** How the key is called that stops a search. */
  readonly stop?: string;
}

export function filterLine(theme: Theme, facts: FilterFacts): string {
  const { list, shown, known, coverage, width } = facts;
  const query = list.query === '' ? '(everything)' : safeLine(list.query);
  // While records stream in, rows are there before they are counted. One more stays under the cursor, though it
  // matches no longer: nothing disagrees with the count in the line of the panes.
  const behind = !list.marking && list.tally !== null && list.tally.matched + KEPT < shown;
  const matched = countText(behind ? { matched: shown, exact: false } : floored(list.tally, facts.floor));
  const inCache = grouped(Math.max(known, shown));
  const counts = `${shown} shown / ${matched} matched / ${inCache} known`;
  // What the next key acts on is cut last: it may be out of sight.
  const acted = [
    (facts.marked ?? 0) === 0 ? '' : `${GLYPHS.marked} ${grouped(facts.marked ?? 0)} marked`,
    facts.ranging === true ? 'marking a range' : '',
  ].filter((note) => note !== '');
  const notes = [
    list.marking ? 'matches marked »' : '',
    list.arrived > 0 ? `${grouped(list.arrived)} new above` : '',
    list.follow ? 'following' : '',
    list.progress === null ? '' : progressText(list.progress, facts.stop),
    list.freshness === 'stale' ? 'of an older question' : '',
  ].filter((note) => note !== '');
  const right = statement(
    [
      [...acted, counts, coverage.text, ...notes],
      [...acted, coverage.short, counts, ...notes],
      [...acted, coverage.short, `${matched} of ${inCache}`, ...notes],
    ],
    width,
    cellsOf(query),
  );
  const room = Math.max(LEAST_QUERY, width - cellsOf(right) - 5);
  const left = `${list.marking ? '&' : '/'} ${cut(query, room)}`;
  const gap = ' '.repeat(Math.max(2, width - cellsOf(left) - cellsOf(right) - 1));
  const plain = cut(left + gap + right, width);
  const head = plain.slice(0, left.length);
  const tone = list.failure !== null ? 'error' : notes.length + acted.length > 0 ? 'info' : 'dim';
  return (
    theme.paint('strong', head) +
    theme.paint(tone, plain.slice(left.length)) +
    ' '.repeat(Math.max(0, width - cellsOf(plain)))
  );
}

/** The first that fits beside the query, the shortest where none does: what is not known is the last to be cut. */
function statement(shapes: readonly (readonly string[])[], width: number, query: number): string {
  const texts = shapes.map((parts) => parts.join(' · '));
  return texts.find((text) => cellsOf(text) + query + 5 <= width) ?? texts.at(-1) ?? '';
}

function progressText(
  { scanned, total }: { readonly scanned: number; readonly total: number },
  stop = 'Ctrl-C',
): string {
  return `searching ${total === 0 ? 0 : Math.floor((scanned / total) * 100)}%, ${stop} stops`;
}
