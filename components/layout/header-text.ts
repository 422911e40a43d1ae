/** The counts of the panes, the second line of the header. Pure. */

import { grouped } from '../../src/domain/grouped.ts';
import type { ListState, Tally } from '../../stores/list-state.ts';
import { PANE_IDS, PANES, type PaneId } from '../../stores/panes.ts';
import type { Theme } from '../theme.ts';
import { cellsOfPieces, line, type Piece } from './pieces.ts';

export function countText(tally: Tally | null): string {
  if (tally === null) return '…';
  return `${tally.exact ? '' : '≥'}${grouped(tally.matched)}`;
}

/**
 * The count of a pane; a slash says that it is that of a filter, not of what the pane opens with. `floor`: some of
 * what it asks for is not here, so that there may be more.
 */
export function paneCount(
  { tally, query }: Pick<ListState, 'tally' | 'query'>,
  pane: PaneId,
  floor: boolean,
): string {
  return countText(floored(tally, floor)) + (query === PANES[pane].query ? '' : '/');
}

/** The tally as a floor where not all is here. */
export function floored(tally: Tally | null, floor: boolean): Tally | null {
  return tally === null || !floor ? tally : { ...tally, exact: false };
}

/** The panes with their counts; the active one stands in brackets and is inverted. */
export function paneLine(
  theme: Theme,
  active: PaneId,
  counts: Readonly<Record<PaneId, string>>,
  width: number,
  /** How the keys are called that go there. */
  keys: readonly string[] = PANE_IDS.map((_, index) => String(index + 1)),
): string {
  const spaced = panePieces(active, counts, '  ', keys);
  const pieces = cellsOfPieces(spaced) <= width ? spaced : panePieces(active, counts, '', keys);
  return line(theme, pieces, width);
}

function panePieces(
  active: PaneId,
  counts: Readonly<Record<PaneId, string>>,
  gap: string,
  keys: readonly string[],
): readonly Piece[] {
  return PANE_IDS.flatMap((id, index): Piece[] => {
    const text = [keys[index], PANES[id].title, counts[id]].filter(Boolean).join(' ');
    const after: Piece = { text: gap, tone: 'plain' };
    return id === active
      ? [{ text: `[${text}]`, tone: 'cursor' }, after]
      : [{ text: ` ${text} `, tone: 'plain' }, after];
  });
}
