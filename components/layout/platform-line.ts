/** The first line of the header: the platforms, the age of the data, the numbers of the daily check. Pure. */

import { cut } from '../../src/domain/cells.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { SyncState } from '../../src/sync/state.ts';
import { formatAge } from '../../stores/age.ts';
import type { Certainty } from '../../stores/coverage.ts';
import { newestSync } from '../../stores/platforms.ts';
import type { ConsoleState, PlatformState } from '../../stores/state.ts';
import { GLYPHS, type Theme, type Tone } from '../theme.ts';
import { cellsOfPieces, line, type Piece } from './pieces.ts';

/** How a platform is shown, the worst first: that is the order, and the last is the first to lose its name. */
const CONDITIONS: readonly {
  readonly state: SyncState;
  readonly glyph: string;
  readonly tone: Tone;
  /** Behind a name. */
  readonly word: string;
  /** Behind a count where the line has no room for the state's own name. */
  readonly brief: string;
}[] = [
  {
    state: 'not authorised',
    glyph: GLYPHS.unauthorised,
    tone: 'error',
    word: ' not authorised',
    brief: ' refused',
  },
  { state: 'out of reach', glyph: GLYPHS.unreachable, tone: 'error', word: ' out of reach', brief: ' down' },
  { state: 'late', glyph: GLYPHS.late, tone: 'warning', word: ' late', brief: ' late' },
  { state: 'polling', glyph: GLYPHS.polling, tone: 'info', word: ' polling', brief: ' polling' },
  { state: 'fresh', glyph: GLYPHS.fresh, tone: 'ok', word: '', brief: ' fresh' },
];
export const conditionGlyph = (state: SyncState): string =>
  CONDITIONS.find((row) => row.state === state)?.glyph ?? '';

const WELL: readonly SyncState[] = ['polling', 'fresh'];
/** Cells of a platform's name. */
const LONGEST_NAME = 24;

type Daily = ConsoleState['daily'];

/** The words for one and for many, and on a narrow screen. */
const CHECKS: readonly (readonly [
  keyof Daily,
  string,
  Tone,
  readonly [one: string, many: string],
  string,
])[] = [
  ['unreadErrors', GLYPHS.error, 'error', ['unread error', 'unread errors'], 'unread'],
  ['failedJobs', GLYPHS.failure, 'error', ['failed job', 'failed jobs'], 'failed'],
  ['longRunning', GLYPHS.stuck, 'warning', ['long-running', 'long-running'], 'long'],
];

export interface PlatformLineFacts {
  readonly platforms: readonly PlatformState[];
  readonly daily: Daily;
  /** How far each number can be trusted. */
  readonly certainty: Readonly<Record<keyof Daily, Certainty>>;
  readonly now: number;
  readonly width: number;
  readonly frozen: boolean;
  /** Opened so that nothing is changed. */
  readonly readOnly?: boolean;
}

interface Shape {
  readonly brand: boolean;
  /** Platforms told by name: of those in trouble, and whether the others are, too. */
  readonly troubled: boolean;
  readonly well: boolean;
  /** Whose state stands in words besides its sign: of names and counts, of counts, of counts in short, of none. */
  readonly words: 'all' | 'counts' | 'brief' | 'none';
  readonly numbers: 'long' | 'medium' | 'short';
}

/** The first that fits is taken: trouble and the age of the data are the last to go, the words before them. */
const SHAPES: readonly Shape[] = [
  { brand: true, troubled: true, well: true, words: 'all', numbers: 'long' },
  { brand: false, troubled: true, well: true, words: 'all', numbers: 'long' },
  { brand: true, troubled: true, well: false, words: 'all', numbers: 'long' },
  { brand: false, troubled: true, well: false, words: 'all', numbers: 'long' },
  { brand: false, troubled: true, well: false, words: 'all', numbers: 'medium' },
  { brand: false, troubled: true, well: false, words: 'counts', numbers: 'medium' },
  { brand: true, troubled: false, well: false, words: 'all', numbers: 'long' },
  { brand: false, troubled: false, well: false, words: 'all', numbers: 'long' },
  { brand: false, troubled: false, well: false, words: 'all', numbers: 'medium' },
  { brand: false, troubled: true, well: false, words: 'brief', numbers: 'medium' },
  { brand: false, troubled: false, well: false, words: 'brief', numbers: 'medium' },
  { brand: false, troubled: false, well: false, words: 'none', numbers: 'medium' },
  { brand: false, troubled: false, well: false, words: 'all', numbers: 'short' },
  { brand: false, troubled: false, well: false, words: 'none', numbers: 'short' },
];

export function platformLine(theme: Theme, facts: PlatformLineFacts): string {
  const shapes = SHAPES.map((shape) => [left(facts, shape), right(facts, shape)] as const);
  const fits = shapes.find(([a, b]) => cellsOfPieces(a) + cellsOfPieces(b) + GAP.length <= facts.width);
  const [start, end] = fits ?? shapes.at(-1) ?? [[], []];
  const room = Math.max(0, facts.width - cellsOfPieces(end));
  return line(theme, start, room) + line(theme, end, facts.width - room);
}

const GAP = '  ';
const BRAND = 'certdeck';

function left(
  { platforms, now, frozen, readOnly = false }: PlatformLineFacts,
  shape: Shape,
): readonly Piece[] {
  const synced = newestSync(platforms);
  const age = synced === null ? 'no data yet' : `data ${formatAge(now - synced)}`;
  const parts: Piece[] = shape.brand ? [{ text: BRAND, tone: 'accent' }] : [];
  for (const { state, glyph, tone, word, brief } of CONDITIONS) {
    const same = platforms.filter(({ condition }) => condition === state);
    if (WELL.includes(state) ? shape.well : shape.troubled) {
      for (const { name } of same) {
        const words = shape.words === 'all' ? word : '';
        parts.push({ text: `${glyph} ${cut(safeLine(name), LONGEST_NAME)}${words}`, tone });
      }
    } else if (same.length > 0) {
      const words = shape.words === 'none' ? '' : shape.words === 'brief' ? brief : ` ${state}`;
      parts.push({ text: `${glyph} ${same.length}${words}`, tone });
    }
  }
  parts.push({ text: frozen ? `frozen, ${age}` : age, tone: frozen ? 'warning' : 'dim' });
  if (readOnly) parts.push({ text: 'read-only', tone: 'warning' });
  return parts.flatMap((part, index): Piece[] =>
    index === 0 ? [part] : [{ text: GAP, tone: 'plain' }, part],
  );
}

function right({ daily, certainty }: PlatformLineFacts, { numbers }: Shape): readonly Piece[] {
  const pieces = CHECKS.flatMap(([key, glyph, tone, [one, many], brief], index): Piece[] => {
    const count = daily[key];
    const known = countOf(count, certainty[key]);
    const text =
      numbers === 'short'
        ? `${glyph}${known}`
        : `${glyph} ${known} ${numbers === 'medium' ? brief : known === '1' ? one : many}`;
    const quiet = count === null || certainty[key] === 'exact' ? 'dim' : 'warning';
    const gap = numbers === 'short' || index === 0 ? ' ' : GAP;
    return [
      { text: gap, tone: 'plain' },
      { text, tone: count ? tone : quiet },
    ];
  });
  return [{ text: numbers === 'short' ? '24h' : '24h:', tone: 'dim' }, ...pieces];
}

/** A zero is only said of what was looked at. */
function countOf(count: number | null, certainty: Certainty): string {
  if (count === null) return '…';
  if (certainty === 'unknown' && count === 0) return '?';
  return `${certainty === 'exact' ? '' : '≥'}${grouped(count)}`;
}
