import { Box, Text } from 'ink';
import { Table } from 'ink-table';
import type { ReactElement } from 'react';
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { KINDS } from '../../src/domain/record.ts';
import { safeLine } from '../../src/domain/text.ts';
import { shownPlatforms } from '../../stores/actions/platforms.ts';
import { formatAge } from '../../stores/age.ts';
import { coverageFor, holesOf, isBehind, type Reach } from '../../stores/coverage.ts';
import { keyOf } from '../../stores/derive.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { firstSyncs } from '../../stores/platforms.ts';
import type { ConsoleServices } from '../../stores/services.ts';
import type { ConsoleState } from '../../stores/state.ts';
import type { Tone } from '../theme.ts';
import { useConsoleState, useView } from '../view.ts';
import { Backdrop } from './Backdrop.tsx';
import { platformDetails, streamLines } from './platform-details.ts';

/** Cells the table takes with everything in it. */
const WIDE = 92;
/** From here on its rules fit, and the last column. */
const NARROW = 80;
/** Lines of the header above and the keys below. */
const AROUND = 3;

type Line = {
  readonly Shown: string;
  readonly Platform: string;
  readonly Kind?: string;
  readonly State: string;
  readonly Age: string;
  readonly Records: string;
  readonly Holes: string;
  readonly 'Set aside'?: string;
};

function reachesOf(state: ConsoleState, services: ConsoleServices): readonly Reach[] {
  const { platforms, longRunningAfter } = services;
  const { streams: all, now } = state;
  const polling = firstSyncs(state.platforms);
  return KINDS.flatMap((kind) =>
    coverageFor({ kind, query: '', streams: all, platforms, polling, now, longRunningAfter }),
  );
}

function tableOf(state: ConsoleState, reaches: readonly Reach[]): Line[] {
  const cursor = state.overlay?.kind === 'platforms' ? state.overlay.cursor : -1;
  const shown = shownPlatforms(state);
  return state.platforms.map(({ name, kind, condition, syncedAt }, index) => {
    const streams = state.streams.filter(({ platform }) => platform === name);
    return {
      // The table takes text only: the cursor is a sign.
      Shown: `${index === cursor ? '▸' : ' '} ${shown.includes(name) ? '[x]' : '[ ]'}`,
      Platform: cut(safeLine(name), 20),
      // The narrowest screens have no room for it.
      ...(state.size.columns < WIDE ? {} : { Kind: kind }),
      State: condition,
      Age: syncedAt === null ? '-' : formatAge(state.now - syncedAt),
      Records: streams.reduce((sum, { known }) => sum + known, 0).toLocaleString('en'),
      Holes: holesText(reaches.filter(({ platform }) => platform === name)),
      ...(state.size.columns < NARROW
        ? {}
        : { 'Set aside': String(streams.reduce((sum, { rejected }) => sum + rejected, 0)) }),
    };
  });
}

/** A stream of several kinds counts once; of what was never read, or is silent, nobody can say `none`. */
function holesText(reaches: readonly Reach[]): string {
  const own = [...new Map(reaches.map((reach) => [reach.stream, reach])).values()];
  const count = own.reduce((sum, reach) => sum + holesOf(reach).length, 0);
  const words = count === 0 ? [] : [String(count)];
  if (own.some(isBehind)) words.push('behind');
  if (words.length > 0) return words.join(', ');
  return own.some(({ syncedAt }) => syncedAt === null) ? '-' : 'none';
}

/** The table without rules, for a screen that has no room for them. */
function plainTable(rows: readonly Line[]): readonly string[] {
  const titles = Object.keys(rows[0] ?? {}) as (keyof Line)[];
  const widths = titles.map((title) =>
    Math.max(...[title, ...rows.map((row) => row[title] ?? '')].map(cellsOf)),
  );
  const lineOf = (cells: readonly string[]) =>
    cells.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  ');
  return [lineOf(titles), ...rows.map((row) => lineOf(titles.map((title) => row[title] ?? '')))];
}

/** What is configured, how fresh and how complete it is, and what stands in the way. */
export function PlatformsPanel({ cursor, aside }: Extract<Overlay, { kind: 'platforms' }>): ReactElement {
  const { console, theme } = useView();
  const state = useConsoleState((now) => now);
  const { platforms, streams, waiting, now, timeMode: mode } = state;
  const { columns: width, rows: screen } = state.size;
  const reaches = reachesOf(state, console.services);
  const rows = tableOf(state, reaches);
  const facts = { platforms, cursor, streams, waiting, aside, now, mode, width };
  const all = platformDetails({ ...facts, most: Number.POSITIVE_INFINITY });
  const ruled = width >= NARROW && rows.length * 2 + 4 + all.length <= screen - AROUND;
  const table = ruled ? [] : plainTable(rows);
  const room = screen - AROUND - 1 - (ruled ? rows.length * 2 + 3 : table.length);
  const told = ruled ? all : platformDetails({ ...facts, most: room });
  const own = streamLines({ ...facts, reaches });
  // What is wrong comes first; how the streams stand only where all of it fits.
  const details = told.length + own.length <= room ? [...told, ...own] : told;
  const height = Math.min(screen - AROUND, (ruled ? rows.length * 2 + 3 : table.length) + details.length + 1);
  const lines: readonly (readonly [Tone, string])[] = [
    ...(rows.length === 0 ? [['plain', 'No platform is configured.'] as const] : []),
    ...table.map((text, index) => [index === 0 ? 'heading' : 'plain', text] as const),
    ...details,
    [
      'dim',
      `${keyOf(state, 'platform.toggle')} shows or hides a platform in every list   ${keyOf(state, 'step.back', 'panel')} closes`,
    ],
  ];
  return (
    <Box position="absolute" top={2} left={0} width={width} height={height} flexDirection="column">
      <Backdrop width={width} height={height} />
      {ruled && rows.length > 0 ? <Table data={rows} /> : null}
      <Text wrap="truncate">
        {lines.map(([tone, text]) => theme.paint(tone, pad(text, width))).join('\n')}
      </Text>
    </Box>
  );
}
