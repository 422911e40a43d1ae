/** Which columns stand side by side in a row, how wide they are, and which stand below it. */
import type { Column } from '../../domain/field.ts';
import type { Kind } from '../../domain/record.ts';

/** Points of a column that is a drawn line. */
const LINE_WIDTH = 72;
/** Blank points on either side of a cell's text. */
export const PADDING = 3;

/** What comes first in a row of a kind, where nobody chose. */
export const LEADING: Readonly<Record<Kind, readonly string[]>> = {
  alert: ['createdAt', 'platform', 'severity', 'type', 'title', 'entity.name', 'message'],
  job: ['startedAt', 'platform', 'status', 'type', 'name', 'triggeredBy.name', 'durationMs', 'error'],
  audit: ['timestamp', 'platform', 'action', 'outcome', 'actor.name', 'resource.name', 'ip', 'description'],
  statistic: ['at', 'platform', 'account.name', 'category', 'name', 'value', 'unit', 'previous'],
};

/** Points a column needs at least, its padding included; times take what they are long. */
const LEAST: Readonly<Record<Column['type'], number>> = {
  text: 96,
  enum: 66,
  time: 0,
  duration: 58,
  number: 58,
  boolean: 40,
  json: Number.POSITIVE_INFINITY,
};
/** Of columns that hold something short. */
const SHORT: Readonly<Record<string, number>> = {
  platform: 60,
  outcome: 50,
  severity: 50,
  status: 60,
  kind: 50,
  ip: 78,
  country: 48,
  unit: 50,
};
/** Of columns that hold sentences, which take the room that is left; narrow, they make every row high. */
const SENTENCES: Readonly<Record<string, number>> = {
  title: 110,
  message: 170,
  description: 170,
  error: 170,
};
/** How much of the room that is left a column takes, beside the others. */
const GROWS: Readonly<Record<Column['type'], number>> = {
  text: 4,
  enum: 1,
  time: 0,
  duration: 0,
  number: 0,
  boolean: 0,
  json: 0,
};
const [GROWS_SENTENCE, GROWS_SHORT] = [14, 0.5];

export interface Placed {
  /** Among the columns of the table. */
  readonly at: number;
  readonly column: Column;
  readonly x: number;
  readonly width: number;
}

export interface Fit {
  readonly beside: readonly Placed[];
  readonly below: readonly { readonly at: number; readonly column: Column }[];
}

/**
 * Columns go side by side, those of `leading` first, then by their order, as long as there is room; the others, and
 * documents, go below. `timeWidth`: points a time takes. `line`: place of the column that is a drawn line: it is the
 * last beside.
 */
export function fitted(
  columns: readonly Column[],
  leading: readonly string[] | null,
  width: number,
  timeWidth: number,
  line?: number,
): Fit {
  const all = columns.map((column, at) => ({ at, column }));
  const drawn = all.filter(({ at }) => at === line);
  const rest = width - drawn.length * LINE_WIDTH;
  const { beside, below } = sideBySide(
    all.filter(({ at }) => at !== line),
    leading,
    rest,
    timeWidth,
  );
  return { beside: [...beside, ...drawn.map((each) => ({ ...each, x: rest, width: LINE_WIDTH }))], below };
}

function sideBySide(
  all: readonly { readonly at: number; readonly column: Column }[],
  leading: readonly string[] | null,
  width: number,
  timeWidth: number,
): Fit {
  const wanted =
    leading === null ? all : leading.flatMap((path) => all.filter(({ column }) => column.path === path));
  const least = ({ path, type }: Column) =>
    type === 'time' ? timeWidth + 2 * PADDING : (SHORT[path] ?? SENTENCES[path] ?? LEAST[type]);
  const grows = ({ path, type }: Column) =>
    path in SENTENCES ? GROWS_SENTENCE : path in SHORT ? GROWS_SHORT : GROWS[type];
  const chosen: { readonly at: number; readonly column: Column }[] = [];
  let used = 0;
  for (const each of wanted) {
    const needs = least(each.column);
    if (used + needs > width) continue;
    chosen.push(each);
    used += needs;
  }
  const share = chosen.reduce((sum, { column }) => sum + grows(column), 0);
  const spare = width - used;
  let x = 0;
  const beside = chosen.map(({ at, column }) => {
    const more = share === 0 ? spare / chosen.length : (spare * grows(column)) / share;
    const placed = { at, column, x, width: least(column) + more };
    x += placed.width;
    return placed;
  });
  const below = all.filter((each) => !chosen.includes(each));
  const isDocument = ({ column }: (typeof all)[number]) => column.type === 'json';
  return { beside, below: [...below.filter((each) => !isDocument(each)), ...below.filter(isDocument)] };
}
