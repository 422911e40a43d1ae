import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { KINDS } from '../../src/domain/record.ts';
import { safeLine } from '../../src/domain/text.ts';
import { shownPlatforms } from '../../stores/actions/platforms.ts';
import { formatAge } from '../../stores/age.ts';
import { coverageFor, holesOf, isBehind, type Reach } from '../../stores/coverage.ts';
import { goneWords, keyOf } from '../../stores/derive.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { firstSyncs } from '../../stores/platforms.ts';
import type { ConsoleServices } from '../../stores/services.ts';
import type { ConsoleState } from '../../stores/state.ts';
import { conditionGlyph } from '../layout/platform-line.ts';
import type { Tone } from '../theme.ts';
import { useConsoleState, useView } from '../view.ts';
import { Backdrop } from './Backdrop.tsx';
import { AROUND_CELLS, FlatTable } from './FlatTable.tsx';
import { Panel } from './Panel.tsx';
import { platformDetails, streamLines } from './platform-details.ts';

/** Cells of a screen that has room for the table with everything in it. */
const WIDE = 100;
/** From here on there is room for the last column where it says anything. */
const NARROW = 80;
/** Lines of the header above and the keys below. */
const AROUND = 3;
/** The frame: lines, cells with a blank on both sides, and the widest it gets. */
const FRAME = { lines: 2, cells: 4, widest: 132 };
/** Lines below the table in a frame: of what is wrong, and the keys. */
const LEAST_TOLD = 4;
/** Columns of numbers. */
const NUMBERS: readonly string[] = ['Age', 'Records', 'Set aside'];

/** Its cells by the titles of their columns. */
type Line = Readonly<Record<string, string>>;

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
  const { columns } = state.size;
  const aside = columns >= WIDE || (columns >= NARROW && state.streams.some(({ rejected }) => rejected > 0));
  return state.platforms.map(({ name, kind, condition, syncedAt }, index) => {
    const streams = state.streams.filter(({ platform }) => platform === name);
    return {
      Shown: `${index === cursor ? '▸' : ' '} ${shown.includes(name) ? '[x]' : '[ ]'}`,
      Platform: cut(safeLine(name), 20),
      // The narrowest screens have no room for it.
      ...(columns < WIDE ? {} : { Kind: kind }),
      State: `${conditionGlyph(condition)} ${condition}`,
      Age: syncedAt === null ? '-' : formatAge(state.now - syncedAt),
      Records: streams.reduce((sum, { known }) => sum + known, 0).toLocaleString('en'),
      Holes: holesText(reaches.filter(({ platform }) => platform === name)),
      ...(!aside ? {} : { 'Set aside': String(streams.reduce((sum, { rejected }) => sum + rejected, 0)) }),
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
  const titles = Object.keys(rows[0] ?? {});
  const widths = titles.map((title) =>
    Math.max(...[title, ...rows.map((row) => row[title] ?? '')].map(cellsOf)),
  );
  const lineOf = (cells: readonly string[]) =>
    cells
      .map((cell, at) => pad(cell, widths[at] ?? 0, NUMBERS.includes(titles[at] ?? '') ? 'right' : 'left'))
      .join('  ');
  return [lineOf(titles), ...rows.map((row) => lineOf(titles.map((title) => row[title] ?? '')))];
}

/** The last column wider by some cells: the row under the cursor reaches to the frame. */
function widened(rows: readonly Line[], by: number): readonly Line[] {
  const last = Object.keys(rows[0] ?? {}).at(-1) ?? '';
  const widest = Math.max(cellsOf(last), ...rows.map((row) => cellsOf(row[last] ?? '')));
  const cells = widest + Math.max(0, by);
  return rows.map((row) => ({
    ...row,
    [last]: pad(row[last] ?? '', cells, NUMBERS.includes(last) ? 'right' : 'left'),
  }));
}

const toneOf = (row: number, cursor: number): Tone =>
  row < 0 ? 'heading' : row === cursor ? 'cursor' : 'plain';

/** What is configured, how fresh and how complete it is, and what stands in the way. */
export function PlatformsPanel({
  cursor,
  aside,
  targets = [],
}: Extract<Overlay, { kind: 'platforms' }>): ReactElement {
  const { console, theme } = useView();
  const state = useConsoleState((now) => now);
  const { platforms, streams, waiting, now, timeMode: mode } = state;
  const { columns: width, rows: screen } = state.size;
  const reaches = reachesOf(state, console.services);
  const rows = tableOf(state, reaches);
  const facts = { platforms, cursor, streams, waiting, aside, targets, now, mode, width };
  // Framed as every dialog where there is room, over the whole body where there is none.
  const inner = Math.min(width - 2, FRAME.widest) - FRAME.cells;
  const tall = rows.length + 1;
  const gone: readonly (readonly [Tone, string])[] = state.cacheGone ? [['error', goneWords(state)]] : [];
  const most = screen - AROUND - 1;
  const plain = plainTable(rows);
  const tableCells = cellsOf(plain[0] ?? '') + AROUND_CELLS;
  const framed = rows.length > 0 && tableCells <= inner && tall + LEAST_TOLD <= most - FRAME.lines;
  const room = most - tall - (framed ? FRAME.lines : 0);
  const within = framed ? inner : width;
  const told = [...gone, ...platformDetails({ ...facts, width: within, most: room - gone.length })];
  const own = streamLines({ ...facts, reaches, width: within });
  // What is wrong comes first; how the streams stand only where all of it fits.
  const whole = told.every(([, text]) => !text.startsWith('… ')) && told.length + own.length <= room;
  const details = whole ? [...told, ...own] : told;
  const send = targets.length === 0 ? '' : `${keyOf(state, 'targets.send')} sends to the targets   `;
  const keys = `${keyOf(state, 'platform.toggle')} shows or hides a platform in every list   ${send}${keyOf(state, 'step.back', 'panel')} closes`;
  if (framed) {
    // No wider than what is in it.
    const widest = Math.max(tableCells, cellsOf(keys), ...details.map(([, line]) => cellsOf(line)));
    const cells = Math.min(inner, widest);
    const text = [...details, ['dim', keys] as const].map(([tone, line]) =>
      theme.paint(tone, pad(line, cells)),
    );
    return (
      <Panel title="Platforms" width={cells + FRAME.cells} height={tall + text.length + FRAME.lines}>
        <Box marginLeft={-1}>
          <FlatTable rows={widened(rows, cells - tableCells + 1)} cursor={cursor} numbers={NUMBERS} />
        </Box>
        <Text wrap="truncate">{text.join('\n')}</Text>
      </Panel>
    );
  }
  const lines: readonly (readonly [Tone, string])[] = [
    ...(rows.length === 0 ? [['plain', 'No platform is configured.'] as const] : []),
    ...plain.map((text, index) => [toneOf(index - 1, cursor), text] as const),
    ...details,
    ['dim', keys],
  ];
  const height = Math.min(screen - AROUND, lines.length);
  return (
    <Box position="absolute" top={2} left={0} width={width} height={height} flexDirection="column">
      <Backdrop width={width} height={height} />
      <Text wrap="truncate">
        {lines.map(([tone, text]) => theme.paint(tone, pad(text, width))).join('\n')}
      </Text>
    </Box>
  );
}
