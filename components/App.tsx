import { Box } from 'ink';
import type { ReactElement } from 'react';
import { tooSmall } from '../stores/layout.ts';
import { LaneView } from './lane/LaneView.tsx';
import { Body } from './layout/Body.tsx';
import { FilterLine } from './layout/FilterLine.tsx';
import { Footer } from './layout/Footer.tsx';
import { Header } from './layout/Header.tsx';
import { TooSmall } from './layout/TooSmall.tsx';
import { Overlay } from './overlays/Overlay.tsx';
import { useConsoleState } from './view.ts';

/** The whole screen: header, filter line, body or the lane in their place, footer, and at most one overlay. */
export function App(): ReactElement {
  const size = useConsoleState((state) => state.size);
  const lane = useConsoleState((state) => state.lane);
  if (tooSmall(size)) return <TooSmall {...size} />;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Header />
      {lane === null ? (
        <>
          <FilterLine />
          <Body />
        </>
      ) : (
        <LaneView lane={lane} />
      )}
      <Footer />
      <Overlay />
    </Box>
  );
}
