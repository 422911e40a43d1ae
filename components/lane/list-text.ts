/** The lines of the lane as cells: time, outcome, kind, platform, what it was, who did it. Pure. */

import { cellsOf, pad } from '../../src/domain/cells.ts';
import { grouped } from '../../src/domain/grouped.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { firstLine, safeLine } from '../../src/domain/text.ts';
import { formatDuration } from '../../src/domain/time.ts';
import { formatAge, formatInstant, formatMoment, type TimeMode } from '../../stores/age.ts';
import type { Reach } from '../../stores/coverage.ts';
import { isRow, type LaneLine } from '../../stores/lane/lines.ts';
import { whenOf } from '../../stores/lane/merged.ts';
import { failed } from '../../stores/lane/trouble.ts';
import { readSince, unreadIn } from '../../stores/lane/unread.ts';
import { line, type Piece } from '../layout/pieces.ts';
import { cellText } from '../panes/pane-view.ts';
import { GLYPHS, type Theme, type Tone } from '../theme.ts';

export interface ListFacts {
  readonly now: number;
  readonly mode: TimeMode;
  readonly width: number;
  /** Cells of the longest platform name shown. */
  readonly platform: number;
  /** Names of the thing itself, which need not be said again. */
  readonly own: ReadonlySet<string>;
  /** What was read of the platforms that name the thing. */
  readonly reaches: readonly Reach[];
  /** When the failure happened whose changes are told (UTC ms). */
  readonly before: number | null;
}

const TIMES: Readonly<Record<TimeMode, number>> = { relative: 7, utc: 20, local: 25 };
const OUTCOME = 10;
const KIND = 6;
const ACTOR = 22;
/** From here on there is room for who did it. */
const WITH_ACTOR = 100;
const LONGEST_PLATFORM = 18;

/** One line of exactly `width` cells. */
export function lineText(theme: Theme, each: LaneLine, selected: boolean, facts: ListFacts): string {
  const pieces = piecesOf(each, facts);
  if (!selected) return line(theme, pieces, facts.width);
  const plain = pieces.map(({ text }): Piece => ({ text, tone: 'plain' }));
  return theme.paint('cursor', line(theme, plain, facts.width));
}

function piecesOf(each: LaneLine, facts: ListFacts): readonly Piece[] {
  switch (each.kind) {
    case 'record':
      return recordPieces(each, facts);
    case 'change':
      return changePieces(each, facts);
    case 'gap':
      return gapPieces(each, facts);
    case 'end':
      return endPieces(facts);
    case 'more':
      return [{ text: '  … reading on', tone: 'dim' }];
    case 'changes':
      return changesPieces(each, facts);
    default:
      return each satisfies never;
  }
}

function recordPieces(
  { row, mark }: Extract<LaneLine, { kind: 'record' }>,
  { now, mode, width, platform, own }: ListFacts,
): readonly Piece[] {
  const { record } = row;
  const at = whenOf(row);
  const time = formatInstant(Number.isFinite(at) ? at : null, mode, now);
  const [outcome, tone] = outcomeOf(record);
  const actor = width >= WITH_ACTOR ? ACTOR : 0;
  const tag = mark === 'first' ? 'first failure  ' : mark === 'ended' ? 'works again  ' : '';
  const before = TIMES[mode] + 2 + OUTCOME + KIND + platform + 2;
  return [
    { text: `${pad(time, TIMES[mode], 'right')}  `, tone: 'dim' },
    { text: pad(outcome, OUTCOME), tone },
    { text: pad(record.kind, KIND), tone: 'plain' },
    { text: `${pad(safeLine(record.platform), platform)}  `, tone: 'dim' },
    { text: tag, tone: mark === 'first' ? 'error' : 'ok' },
    {
      text: pad(whatOf(record, own), Math.max(8, width - before - cellsOf(tag) - actor)),
      tone: failed(record) ? 'strong' : 'plain',
    },
    ...(actor === 0 ? [] : [{ text: ` ${pad(whoOf(record), actor - 1)}`, tone: 'dim' } as const]),
  ];
}

/** As the panes write them: a word and a sign beside the colour. */
function outcomeOf(record: AnyRecord): readonly [string, Tone] {
  switch (record.kind) {
    case 'alert':
      return [`${GLYPHS[record.severity]} ${record.severity}`, record.severity];
    case 'job':
      return JOBS[record.status];
    case 'audit':
      if (record.outcome === null) return ['', 'plain'];
      return record.outcome === 'failure'
        ? [`${GLYPHS.failure} failure`, 'error']
        : [`${GLYPHS.success} success`, 'ok'];
    case 'statistic':
      return ['', 'plain'];
  }
}

const JOBS = {
  FAILED: [`${GLYPHS.failure} FAILED`, 'error'],
  SUCCESS: [`${GLYPHS.success} SUCCESS`, 'ok'],
  RUNNING: [`${GLYPHS.running} RUNNING`, 'info'],
  QUEUED: [`${GLYPHS.queued} QUEUED`, 'dim'],
} as const;

