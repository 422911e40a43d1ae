/** The figures platforms report, in the four groups of the pane, each with the records behind it. Pure. */
import type { Figure } from '../../src/cache/port.ts';
import { opensOf } from './records-behind.ts';
import { type Item, itemOf, type Section } from './sections.ts';

interface GroupDeclaration {
  readonly id: string;
  readonly title: string;
  /** Which categories of the platforms belong here; the last takes what no other does. */
  readonly holds: RegExp;
}

/** The groups of Overall Statistics as vendors publish them; every platform's figures fit one. */
const GROUPS: readonly GroupDeclaration[] = [
  { id: 'endpoints', title: 'Endpoints and discovery', holds: /endpoint|discover|scan/i },
  { id: 'keys', title: 'Keys', holds: /key/i },
  { id: 'templates', title: 'Templates and profiles', holds: /template|profile/i },
  { id: 'certificates', title: 'Certificates', holds: /./ },
];
/** Against the snapshot of the day before, and of a week before. */
export const BY_SNAPSHOT = { day: '±day', week: '±week' } as const;
const ORDER = ['certificates', 'endpoints', 'keys', 'templates'];

/** Figures that are one bar each of "by days to expiry": `… 8-30 days`, `… later`. */
const ENDING = /\bending (?:in (\d+)-\d+ days|later)/i;

export function figureSections(figures: readonly Figure[]): readonly Section[] {
  const items = new Map<string, Item[]>(ORDER.map((id) => [id, []]));
  for (const figure of figures.filter(({ name }) => !ENDING.test(name))) {
    const group = GROUPS.find(({ holds }) => holds.test(figure.category)) ?? GROUPS.at(-1);
    if (group !== undefined) items.get(group.id)?.push(figureItem(figure));
  }
  return ORDER.map((id) => {
    const title = GROUPS.find((group) => group.id === id)?.title ?? id;
    const found = items.get(id) ?? [];
    const note = found.length === 0 ? 'No platform reports these.' : null;
    return { id, title, items: found, changes: found.length === 0 ? null : BY_SNAPSHOT, note };
  });
}

/** The bars of "certificates by days to expiry", soonest first. */
export function endingItems(figures: readonly Figure[]): readonly Item[] {
  const startOf = ({ name }: Figure): number => Number(ENDING.exec(name)?.[1] ?? Number.POSITIVE_INFINITY);
  return (
    figures
      .filter(({ name }) => ENDING.test(name))
      .sort((a, b) => startOf(a) - startOf(b) || (a.platform < b.platform ? -1 : 1))
      // The section says what ends: the days are what tells one bar from the next.
      .map((figure) => ({
        ...figureItem(figure),
        label: figure.name.replace(/^.*\bending (?:in )?/i, ''),
        counts: true,
        series: [],
      }))
  );
}

function figureItem(figure: Figure): Item {
  const opens = opensOf(figure);
  return itemOf({
    key: `${figure.platform}/${figure.category}/${figure.name}`,
    label: figure.name,
    platform: figure.platform,
    value: figure.value,
    unit: figure.unit,
    day: figure.dayAgo === null ? null : figure.value - figure.dayAgo,
    week: figure.weekAgo === null ? null : figure.value - figure.weekAgo,
    series: figure.series.map(({ value }) => value),
    counts: false,
    opens,
    why: opens === null ? 'certdeck does not know which records this figure counts' : '',
  });
}
