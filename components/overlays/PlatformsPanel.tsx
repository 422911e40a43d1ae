import { Box, Text } from 'ink';
import { Table } from 'ink-table';
import type { ReactElement } from 'react';
import { cut } from '../../src/domain/cells.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { KINDS } from '../../src/domain/record.ts';
import { safeLine } from '../../src/domain/text.ts';
import { waitingWords } from '../../src/sync/waiting-marks.ts';
import { shownPlatforms } from '../../stores/actions/platforms.ts';
import { formatAge } from '../../stores/age.ts';
import { coverageFor, holesOf } from '../../stores/coverage.ts';
import type { ConsoleServices } from '../../stores/services.ts';
import type { ConsoleState } from '../../stores/state.ts';
import { useConsoleState, useView } from '../view.ts';
import { Backdrop } from './Backdrop.tsx';

/** Cells the table takes with everything in it. */
const WIDE = 92;

type Line = {
  readonly Shown: string;
  readonly Platform: string;
  readonly Kind?: string;
  readonly State: string;
  readonly Age: string;
  readonly Records: string;
  readonly Holes: string;
  readonly 'Set aside': string;
};

function tableOf(state: ConsoleState, services: ConsoleServices): Line[] {
  const { platforms, longRunningAfter } = services;
  const { streams: all, now } = state;
  const holes = KINDS.flatMap((kind) =>
    coverageFor({ kind, query: '', streams: all, platforms, now, longRunningAfter }),
  );
  const cursor = state.overlay?.kind === 'platforms' ? state.overlay.cursor : -1;
  const shown = shownPlatforms(state);
  return state.platforms.map(({ name, kind, condition, syncedAt }, index) => {
    const streams = state.streams.filter(({ platform }) => platform === name);
    const own = new Map(
      holes.filter(({ platform }) => platform === name).map((each) => [each.stream, holesOf(each).length]),
    );
    const count = [...own.values()].reduce((sum, each) => sum + each, 0);
    return {
      // The table takes text only: the cursor is a sign.
      Shown: `${index === cursor ? '▸' : ' '} ${shown.includes(name) ? '[x]' : '[ ]'}`,
      Platform: cut(safeLine(name), 20),
      // The narrowest screens have no room for it.
      ...(state.size.columns < WIDE ? {} : { Kind: kind }),
      State: condition,
      Age: syncedAt === null ? '-' : formatAge(state.now - syncedAt),
      Records: streams.reduce((sum, { known }) => sum + known, 0).toLocaleString('en'),
      Holes: count === 0 ? 'none' : String(count),
      'Set aside': String(streams.reduce((sum, { rejected }) => sum + rejected, 0)),
    };
  });
}

const failureText = ({ what, next }: Failure) => `${what}. ${next}`;

/** What is configured, how fresh and how complete it is, and what failed last. */
export function PlatformsPanel(): ReactElement {
  const { console, theme } = useView();
  const state = useConsoleState((now) => now);
  const rows = tableOf(state, console.services);
  const failures = [
    ...state.platforms.flatMap(({ name, failure }) =>
      failure === null ? [] : [`${name}: ${failureText(failure)}`],
    ),
    ...state.waiting.map((marks) => {
      const words = `${marks.platform}: ${waitingWords(marks, state.now)}`;
      return marks.failure === null ? words : `${words}. ${failureText(marks.failure)}`;
    }),
  ].map(safeLine);
  const { columns } = state.size;
  const height = rows.length * 2 + 4 + failures.length;
  return (
    <Box position="absolute" top={2} left={0} width={columns} height={height} flexDirection="column">
      <Backdrop width={columns} height={height} />
      {rows.length === 0 ? <Text>No platform is configured.</Text> : <Table data={rows} />}
      {failures.map((text) => (
        <Text key={text} wrap="truncate">
          {theme.paint('error', cut(text, columns).padEnd(columns))}
        </Text>
      ))}
      <Text wrap="truncate">
        {theme.paint('dim', 'Space shows or hides a platform in every list   Esc closes'.padEnd(columns))}
      </Text>
    </Box>
  );
}
