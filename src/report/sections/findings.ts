import { narrowed } from '../../query/print.ts';
import type { Ask, FindingsSection } from '../report.ts';
import { numberColumn, percent, type Table, type Tools, textColumn } from '../tools.ts';

const FAILURE = 'outcome:failure';

export async function findingsTables(section: FindingsSection, tools: Tools): Promise<readonly Table[]> {
  const { title, findings, tellsFailed = false } = section;
  return [
    {
      title,
      columns: [
        textColumn('finding', 'Finding'),
        numberColumn('count', 'Count'),
        ...(tellsFailed ? [numberColumn('failed', 'Of these failed')] : []),
        numberColumn('of', 'Of'),
        numberColumn('share', 'Share %'),
        textColumn('query', 'Query'),
      ],
      async *rows() {
        for (const finding of findings) {
          const { of, part } = finding;
          const count = await tools.count(finding);
          const failed = tellsFailed ? [await failedOf(finding, tools)] : [];
          const whole = part === undefined ? null : await tools.count({ of, query: part });
          const share = whole === null ? null : percent(count, whole);
          yield [[finding.title, count, ...failed, whole, share, `${of}: ${tools.query(finding)}`]];
        }
      },
    },
  ];
}

/** How many were tried and did not succeed; null where that is what was asked, or nothing that can fail. */
async function failedOf({ of, query }: Ask, tools: Tools): Promise<number | null> {
  if (of !== 'audit' || query.includes(FAILURE)) return null;
  return tools.count({ of, query: narrowed(query, of, FAILURE) });
}
