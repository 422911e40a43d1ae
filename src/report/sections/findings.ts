import type { FindingsSection } from '../report.ts';
import { numberColumn, percent, type Table, type Tools, textColumn } from '../tools.ts';

export async function findingsTables(section: FindingsSection, tools: Tools): Promise<readonly Table[]> {
  return [
    {
      title: section.title,
      columns: [
        textColumn('finding', 'Finding'),
        numberColumn('count', 'Count'),
        numberColumn('of', 'Of'),
        numberColumn('share', 'Share %'),
        textColumn('query', 'Query'),
      ],
      async *rows() {
        for (const finding of section.findings) {
          const { title, of, part } = finding;
          const count = await tools.count(finding);
          const whole = part === undefined ? null : await tools.count({ of, query: part });
          const share = whole === null ? null : percent(count, whole);
          yield [[title, count, whole, share, `${of}: ${tools.query(finding)}`]];
        }
      },
    },
  ];
}
