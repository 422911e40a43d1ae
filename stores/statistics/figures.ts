/** The figures platforms report, in the four groups of the pane, each with the records behind it. Pure. */
import type { Figure } from '../../src/cache/port.ts';
import type { Item, Opens, Section } from './sections.ts';

interface GroupDeclaration {
  readonly id: string;
  readonly title: string;
  /** Which categories of the platforms belong here. */
  readonly holds: RegExp;
}

/** The groups of CertifyClouds' Overall Statistics, which every platform's figures fit. */
const GROUPS: readonly GroupDeclaration[] = [
  { id: 'endpoints', title: 'Endpoints and discovery', holds: /endpoint|discover|scan/i },
  { id: 'keys', title: 'Keys', holds: /key/i },
  { id: 'templates', title: 'Templates and profiles', holds: /template|profile/i },
  { id: 'certificates', title: 'Certificates', holds: /./ },
];
const ORDER = ['certificates', 'endpoints', 'keys', 'templates'];

/** Which records a figure counts, by its name: the first row that fits. */
const BEHIND: readonly { readonly name: RegExp; readonly opens: (platform: string) => Opens }[] = [
  { name: /expired/i, opens: (platform) => ({ pane: 'alerts', query: `${platform} type:EXPIRED` }) },
  { name: /expiring/i, opens: (platform) => ({ pane: 'alerts', query: `${platform} type:EXPIRING_SOON` }) },
  {
    name: /vulnerable|weak/i,
    opens: (platform) => ({ pane: 'alerts', query: `${platform} type:WEAK_KEY,WEAK_SIGNATURE` }),
  },
  { name: /unprotected/i, opens: (platform) => ({ pane: 'jobs', query: `${platform} status:failed` }) },
  { name: /endpoint|scan/i, opens: (platform) => ({ pane: 'jobs', query: platform }) },
  { name: /./, opens: (platform) => ({ pane: 'audit', query: platform }) },
];

export function figureSections(figures: readonly Figure[]): readonly Section[] {
  const items = new Map<string, Item[]>(ORDER.map((id) => [id, []]));
  for (const figure of figures) {
    const group = GROUPS.find(({ holds }) => holds.test(figure.category)) ?? GROUPS[3];
    if (group !== undefined) items.get(group.id)?.push(itemOf(figure));
  }
  return ORDER.map((id) => {
    const title = GROUPS.find((group) => group.id === id)?.title ?? id;
    const found = items.get(id) ?? [];
    return { id, title, items: found, note: found.length === 0 ? 'No platform reports these.' : null };
  });
}

function itemOf(figure: Figure): Item {
  const platform = `platform=${JSON.stringify(figure.platform)}`;
  const opens = BEHIND.find(({ name }) => name.test(figure.name))?.opens(platform) ?? null;
  return {
    key: `${figure.platform}/${figure.category}/${figure.name}`,
    label: `${figure.name} · ${figure.platform}`,
    value: figure.value,
    unit: figure.unit,
    day: figure.dayAgo === null ? null : figure.value - figure.dayAgo,
    week: figure.weekAgo === null ? null : figure.value - figure.weekAgo,
    series: figure.series.map(({ value }) => value),
    counts: false,
    tone: 'plain',
    opens,
    why: opens === null ? 'No records stand behind this figure' : '',
  };
}
