import { Box } from 'ink';
import { memo, type ReactElement, useMemo } from 'react';
import { pad } from '../../src/domain/cells.ts';
import { namesOf } from '../../src/domain/entity/known.ts';
import type { Reach } from '../../stores/coverage.ts';
import { laneLayout, laneTop } from '../../stores/lane/layout.ts';
import { cursorIndex, type LaneLine, laneLinesOf, rowUnderCursor } from '../../stores/lane/lines.ts';
import { whenOf } from '../../stores/lane/merged.ts';
import { type LaneState, platformsOf, thingOf } from '../../stores/lane/state.ts';
import { ALL_TIME, behind } from '../../stores/lane/unread.ts';
import { Lines } from '../screen/Lines.tsx';
import { scrollBarCells } from '../table/layout.ts';
import type { Theme } from '../theme.ts';
import { useReach } from '../use-reach.ts';
import { useConsoleState, useView } from '../view.ts';
import { axisText } from './axis-text.ts';
import { headText } from './head-text.ts';
import { type ListFacts, lineText, platformCells } from './list-text.ts';

/** Everything about one thing, in place of the pane it was opened from. */
export const LaneView = memo(function LaneView({ lane }: { lane: LaneState }): ReactElement {
  const { theme } = useView();
  const size = useConsoleState((state) => state.size);
  const now = useConsoleState((state) => state.now);
  const mode = useConsoleState((state) => state.timeMode);
  const { width, head, axis, list } = laneLayout(size);
  const lines = laneLinesOf(lane);
  const platform = useMemo(() => platformCells(lines, width), [lines, width]);
  const at = useMemo(() => {
    const row = rowUnderCursor(lane);
    return row === null || !Number.isFinite(whenOf(row)) ? null : whenOf(row);
  }, [lane]);
  const { picture, counts } = lane;
  const axisLines = useMemo(
    () => axisText(theme, { picture, counts, at, now, mode, width, lines: axis }),
    [theme, picture, counts, at, now, mode, width, axis],
  );
  const known = thingOf(lane);
  const own = useMemo(() => new Set(known === null ? [] : namesOf(known).map(({ text }) => text)), [known]);
  const reaches = useReaches(lane);
  const told = lane.changes?.before ?? null;
  const facts: ListFacts = {
    now,
    mode,
    width: width - 2,
    platform,
    own,
    reaches: reaches.seen,
    before: told === null ? null : whenOf(told),
  };
  const body =
    lines.length === 0 ? emptyLines(theme, lane, list, width) : listLines(theme, lane, lines, list, facts);
  return (
    <Box flexDirection="column" width={width} height={head + axis + list}>
      <Lines
        lines={[
          ...headText(theme, lane, { now, mode, width, lines: head, behind: reaches.behind }),
          ...axisLines,
          ...body,
        ]}
      />
    </Box>
  );
});

/** What was read of the platforms that name the thing, and of whom the newest may be missing. */
function useReaches(lane: LaneState): {
  readonly seen: readonly Reach[];
  readonly behind: readonly string[];
} {
  const alerts = useReach('alert', ALL_TIME);
  const jobs = useReach('job', ALL_TIME);
  const audit = useReach('audit', ALL_TIME);
  const names = platformsOf(lane).join('\n');
  return useMemo(() => {
    const all = [...alerts, ...jobs, ...audit];
    const seen = new Set(names.split('\n'));
    return { seen: all.filter(({ platform }) => seen.has(platform)), behind: behind(all) };
  }, [alerts, jobs, audit, names]);
}

function listLines(
  theme: Theme,
  lane: LaneState,
  lines: readonly LaneLine[],
  height: number,
  facts: ListFacts,
): readonly string[] {
  const top = laneTop(lines, lane.cursor, height);
  const cursor = cursorIndex(lines, lane.cursor.key);
  const bar = scrollBarCells({ total: lines.length, top }, height);
  return Array.from({ length: height }, (_, row) => {
    const each = lines[top + row];
    const edge = ` ${theme.paint('dim', bar[row] === 'thumb' ? '█' : ' ')}`;
    if (each === undefined) return ' '.repeat(facts.width) + edge;
    return lineText(theme, each, top + row === cursor, facts) + edge;
  });
}

function emptyLines(theme: Theme, lane: LaneState, height: number, width: number): readonly string[] {
  const text = lane.pending ? 'Reading…' : 'Nothing in the cache names it.';
  return Array.from({ length: height }, (_, row) =>
    row === 1 ? theme.paint('dim', pad(`  ${text}`, width)) : ' '.repeat(width),
  );
}
