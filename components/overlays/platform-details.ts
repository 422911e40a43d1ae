/** What is wrong with the platforms, below their table: why, since when, the next try, what to do. Pure. */
import type { StreamState } from '../../src/cache/stored.ts';
import { cut } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import { type Standing, type StandingLine, standingLines } from '../../src/forward/standing.ts';
import { type Aside, asideWords, type Trouble, troublesOf, whatOf } from '../../src/sync/trouble.ts';
import { waitingWords } from '../../src/sync/waiting-marks.ts';
import { formatAgo, formatInstant } from '../../stores/age.ts';
import type { Reach } from '../../stores/coverage.ts';
import { type Clock, nothingSince } from '../../stores/coverage-text.ts';
import { wrapText } from '../../stores/detail/text-lines.ts';
import type { ConsoleState, PlatformState } from '../../stores/state.ts';
import { coverageWords } from '../chart/coverage-text.ts';
import type { Tone } from '../theme.ts';

export interface DetailFacts extends Clock {
  readonly platforms: readonly PlatformState[];
  /** Index of the one under the cursor: it is told first. */
  readonly cursor: number;
  readonly streams: ConsoleState['streams'];
  readonly waiting: ConsoleState['waiting'];
  readonly aside: Readonly<Record<string, readonly Aside[]>>;
  /** What records are forwarded to. */
  readonly targets?: readonly Standing[];
  readonly width: number;
  /** Lines there is room for. */
  readonly most: number;
}

type Line = readonly [Tone, string];

/** Reasons told for a platform. */
const REASONS = 3;

export function platformDetails(facts: DetailFacts): readonly Line[] {
  const { platforms, cursor, width, most } = facts;
  const first = platforms[cursor];
  const ordered = [...(first === undefined ? [] : [first]), ...platforms.filter((each) => each !== first)];
  const blocks = [
    ...ordered.map((platform) => [
      ...troubles(platform, facts),
      ...marks(platform, facts),
      ...asides(platform, facts),
    ]),
    ...(facts.targets ?? []).map((target) => standingLines(target, facts.now).map(toLine)),
  ].map((block) => block.flatMap((line) => wrapped(line, width)));
  const all = blocks.flat();
  if (all.length <= most) return all;
  if (most <= 0) return [];
  // No platform is told in part but the first.
  let told: readonly Line[] = (blocks.find((block) => block.length > 0) ?? []).slice(0, most - 1);
  for (const block of blocks.filter((each) => each.length > 0).slice(1)) {
    if (told.length + block.length > most - 1) break;
    told = [...told, ...block];
  }
  const more = `… ${all.length - told.length} more lines: move the cursor, or see \`certdeck platforms\``;
  return [...told, ['dim', cut(more, width)]];
}

function wrapped([tone, text]: Line, width: number): readonly Line[] {
  return wrapText(safeLine(text), width - INDENT.length).map((line, index) => [
    tone,
    index === 0 ? line : INDENT + line,
  ]);
}

const toLine = ({ tone, text }: StandingLine): Line => [tone, text];

const INDENT = '  ';

export interface StreamFacts extends Pick<DetailFacts, 'platforms' | 'cursor' | 'streams' | 'now' | 'width'> {
  /** Coverage of everything, by kind. */
  readonly reaches: readonly Reach[];
}

/** Of the platform under the cursor: how each of its streams stands. */
export function streamLines({
  platforms,
  cursor,
  streams,
  reaches,
  now,
  width,
}: StreamFacts): readonly Line[] {
  const name = platforms[cursor]?.name ?? '';
  return streams
    .filter(({ platform }) => platform === name)
    .map((state) => {
      const words = coverageWords({ platform: name, state }, { reaches, now });
      const text = `${name}: ${state.stream} ${words} · ${recordsOf(state)}`;
      return ['dim', cut(safeLine(text), width)];
    });
}

function troubles({ name, nextTry }: PlatformState, facts: DetailFacts): readonly Line[] {
  const own = facts.streams.filter(({ platform }) => platform === name);
  return troublesOf(own).flatMap((trouble): readonly Line[] => {
    const { cause, next } = trouble.failure;
    const why = cause === undefined ? '' : ` (${cause})`;
    return [
      ['error', `${name}: ${whatOf(trouble.failure, name)}${why}`],
      ['plain', `${trouble.streams.join(', ')}: ${when(trouble, nextTry, facts)}. ${next}`],
    ];
  });
}

function when({ syncedAt, attemptedAt }: Trouble, nextTry: number | null, clock: Clock): string {
  const { now } = clock;
  return [
    syncedAt === null ? 'never synced' : nothingSince(syncedAt, clock),
    attemptedAt === null ? '' : `asked ${formatAgo(now - attemptedAt)}`,
    nextTry === null ? '' : `next try ${formatInstant(nextTry, 'relative', now)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function marks({ name }: PlatformState, { waiting, now }: DetailFacts): readonly Line[] {
  return waiting
    .filter(({ platform }) => platform === name)
    .map((own): Line => {
      const words = `${name}: ${waitingWords(own, now)}`;
      const { failure } = own;
      return failure === null
        ? ['plain', words]
        : ['error', `${words}: ${whatOf(failure, name)}. ${failure.next}`];
    });
}

function asides({ name }: PlatformState, { aside }: DetailFacts): readonly Line[] {
  const own = aside[name] ?? [];
  const untold = own.slice(REASONS).reduce((sum, { count }) => sum + count, 0);
  return [
    ...own.slice(0, REASONS).map((each): Line => ['warning', `${name}: ${asideWords(each)}`]),
    ...(untold === 0 ? [] : [['warning', `${name}: ${untold} more set aside for other reasons`] as const]),
  ];
}

/** Where several streams bring a kind, its records are counted once. */
function recordsOf({ known, countedWith }: StreamState): string {
  return countedWith === undefined
    ? `${known.toLocaleString('en')} records`
    : `records counted with ${countedWith}`;
}
