/** What the sections are evidence for, and how much of it there is. No verdict. */
import { CONTROLS } from '../controls.ts';
import type { ControlsSection, Section } from '../report.ts';
import { enumColumn, numberColumn, type Table, type Tools, textColumn } from '../tools.ts';

export async function controlsTables(section: ControlsSection, tools: Tools): Promise<readonly Table[]> {
  return [
    {
      title: section.title,
      columns: [
        enumColumn('framework', 'Framework'),
        enumColumn('control', 'Control'),
        textColumn('asks', 'What it asks for'),
        textColumn('section', 'Evidence in'),
        textColumn('shows', 'What it shows'),
        numberColumn('records', 'Records'),
        enumColumn('kind', 'Of'),
      ],
      async *rows() {
        for (const [id, { framework, control, asks }] of Object.entries(CONTROLS)) {
          for (const each of tools.report.sections) {
            if (each.controls?.some((named) => named === id) !== true) continue;
            const { count, of } = await evidenceOf(each, tools);
            yield [[framework, control, asks, each.title, each.shows ?? null, count, of]];
          }
        }
      },
    },
  ];
}

const NOUNS = { alert: 'alerts', job: 'jobs', audit: 'audit entries', statistic: 'figures' } as const;

async function evidenceOf(section: Section, tools: Tools): Promise<{ count: number | null; of: string }> {
  if (section.kind === 'ledger') {
    return { count: (await tools.moment.reads.ledgerHead()).entries, of: 'arrivals in the chain' };
  }
  if (section.kind === 'findings') {
    const [{ of, part = '' } = { of: 'audit' as const }] = section.findings;
    return { count: await tools.count({ of, query: part }), of: NOUNS[of] };
  }
  if (!('of' in section)) return { count: null, of: '' };
  return { count: await tools.count(section), of: NOUNS[section.of] };
}
