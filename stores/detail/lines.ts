/** The lines of the open detail, made once for a state of it and shared by keys and views. */

import type { AnyRecord } from '../../src/domain/record.ts';
import { detailWidth, keyOf } from '../derive.ts';
import type { ConsoleState, DetailState } from '../state.ts';
import { BLANK, type DocumentLine, field, plainOf } from './document.ts';
import { type Lines, linesBetween } from './document-lines.ts';
import { isMuted } from './failure-group.ts';
import { TEXTS } from './json-lines.ts';
import { maskedRecord } from './masked-record.ts';
import { firstTab, type Tab, tabOf } from './tabs.ts';
import type { DecodedValue, Looking } from './tree/looking.ts';
import { treeWithin } from './tree/tree.ts';
import { treeLines } from './tree/tree-lines.ts';

interface Made {
  readonly inputs: readonly unknown[];
  readonly lines: Lines;
}
let made: Made | null = null;

/** More cells than any line has: nothing is wrapped. */
const UNBOUNDED = 1_000_000;
const NONE: Lines = [];

/** Whether long lines go on on the next one: as was asked for, else as the tab is read best. */
export function isWrapped({ wrap, asText }: DetailState, tab: Tab | null): boolean {
  return wrap ?? (asText || tab?.tree !== true);
}

export function detailLinesOf(state: ConsoleState, longRunningAfter: number): Lines {
  const { detail, now, timeMode } = state;
  if (detail === null) return NONE;
  const room = detailWidth(state);
  const whole =
    detail.whole.kind === 'ready' && detail.whole.value !== null
      ? detail.whole.value.record
      : detail.row.record;
  const note = state.own.notes[detail.ref] ?? null;
  const inputs = [
    note,
    whole,
    detail.whole,
    detail.related,
    detail.success,
    detail.group,
    state.muted,
    detail.folding,
    detail.decoded,
    detail.revealed,
    detail.wrap,
    detail.asText,
    detail.grown,
    detail.tab,
    now,
    timeMode,
    room,
    state.keys,
  ];
  if (made !== null && inputs.every((input, index) => made?.inputs[index] === input)) return made.lines;
  const record = detail.revealed.includes(TEXTS) ? whole : maskedRecord(whole);
  const tab = tabOf(record, detail.tab);
  const wrapped = isWrapped(detail, tab);
  const looking: Looking = {
    folding: detail.folding,
    decoded: detail.decoded,
    revealed: detail.revealed,
    wrap: wrapped ? room : null,
    secretKey: keyOf(state, 'text.secret'),
  };
  const lines =
    tab?.lines({
      record,
      whole: detail.whole,
      related: detail.related,
      success: detail.success,
      group: detail.group,
      muted: isMuted(state.muted, whole),
      looking,
      asText: detail.asText,
      now,
      timeMode,
      longRunningAfter,
      key: (id) => keyOf(state, id),
      width: wrapped ? room : UNBOUNDED,
    }) ?? NONE;
  const noted = note !== null && Array.isArray(lines) && showsNote(record, tab?.id);
  const told = noted ? [...noteLines(note, room), ...lines] : lines;
  made = { inputs, lines: Array.isArray(told) ? withDecoded(told, looking) : told };
  return made.lines;
}

/** The tab a record opens on, and the one of its fields. */
const showsNote = (record: AnyRecord, tab: string | undefined): boolean =>
  tab === 'fields' || tab === firstTab(record);

const noteLines = (note: string, width: number): readonly DocumentLine[] => [
  ...field('Your note', note, width, 'accent'),
  BLANK,
];

/** What names a decoded text that is no node of a tree. */
export const decodedText = (value: string): string => `=${value}`;

/** Lines of a text with what was decoded of their values below them. */
function withDecoded(lines: readonly DocumentLine[], looking: Looking): readonly DocumentLine[] {
  if (!looking.decoded.some(({ at }) => at.startsWith('='))) return lines;
  return lines.flatMap((line, index) => {
    const last =
      line.value !== undefined && lines[index + 1]?.value !== line.value && line.node === undefined;
    const found = last ? looking.decoded.find(({ at }) => at === decodedText(line.value ?? '')) : undefined;
    return found === undefined ? [line] : [line, ...decodedLines(found, looking)];
  });
}

function decodedLines(decoded: DecodedValue, looking: Looking): readonly DocumentLine[] {
  const tree = treeWithin(decoded, { [decoded.what]: decoded.value }, `${decoded.at} ⇒ `);
  // Its root says nothing: what it is stands on the line below.
  return linesBetween(treeLines(tree, looking), 1);
}

export function contains(line: DocumentLine | undefined, wanted: string): boolean {
  return line !== undefined && plainOf(line).toLowerCase().includes(wanted);
}

/** The first line from one on, in a direction and round the end, that contains the text; -1 where none does. */
export function findLine(lines: Lines, search: string, from: number, step: 1 | -1): number {
  const wanted = search.toLowerCase();
  const { length } = lines;
  if (wanted === '' || length === 0) return -1;
  const may = lines.seek?.(wanted);
  for (let turn = 0, at = from; turn < length; turn++, at += step) {
    const index = ((at % length) + length) % length;
    if (may?.(index) !== false && contains(lines.at(index), wanted)) return index;
  }
  return -1;
}

/** More lines are not counted: that would be felt in a key. */
const COUNTED = 5_000;

/** How many lines contain the text; null where there are too many lines to look at each. */
export function countLines(lines: Lines, search: string): number | null {
  if (lines.length > COUNTED) return null;
  const wanted = search.toLowerCase();
  let found = 0;
  for (let at = 0; at < lines.length; at++) if (contains(lines.at(at), wanted)) found += 1;
  return found;
}

/** The detail with its cursor on a line, scrolled as little as needed. */
export function cursorAt(detail: DetailState, cursor: number, count: number, height: number): DetailState {
  const at = Math.max(0, Math.min(cursor, count - 1));
  const highest = Math.max(0, count - height);
  const top = at < detail.top ? at : at >= detail.top + height ? at - height + 1 : detail.top;
  return { ...detail, cursor: at, top: Math.max(0, Math.min(top, highest)) };
}
