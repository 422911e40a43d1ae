/** How many a day, against the day as far into the stretch before. */
import type { Column } from '../../domain/field.ts';
import type { Kind } from '../../domain/record.ts';
import { type Chart, MOST_DAYS, type Series, TREND } from '../../export/book.ts';
import type { Values } from '../../export/format.ts';
import type { DaysSection } from '../report.ts';
import { columnsAt, numberColumn, percent, rowsOf, type Table, type Tools, textColumn } from '../tools.ts';
import { dateIn, daysOf, type Span } from '../windows.ts';
import { latest } from './counts.ts';
import { timesOf } from './records.ts';

const COLUMNS: readonly Column[] = [
  textColumn('series', 'Trend'),
  numberColumn('count', 'Count'),
  numberColumn('before', 'Before'),
  numberColumn('change', 'Change'),
  numberColumn('changeShare', 'Change %'),
  textColumn('query', 'Query'),
];

/** What the pictures are of. */
const DRAWN: Readonly<Record<Kind, string>> = {
  alert: 'alerts',
  job: 'jobs and orders',
  audit: 'audit logs',
  statistic: 'figures',
};

export async function daysTables(section: DaysSection, tools: Tools): Promise<readonly Table[]> {
  const { window } = tools.job;
  const days = daysOf(window, tools.zone);
  const counted = section.series.map((series) => {
    let made: Promise<readonly [readonly number[], readonly number[]]> | undefined;
    const both = () => Promise.all([perDay(series, tools, window), perDay(series, tools, window.before)]);
    // Both tables ask, whichever comes first.
    return { series, counts: () => (made ??= both()) };
  });
  return [
    {
      title: section.title,
      columns: days.length < 2 ? COLUMNS : [...COLUMNS, { ...TREND, title: 'Day by day' }],
      async *rows() {
        for (const { series, counts } of counted) {
          const [now, then] = (await counts()).map(sum);
          const [count = 0, before = 0] = [now, then];
          const change = count - before;
          yield [
            [
              series.title,
              count,
              before,
              change,
              percent(change, before),
              `${series.of}: ${tools.query(series)}`,
              null,
            ],
          ];
        }
      },
      ...(days.length < 2 ? {} : { series: () => seriesOf(section, tools, days, counted) }),
    },
    {
      title: `${section.title} by day`,
      columns: [
        textColumn('day', 'Day'),
        textColumn('series', 'Trend'),
        numberColumn('count', 'Count'),
        numberColumn('before', 'Before'),
        numberColumn('change', 'Change'),
      ],
      async *rows() {
        for (const { series, counts } of counted) {
          const [now, then] = await counts();
          const rows = days.map(({ from }, at): Values => {
            const count = now[at] ?? 0;
            const before = then[at] ?? null;
            return [
              dateIn(from, tools.zone),
              series.title,
              count,
              before,
              before === null ? null : count - before,
            ];
          });
          yield* rowsOf(rows);
        }
      },
    },
  ];
}

/** Questions of one kind are drawn together. */
async function seriesOf(
  { title, series }: DaysSection,
  { zone }: Tools,
  days: readonly Span[],
  counted: readonly { readonly counts: () => Promise<readonly (readonly number[])[]> }[],
): Promise<Series> {
  const rows: (readonly number[])[] = [];
  for (const { counts } of counted) rows.push((await counts())[0]?.slice(-MOST_DAYS) ?? []);
  const lines = series.map(({ of, title: name }, row) => ({ of, name, row }));
  const charts = [...Map.groupBy(lines, ({ of }) => of)].map(
    ([of, together]): Chart => ({ title: `${title}: ${DRAWN[of]}`, lines: together }),
  );
  return {
    at: COLUMNS.length,
    days: days.slice(-MOST_DAYS).map(({ from }) => Date.parse(dateIn(from, zone))),
    rows,
    charts,
    zone: zone.name,
  };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

async function perDay(
  series: DaysSection['series'][number],
  tools: Tools,
  span: Span,
): Promise<readonly number[]> {
  const days = daysOf(span, tools.zone);
  const counts = days.map(() => 0);
  const times = columnsAt(series.of, timesOf(series.of));
  for await (const batch of tools.values(series, times, span)) {
    for (const row of batch) {
      const at = latest(row);
      const day = at === null ? -1 : days.findIndex(({ from, to }) => at >= from && at < to);
      if (day >= 0) counts[day] = (counts[day] ?? 0) + 1;
    }
  }
  return counts;
}
