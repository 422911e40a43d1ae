/** How many a day, against the day as far into the stretch before. */
import type { Values } from '../../export/format.ts';
import type { DaysSection } from '../report.ts';
import { columnsAt, numberColumn, percent, rowsOf, type Table, type Tools, textColumn } from '../tools.ts';
import { dateIn, daysOf, type Span } from '../windows.ts';
import { latest } from './counts.ts';
import { timesOf } from './records.ts';

export async function daysTables(section: DaysSection, tools: Tools): Promise<readonly Table[]> {
  const { window } = tools.job;
  const counted = section.series.map((series) => {
    let made: Promise<readonly [readonly number[], readonly number[]]> | undefined;
    const both = () => Promise.all([perDay(series, tools, window), perDay(series, tools, window.before)]);
    // Both tables ask, whichever comes first.
    return { series, counts: () => (made ??= both()) };
  });
  return [
    {
      title: section.title,
      columns: [
        textColumn('series', 'Trend'),
        numberColumn('count', 'Count'),
        numberColumn('before', 'Before'),
        numberColumn('change', 'Change'),
        numberColumn('changeShare', 'Change %'),
        textColumn('query', 'Query'),
      ],
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
            ],
          ];
        }
      },
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
        const days = daysOf(window, tools.zone);
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
