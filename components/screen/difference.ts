/** From one frame to the next with the fewest bytes. Pure. */
import { PLAIN } from './look.ts';
import { Pen } from './pen.ts';
import type { Row } from './row.ts';
import { type Scrolled, scrolled } from './scroll.ts';

/** The rows of a screen, as many as it has lines, each as wide as it. */
export type Frame = readonly Row[];

/** So few unchanged cells between two changes are written again: it takes fewer bytes than going around them. */
const BRIDGE = 4;
/** As many blanks at the end of a line are cleared rather than written. */
const WORTH_CLEARING = 4;

/**
 * What to write on a terminal that shows `before` so that it shows `after`; empty where nothing is to be done.
 * `before` is null where nobody knows what it shows. It begins and ends with plain cells and without a scroll
 * region, wherever the cursor is. `scrolls`: the terminal knows scroll regions (DECSTBM).
 */
export function difference(before: Frame | null, after: Frame, scrolls: boolean): string {
  if (before === null || before.length !== after.length) return anew(after);
  const moved = scrolls ? scrolled(before, after) : null;
  if (moved === null) return inPlace(before, after);
  const text = withScroll(moved, after);
  if (moved.clearly) return text;
  const plain = inPlace(before, after);
  return text.length < plain.length ? text : plain;
}

function inPlace(before: Frame, after: Frame): string {
  const pen = new Pen(true);
  rewrite(pen, before, after);
  pen.wear(PLAIN);
  return pen.text;
}

function withScroll({ top, bottom, by, frame }: Scrolled, after: Frame): string {
  const inside = new Pen(false, by > 0 ? bottom : top, 0);
  // From the line that has come in, where the cursor stands already.
  if (by > 0) rewrite(inside, frame.slice(bottom), after.slice(bottom), bottom);
  rewrite(inside, by > 0 ? frame.slice(0, bottom) : frame, by > 0 ? after.slice(0, bottom) : after);
  inside.wear(PLAIN);
  const region = `\u001b[${top + 1};${bottom + 1}r`;
  // Line feed at the bottom and reverse index at the top are what every terminal with regions has.
  const move =
    by > 0 ? `\u001b[${bottom + 1}H${'\n'.repeat(by)}` : `\u001b[${top + 1}H${'\u001bM'.repeat(-by)}`;
  return `${region}${move}${inside.text}\u001b[r`;
}

function anew(after: Frame): string {
  const pen = new Pen(true, 0, 0);
  for (const [line, row] of after.entries()) pen.putOnBlank(line, row, 0);
  pen.wear(PLAIN);
  return `\u001b[m\u001b[H\u001b[J${pen.text}`;
}

function rewrite(pen: Pen, before: Frame, after: Frame, first = 0): void {
  for (const [index, row] of after.entries()) {
    const old = before[index];
    if (old !== undefined && old !== row) rewriteRow(pen, first + index, old, row);
  }
}

function rewriteRow(pen: Pen, line: number, before: Row, after: Row): void {
  const spans = changed(before, after);
  const [first] = spans;
  if (first === undefined) return;
  const clearing = pen.fork();
  // Where widths are in doubt nothing on the line can be relied on.
  const from = before.loose || after.loose ? 0 : first[0];
  clearing.clearFrom(line, from);
  clearing.putOnBlank(line, after, from);
  if (before.loose || after.loose) {
    pen.join(clearing);
    return;
  }
  const patching = pen.fork();
  const end = endOf(after);
  const cleared = spans.reduce((sum, [start, stop]) => sum + Math.max(0, stop - Math.max(start, end)), 0);
  const until = cleared >= WORTH_CLEARING ? end : after.text.length;
  for (const [start, stop] of spans) {
    if (start < until) patching.put(line, after, start, Math.min(stop, until));
  }
  if (cleared >= WORTH_CLEARING) {
    patching.clearFrom(line, Math.max(end, spans.find(([, stop]) => stop > end)?.[0] ?? end));
  }
  pen.join(patching.text.length <= clearing.text.length ? patching : clearing);
}

/** Where the cells differ, wide characters whole, close ones as one. */
function changed(before: Row, after: Row): readonly (readonly [from: number, to: number])[] {
  const spans: [number, number][] = [];
  const { length } = after.text;
  const isInside = (at: number): boolean => after.text[at] === '' || before.text[at] === '';
  for (let at = 0; at < length; at++) {
    if (before.text[at] === after.text[at] && before.looks[at] === after.looks[at]) continue;
    let from = at;
    while (from > 0 && isInside(from)) from -= 1;
    let to = at + 1;
    while (to < length && isInside(to)) to += 1;
    const last = spans.at(-1);
    if (last !== undefined && from - last[1] <= BRIDGE && isOneLook(after, last[1], from)) last[1] = to;
    else spans.push([from, to]);
    at = to - 1;
  }
  return spans;
}

/** Whether cells can be written again without a further look: they wear that of the cell before them. */
function isOneLook({ text, looks }: Row, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (looks[at] !== looks[from - 1] || !/^[ -~]$/.test(text[at] ?? '')) return false;
  }
  return true;
}

/** The first of the plain blanks at the end of a row. */
function endOf({ text, looks }: Row): number {
  let end = text.length;
  while (end > 0 && text[end - 1] === ' ' && looks[end - 1] === PLAIN) end -= 1;
  return end;
}
