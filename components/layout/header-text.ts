/** The two lines of the header. Pure. */
import { cellsOf, pad } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { SyncState } from '../../src/sync/state.ts';
import { formatAge } from '../../stores/age.ts';
import { PANE_IDS, PANES, type PaneId } from '../../stores/panes.ts';
import { newestSync } from '../../stores/platforms.ts';
import type { ConsoleState, Tally } from '../../stores/state.ts';
import { GLYPHS, type Theme, type Tone } from '../theme.ts';

const CONDITIONS: Readonly<Record<SyncState, readonly [glyph: string, tone: Tone, word: string]>> = {
  fresh: [GLYPHS.fresh, 'ok', ''],
  polling: [GLYPHS.polling, 'info', ' polling'],
  late: [GLYPHS.late, 'warning', ' late'],
  'out of reach': [GLYPHS.unreachable, 'error', ' out of reach'],
  'not authorised': [GLYPHS.unauthorised, 'error', ' not authorised'],
};

interface Piece {
  readonly text: string;
  readonly tone: Tone;
}

/** Pieces in order as far as they fit, the rest of the line blank. */
function line(theme: Theme, pieces: readonly Piece[], width: number): string {
  let used = 0;
  let out = '';
  for (const { text, tone } of pieces) {
    const room = width - used;
    if (room <= 0) break;
    const shown = cellsOf(text) > room ? pad(text, room) : text;
    out += theme.paint(tone, shown);
    used += cellsOf(shown);
  }
  return out + ' '.repeat(Math.max(0, width - used));
}

type HeaderState = Pick<ConsoleState, 'platforms' | 'daily' | 'now' | 'size' | 'frozen'>;

export function platformLine(theme: Theme, state: HeaderState): string {
  const { platforms, daily, now, size, frozen } = state;
  const synced = newestSync(platforms);
  const age = frozen ? 'frozen' : synced === null ? 'no data yet' : `data ${formatAge(now - synced)}`;
  const checks: readonly (readonly [number | null, string, Tone])[] = [
    [daily.unreadErrors, `${GLYPHS.error} unread errors`, 'error'],
    [daily.failedJobs, `${GLYPHS.failure} failed jobs`, 'error'],
    [daily.longRunning, `${GLYPHS.stuck} long-running`, 'warning'],
  ];
  const right = checks.flatMap(([count, label, tone]): Piece[] => [
    { text: '  ', tone: 'plain' },
    { text: `${label} ${count === null ? '…' : count.toLocaleString('en')}`, tone: count ? tone : 'dim' },
  ]);
  const rightWidth = right.reduce((sum, { text }) => sum + cellsOf(text), 0);
  // On a narrow screen the three numbers stay and the platforms give way.
  const room = Math.max(0, size.columns - rightWidth);
  const left: Piece[] = [
    { text: 'certdeck', tone: 'accent' },
    ...platforms.flatMap(({ name, condition }): Piece[] => {
      const [glyph, tone, word] = CONDITIONS[condition];
      return [
        { text: '  ', tone: 'plain' },
        { text: `${glyph} ${safeLine(name)}${word}`, tone },
      ];
    }),
    { text: `  ${age}`, tone: frozen ? 'warning' : 'dim' },
  ];
  return line(theme, left, room) + line(theme, right, Math.min(rightWidth, size.columns));
}

export function countText(tally: Tally | null): string {
  if (tally === null) return '…';
  return `${tally.exact ? '' : '≥'}${tally.matched.toLocaleString('en')}`;
}

/** The panes with their counts; the active one stands in brackets and is inverted. */
export function paneLine(
  theme: Theme,
  active: PaneId,
  counts: Readonly<Record<PaneId, string>>,
  width: number,
): string {
  const pieces = PANE_IDS.flatMap((id, index): Piece[] => {
    const text = `${index + 1} ${PANES[id].title} ${counts[id]}`;
    return id === active
      ? [
          { text: `[${text}]`, tone: 'cursor' },
          { text: '  ', tone: 'plain' },
        ]
      : [{ text: ` ${text}   `, tone: 'plain' }];
  });
  return line(theme, pieces, width);
}
