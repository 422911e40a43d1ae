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
const CONDITIONS: readonly (readonly [state: SyncState, glyph: string, tone: Tone, word: string])[] = [
  ['not authorised', GLYPHS.unauthorised, 'error', ' not authorised'],
  ['out of reach', GLYPHS.unreachable, 'error', ' out of reach'],
  ['late', GLYPHS.late, 'warning', ' late'],
  ['polling', GLYPHS.polling, 'info', ' polling'],
  ['fresh', GLYPHS.fresh, 'ok', ''],
];
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
  /** The state in words besides its sign. */
  readonly words: boolean;
  /** Platforms told by name: of those in trouble, and whether the others are, too. */
  readonly troubled: number;
  readonly well: boolean;
  readonly numbers: 'long' | 'medium' | 'short';
}

const ALL = Number.POSITIVE_INFINITY;
/** The first that fits is taken: trouble and the age of the data are the last to go. */
const SHAPES: readonly Shape[] = [
  { brand: true, words: true, troubled: ALL, well: true, numbers: 'long' },
  { brand: false, words: true, troubled: ALL, well: true, numbers: 'long' },
  { brand: true, words: true, troubled: ALL, well: false, numbers: 'long' },
  { brand: false, words: true, troubled: ALL, well: false, numbers: 'long' },
  { brand: false, words: false, troubled: ALL, well: true, numbers: 'long' },
  { brand: false, words: false, troubled: ALL, well: false, numbers: 'long' },
  { brand: false, words: false, troubled: ALL, well: false, numbers: 'medium' },
  { brand: true, words: true, troubled: 0, well: false, numbers: 'long' },
  { brand: false, words: false, troubled: 1, well: false, numbers: 'medium' },
  { brand: false, words: false, troubled: 0, well: false, numbers: 'medium' },
  { brand: false, words: false, troubled: ALL, well: false, numbers: 'short' },
  { brand: false, words: false, troubled: 1, well: false, numbers: 'short' },
  { brand: false, words: false, troubled: 0, well: false, numbers: 'short' },
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
  let troubled = shape.troubled;
  for (const [state, glyph, tone, word] of CONDITIONS) {
    const same = platforms.filter(({ condition }) => condition === state);
    const named = same.slice(0, WELL.includes(state) ? (shape.well ? ALL : 0) : troubled);
    if (!WELL.includes(state)) troubled -= named.length;
    for (const { name } of named) {
      const text = `${glyph} ${cut(safeLine(name), LONGEST_NAME)}${shape.words ? word : ''}`;
      parts.push({ text, tone });
    }
    const rest = same.length - named.length;
    const more = parts.length > 0 ? '+' : '';
    if (rest > 0)
      parts.push({ text: shape.words ? `${glyph} ${rest} ${state}` : `${more}${rest} ${glyph}`, tone });
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