function whatOf(record: AnyRecord, own: ReadonlySet<string>): string {
  switch (record.kind) {
    case 'alert':
      return firstLine(cellText(record.title), cellText(record.message), record.id);
    case 'job': {
      const name = firstLine(cellText(record.name), record.type, record.id);
      return record.error === null ? name : `${name}: ${cellText(record.error)}`;
    }
    case 'audit': {
      const { id = null, name = null } = record.resource ?? {};
      const other = [name, id].find((each) => each !== null && !own.has(each));
      const parts = [
        firstLine(record.action, record.id),
        firstLine(cellText(record.description), cellText(other)),
      ];
      // Where a platform describes an action by its own name, once is enough.
      return [...new Set(parts)].filter((part) => part !== '').join('  ');
    }
    case 'statistic':
      return safeLine(record.name);
  }
}

function whoOf(record: AnyRecord): string {
  switch (record.kind) {
    case 'job':
      return firstLine(record.triggeredBy?.name, record.triggeredBy?.id);
    case 'audit':
      return firstLine(record.actor?.name, record.actor?.email, record.actor?.id);
    default:
      return '';
  }
}

/** Silence, and of whom nobody knows whether they were silent. */
function gapPieces(
  { from, to }: Extract<LaneLine, { kind: 'gap' }>,
  { reaches }: ListFacts,
): readonly Piece[] {
  const unread = unreadIn(reaches, from, to).map(
    ({ platform, ms }) => `${safeLine(platform)} for ${formatDuration(ms)} of it`,
  );
  return [
    { text: `  — ${formatDuration(to - from)} nothing —`, tone: 'dim' },
    ...(unread.length === 0 ? [] : [{ text: `  not read: ${unread.join(', ')}`, tone: 'warning' } as const]),
  ];
}

function endPieces({ reaches, mode, now }: ListFacts): readonly Piece[] {
  const since = readSince(reaches);
  const when =
    since === null ? '' : `, read since ${formatMoment(since, mode === 'local' ? 'local' : 'utc', now)}`;
  return [{ text: `  — nothing older in the cache${when} —`, tone: 'dim' }];
}

function changesPieces(
  { lookBack, count, shown }: Extract<LaneLine, { kind: 'changes' }>,
  { width }: ListFacts,
): readonly Piece[] {
  const span = formatAge(lookBack);
  if (count === null) return [{ text: `  ┌ changed in the ${span} before …`, tone: 'accent' }];
  if (count.matched === 0) {
    return [
      { text: `  ┌ nothing known to have changed in the ${span} before`, tone: 'accent' },
      { text: '   + looks further back', tone: 'dim' },
    ];
  }
  const of = `${count.exact ? '' : '≥'}${grouped(count.matched)}`;
  const head = `  ┌ changed in the ${span} before: ${shown === count.matched ? of : `${shown} of ${of}`}`;
  // As many of the words as have room, each of them whole.
  const words = WORDS.map((_, index) => WORDS.slice(0, WORDS.length - index).join('   '));
  const fits = words.find((each) => cellsOf(head) + 3 + cellsOf(each) <= width) ?? '';
  return [
    { text: head, tone: 'accent' },
    { text: fits === '' ? '' : `   ${fits}`, tone: 'dim' },
  ];
}

/** What the order and the keys of the changes are, the least needed last. */
const WORDS = [`${GLYPHS.marked} names it, then the rarest`, 'C all', '+ _ longer, shorter'];

function changePieces(
  { row, change }: Extract<LaneLine, { kind: 'change' }>,
  { width, platform, before, now, mode }: ListFacts,
): readonly Piece[] {
  const { record } = row;
  if (record.kind !== 'audit') return [];
  const at = whenOf(row);
  const when = mode === 'relative' && before !== null ? ago(before - at) : formatInstant(at, mode, now);
  const type = record.resource?.type ?? null;
  const what = [firstLine(record.action, record.id), type === null ? '' : safeLine(type)]
    .filter(Boolean)
    .join(' ');
  const times = change.times === 0 ? '' : `${grouped(change.times)}×`;
  const about = firstLine(
    cellText(record.description),
    cellText(record.resource?.name),
    cellText(record.resource?.id),
  );
  const who = whoOf(record);
  const start = `  │ ${change.names ? GLYPHS.marked : ' '} `;
  const room = width >= WITH_ACTOR ? 34 : 24;
  return [
    { text: start, tone: 'accent' },
    { text: `${pad(when, Math.max(12, TIMES[mode] === 7 ? 12 : TIMES[mode]))} `, tone: 'dim' },
    { text: `${pad(times, 7, 'right')}  `, tone: 'plain' },
    { text: `${pad(what, room)}  `, tone: change.names ? 'strong' : 'plain' },
    // What changed tells more than where, and has no room beside it on a narrow screen.
    { text: width >= WITH_ACTOR ? `${pad(safeLine(record.platform), platform)}  ` : '', tone: 'dim' },
    { text: about, tone: 'plain' },
    { text: who === '' ? '' : `  by ${who}`, tone: 'dim' },
  ];
}

/** `just before`, `8h before`. */
function ago(ms: number): string {
  const age = formatAge(ms);
  return `${age === 'now' ? 'just' : age} before`;
}

/** Cells the platform column takes; on a narrow screen changes have none. */
export function platformCells(lines: readonly LaneLine[], width: number): number {
  const rows = lines.filter(isRow).filter(({ kind }) => kind === 'record' || width >= WITH_ACTOR);
  const names = new Set(rows.map((each) => each.row.record.platform));
  return Math.min(LONGEST_PLATFORM, Math.max(4, ...[...names].map((name) => cellsOf(safeLine(name)))));
}
