/** Figures at the end of the window against those at its beginning, by their daily snapshots. */
import type { Figure } from '../../cache/ask.ts';
import { finite } from '../../export/figures.ts';
import type { FiguresSection } from '../report.ts';
import {
  enumColumn,
  numberColumn,
  rowsOf,
  type Table,
  type Tools,
  textColumn,
  timeColumn,
} from '../tools.ts';

export async function figuresTables(section: FiguresSection, tools: Tools): Promise<readonly Table[]> {
  const { window } = tools.job;
  const query = tools.job.scope.platforms.map((name) => JSON.stringify(name)).join(',');
  return [
    {
      title: section.title,
      columns: [
        enumColumn('platform', 'Platform'),
        enumColumn('category', 'Category'),
        textColumn('name', 'Figure'),
        enumColumn('unit', 'Unit'),
        numberColumn('value', 'At the end'),
        numberColumn('before', 'At the beginning'),
        numberColumn('change', 'Change'),
        timeColumn('at', 'As of'),
      ],
      async *rows() {
        const figures = await tools.moment.reads.figures(query === '' ? '' : `platform:${query}`, tools.now);
        yield* rowsOf(
          figures.flatMap((figure) => {
            const end = knownAt(figure, window.to - 1);
            if (end === null) return [];
            const { platform, category, name, unit } = figure;
            const before = knownAt(figure, window.from)?.value ?? null;
            const change = before === null ? null : finite(end.value - before);
            return [[platform, category, name, unit, end.value, before, change, end.at]];
          }),
        );
      },
    },
  ];
}

/** The last snapshot by an instant. */
const knownAt = ({ series }: Figure, by: number) => series.findLast(({ at }) => at <= by) ?? null;
