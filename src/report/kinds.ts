import { KINDS, type Kind } from '../domain/record.ts';
import type { Report, Section } from './report.ts';

/** The kinds of records a report is about: what of them is missing is missing in it. */
export function kindsOf({ sections }: Report): readonly Kind[] {
  const asked = new Set(sections.flatMap(kindsIn));
  return KINDS.filter((kind) => asked.has(kind));
}

function kindsIn(section: Section): readonly Kind[] {
  switch (section.kind) {
    case 'records':
    case 'counts':
    case 'profiles':
      return [section.of];
    case 'days':
      return section.series.map(({ of }) => of);
    case 'findings':
      return section.findings.map(({ of }) => of);
    case 'check':
      return ['alert', 'job'];
    case 'figures':
      return ['statistic'];
    case 'controls':
    case 'ledger':
      return [];
    default:
      return section satisfies never;
  }
}
