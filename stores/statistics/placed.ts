/** Which line of the figures stands where on the screen, in as many columns as there is room for. Pure. */
import { type FigureLine, shownLines } from './lines.ts';

export interface PlacedFigures {
  /** Of each column its lines from the top; one may have fewer than there is room for. */
  readonly columns: readonly (readonly FigureLine[])[];
  /** Index of the first line below what is shown. */
  readonly end: number;
}

/**
 * The lines from `top` on in columns of `height`. A column that goes on in the middle of a section begins with the
 * names of the section and of the figure; none ends with a name alone, or parts a figure from the words below it.
 */
export function placedFigures(
  lines: readonly FigureLine[],
  top: number,
  height: number,
  count: number,
): PlacedFigures {
  const columns: (readonly FigureLine[])[] = [];
  let at = top;
  for (let column = 0; column < count; column++) {
    if (column > 0 && lines[at]?.kind === 'blank') at += 1;
    const head = column === 0 ? [] : headAt(lines[at]);
    const last = Math.min(lines.length, at + height - head.length);
    const to = last < lines.length ? wholeUntil(lines, at, last) : Math.max(at, last);
    columns.push(column === 0 ? shownLines(lines, at, to - at) : [...head, ...lines.slice(at, to)]);
    at = to;
  }
  return { columns, end: at };
}

/** Where the view begins so that the lines `from` to `to` are in sight, and no more below the last than need be. */
export function topWith(
  lines: readonly FigureLine[],
  top: number,
  { from, to }: { readonly from: number; readonly to: number },
  { height, count }: { readonly height: number; readonly count: number },
): number {
  const ends = (at: number): number => placedFigures(lines, at, height, count).end;
  const wanted = Math.min(to, lines.length - 1);
  let at = Math.max(0, Math.min(top, from));
  while (at < wanted && ends(at) <= wanted) at += 1;
  while (at > 0 && ends(at - 1) >= lines.length) at -= 1;
  return at;
}

/** What the first line of a column needs above it to be understood. */
function headAt(line: FigureLine | undefined): readonly FigureLine[] {
  if (line === undefined || line.kind === 'title' || line.kind === 'blank') return [];
  const { section } = line;
  const name = line.kind === 'item' ? line.item.heading : null;
  return [
    { kind: 'title', section },
    ...(name === null ? [] : [{ kind: 'heading' as const, text: name, section }]),
  ];
}

/** As far as a column goes that ends with a whole figure. */
function wholeUntil(lines: readonly FigureLine[], from: number, last: number): number {
  let end = last;
  if (lines[end]?.kind === 'note' && lines[end - 1]?.kind === 'item') end -= 1;
  while (end > from && isName(lines[end - 1])) end -= 1;
  return end > from ? end : last;
}

const isName = (line: FigureLine | undefined): boolean => line?.kind === 'title' || line?.kind === 'heading';
