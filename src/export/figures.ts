/** Figures as a table: each with what changed and with its days, short of what the policy hides. */
import type { Figure } from '../cache/ask.ts';
import type { Column } from '../domain/field.ts';
import { valueAt } from '../domain/kinds.ts';
import { redacted } from '../domain/redaction.ts';
import type { Redaction } from '../domain/redaction-policy.ts';
import type { Statistic } from '../domain/statistic.ts';
import { DAY } from '../domain/time.ts';
import { type Book, type Chart, MOST_DAYS, type Series, TREND } from './book.ts';
import type { Values } from './format.ts';

/** More lines in one picture cannot be told apart. */
const MOST_LINES = 8;
/** Pictures of a file; beyond, each figure still has its own small line. */
const MOST_CHARTS = 60;

const TITLE = 'Figures';
const ACCOUNT: Column = { path: 'account.name', title: 'Account', type: 'text' };
const NAMES: readonly Column[] = [
  { path: 'platform', title: 'Platform', type: 'text' },
  ACCOUNT,
  { path: 'category', title: 'Category', type: 'enum' },
  { path: 'name', title: 'Figure', type: 'text' },
  { path: 'unit', title: 'Unit', type: 'text' },
  { path: 'at', title: 'At', type: 'time' },
];
const NUMBERS: readonly Column[] = [
  { path: 'value', title: 'Value', type: 'number' },
  { path: 'day', title: 'Since yesterday', type: 'number' },
  { path: 'week', title: 'Since last week', type: 'number' },
];

/** A figure as it may be shown: the record of its newest day, and its values day by day. */
interface Told {
  readonly record: Statistic;
  readonly changes: readonly (number | null)[];
  /** By the number of the day. */
  readonly values: ReadonlyMap<number, number>;
}

export async function writeFigures(
  book: Book,
  figures: readonly Figure[],
  redaction: Redaction,
): Promise<void> {
  const { columns, rows, series } = figureTable(figures, redaction);
  const writer = await book.table(TITLE, columns, series);
  await writer.page(rows);
  await writer.end(rows.length);
}

export function figureTable(
  figures: readonly Figure[],
  redaction: Redaction,
): { readonly columns: readonly Column[]; readonly rows: readonly Values[]; readonly series: Series } {
  const all = figures.map((figure) => toldOf(figure, redaction)).sort(inOrder);
  const hasAccounts = all.some(({ record }) => record.account !== null);
  const names = NAMES.filter((column) => hasAccounts || column !== ACCOUNT);
  const rows = all.map(({ record, changes }) => [
    ...names.map(({ path }) => valueAt(record, path) as Values[number]),
    record.value,
    ...changes,
    null,
  ]);
  const days = daysOf(all);
  const series = all.map(({ values }) => days.map((day) => values.get(day) ?? null));
  return {
    columns: [...names, ...NUMBERS, TREND],
    rows,
    series: {
      at: names.length + NUMBERS.length,
      days: days.map((day) => day * DAY),
      rows: series,
      charts: days.length < 2 ? [] : chartsOf(all),
      // A snapshot is one of a UTC day.
      zone: 'UTC',
    },
  };
}

function toldOf(figure: Figure, redaction: Redaction): Told {
  const { platform, account, category, name, value, unit, at, origin, dayAgo, weekAgo, series } = figure;
  const whole: Statistic = {
    ...{ kind: 'statistic', platform, id: '', account, category, name, value, unit, at, origin },
    previous: dayAgo,
  };
  const record = redacted(whole, redaction) as Statistic;
  // What hides the value hides what it was, and what changed.
  if (record.value !== value || record.previous !== dayAgo) {
    return { record, changes: [null, null], values: new Map() };
  }
  const since = (before: number | null) => (before === null ? null : finite(value - before));
  return {
    record,
    changes: [since(dayAgo), since(weekAgo)],
    values: new Map(series.map((each) => [Math.floor(each.at / DAY), each.value])),
  };
}

function inOrder({ record: a }: Told, { record: b }: Told): number {
  for (const path of ['platform', 'category', 'name', 'unit', 'account.name', 'account.id', 'origin']) {
    const [one, other] = [String(valueAt(a, path)), String(valueAt(b, path))];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** Every day from the first with a value to the last. */
function daysOf(all: readonly Told[]): readonly number[] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of all) {
    for (const day of values.keys()) {
      first = Math.min(first, day);
      last = Math.max(last, day);
    }
  }
  if (last < first) return [];
  const from = Math.max(first, last - MOST_DAYS + 1);
  return Array.from({ length: last - from + 1 }, (_, at) => from + at);
}

/** What is counted in one unit, category by category. */
function chartsOf(all: readonly Told[]): readonly Chart[] {
  const rows = all.flatMap(({ record, values }, row) => (values.size === 0 ? [] : [{ record, row }]));
  const groups = Map.groupBy(rows, ({ record }) => JSON.stringify([record.category, record.unit]));
  return [...groups.values()]
    .flatMap((group): Chart[] => {
      const [first] = group;
      if (first === undefined) return [];
      const { category, unit } = first.record;
      const isOnePlatform = group.every(({ record }) => record.platform === first.record.platform);
      const lines = group.map(({ record, row }) => ({ name: nameOf(record, !isOnePlatform), row }));
      const parts = Math.ceil(lines.length / MOST_LINES);
      return Array.from({ length: parts }, (_, part) => ({
        title: `${category}${unit === null ? '' : ` (${unit})`}${parts === 1 ? '' : `, ${part + 1} of ${parts}`}`,
        lines: lines.slice(part * MOST_LINES, (part + 1) * MOST_LINES),
      }));
    })
    .slice(0, MOST_CHARTS);
}

function nameOf({ name, platform, account }: Statistic, withPlatform: boolean): string {
  const of = [withPlatform ? platform : null, account?.name ?? null].filter((each) => each !== null);
  return of.length === 0 ? name : `${name} (${of.join(', ')})`;
}

/** Two numbers may differ by more than a number can be: that is no figure to show. */
export const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
