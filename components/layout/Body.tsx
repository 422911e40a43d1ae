import { Box } from 'ink';
import { memo, type ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { layoutOfState } from '../../stores/derive.ts';
import type { Layout } from '../../stores/layout.ts';
import { isListPane, type PaneId } from '../../stores/panes.ts';
import { DetailView } from '../detail/DetailView.tsx';
import { ListPane } from '../panes/ListPane.tsx';
import { StatisticsPane } from '../panes/StatisticsPane.tsx';
import { useConsoleState } from '../view.ts';
import { CoverageStrip } from './CoverageStrip.tsx';
import { Strip } from './Strip.tsx';

/** The list, the detail, or both, where the layout puts them. */
export const Body = memo(function Body(): ReactElement {
  const pane = useConsoleState((state) => state.pane);
  const { list, strip, coverage, detail } = areasOf(
    useConsoleState(useShallow((state) => flat(layoutOfState(state)))),
  );
  return (
    <Box flexDirection={detail?.side === 'beside' ? 'row' : 'column'}>
      {list === null ? null : <Pane pane={pane} strip={strip} coverage={coverage} {...list} />}
      {detail === null ? null : <DetailView {...detail} />}
    </Box>
  );
});

interface PaneProps {
  readonly pane: PaneId;
  /** Lines of the histogram above the list. */
  readonly strip: number;
  /** Lines below it that tell what has been fetched. */
  readonly coverage: number;
  readonly width: number;
  readonly height: number;
}

function Pane({ pane, strip, coverage, width, height }: PaneProps): ReactElement {
  if (!isListPane(pane)) {
    return (
      <Box width={width} height={height}>
        <StatisticsPane width={width} height={height} />
      </Box>
    );
  }
  return (
    <Box width={width} height={height + strip + coverage} flexDirection="column">
      {strip === 0 ? null : <Strip pane={pane} width={width} height={strip} />}
      {coverage === 0 ? null : <CoverageStrip pane={pane} width={width} height={coverage} />}
      <ListPane pane={pane} width={width} height={height} />
    </Box>
  );
}

/** Numbers only, so that an equal layout is the same to React. */
function flat({ list, strip, coverage, detail }: Layout) {
  return {
    listWidth: list?.width ?? 0,
    listHeight: list?.height ?? 0,
    strip: strip?.height ?? 0,
    coverage: coverage?.height ?? 0,
    detailWidth: detail?.width ?? 0,
    detailHeight: detail?.height ?? 0,
    side: detail?.side ?? null,
  };
}

function areasOf({
  listWidth,
  listHeight,
  strip,
  coverage,
  detailWidth,
  detailHeight,
  side,
}: ReturnType<typeof flat>) {
  return {
    strip,
    coverage,
    list: listWidth === 0 ? null : { width: listWidth, height: listHeight },
    detail: side === null ? null : { width: detailWidth, height: detailHeight, side },
  };
}
