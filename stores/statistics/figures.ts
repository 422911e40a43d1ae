/** The figures platforms report: the known ones whole and in their order, in their groups, then all others. Pure. */
import type { Figure } from '../../src/cache/ask.ts';
import {
  FIGURE_GROUPS,
  groupOfCategory,
  KNOWN_FIGURES,
  type KnownFigure,
  knownFigure,
} from '../../src/domain/known-figures.ts';
import { utcDate } from '../../src/domain/time.ts';
import { type CountedKind, countedBy } from '../../src/platforms/counted-figures.ts';
import { byDay, changesOf } from './changes.ts';
import { opensOf } from './records-behind.ts';
import { type Item, itemOf, type Opens, type Section } from './sections.ts';

/** Against the snapshot of the day before, and of a week before. */
export const BY_SNAPSHOT = { day: '±day', week: '±week', age: 'age' } as const;
export const NOT_REPORTED = 'not reported by any platform';
export const NOT_YET = 'not reported yet';

/** Figures that are one bar each of "by days to expiry": `… 8-30 days`, `… later`. */
const ENDING = /\bending (?:in (\d+)-\d+ days|later)/i;

/** From when on the records of a platform were counted, and up to when they are known (UTC ms). */
export interface Counting {
  readonly since: number | null;
  readonly upTo: number | null;
}
export type CountingOf = (platform: string, kind: CountedKind) => Counting;
const NEVER: CountingOf = () => ({ since: null, upTo: null });

/** One figure with everybody who has a number for it. */
interface Named {
  readonly name: string;
  readonly known: KnownFigure | null;
  readonly sources: readonly Figure[];
}

/** `isWaiting`: some platform has not told all it has yet, so that nobody can be said not to report a figure. */
export function figureSections(
  figures: readonly Figure[],
  counting: CountingOf = NEVER,
  isWaiting = figures.length === 0,
): readonly Section[] {
  const reported = figures.filter(({ name }) => !ENDING.test(name));
  const others = [...new Set(reported.map(({ category }) => category))]
    .filter((category) => groupOfCategory(category) === null)
    .sort();
  const said = isWaiting ? NOT_YET : NOT_REPORTED;
  const section = (id: string, title: string, named: readonly Named[]): Section => ({
    id,
    title,
    items: named.flatMap((figure) => itemsOf(figure, said, counting)),
    changes: BY_SNAPSHOT,
    note: null,
  });
  return [
    ...FIGURE_GROUPS.map(({ id, title }) => {
      const own = reported.filter(({ category }) => groupOfCategory(category) === id);
      const known = KNOWN_FIGURES.filter(({ group }) => group === id);
      return section(id, title, [
        ...known.map((row) => ({
          name: row.name,
          known: row,
          sources: own.filter(({ name, category }) => knownFigure(name, category) === row),
        })),
        ...byName(own.filter(({ name, category }) => knownFigure(name, category) === null)),
      ]);
    }),
    ...others.map((category) =>
      section(`category:${category}`, category, byName(reported.filter((one) => one.category === category))),
    ),
  ];
}

function byName(figures: readonly Figure[]): readonly Named[] {
  return [...Map.groupBy(figures, ({ name }) => name)]
    .map(([name, sources]) => ({ name, known: null, sources }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function itemsOf({ name, known, sources }: Named, said: string, counting: CountingOf): readonly Item[] {
  if (sources.length === 0) {
    if (known?.expected !== true) return [];
    return [
      itemOf({ key: `unreported:${name}`, label: name, value: null, said, opens: null, why: cap(said) }),
    ];
  }
  const items = [...sources]
    .sort(inOrder)
    .map((figure) => ({ ...figureItem(figure, counting), label: name, better: known?.better ?? null }));
  if (items.length === 1) return items;
  const total = known?.adds === true ? totalOf(name, sources, items) : null;
  const indented = items.map((item) => ({ ...item, indented: true, heading: total === null ? name : null }));
  return total === null ? indented : [total, ...indented];
}

const cap = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** By platform; what it reports itself before what was counted or imported. */
function inOrder(a: Figure, b: Figure): number {
  const place = ({ platform, origin, name }: Figure) =>
    [platform, Number(origin !== 'platform'), name].join('\n');
  return place(a) < place(b) ? -1 : 1;
}

/** What several platforms have together; null where one of them has two numbers of its own. */
function totalOf(name: string, sources: readonly Figure[], items: readonly Item[]): Item | null {
  const platforms = new Set(sources.map(({ platform }) => platform));
  const units = new Set(sources.map(({ unit }) => unit));
  if (platforms.size < sources.length || units.size > 1) return null;
  const sum = (of: (item: Item) => number | null): number | null =>
    items.reduce<number | null>((total, item) => {
      const value = of(item);
      return total === null || value === null ? null : total + value;
    }, 0);
  const opens = together(items);
  return itemOf({
    key: `total:${name}`,
    label: name,
    value: sum(({ value }) => value),
    unit: items[0]?.unit ?? null,
    day: sum(({ day }) => day),
    week: items.every(({ aside }) => aside === null) ? sum(({ week }) => week) : null,
    better: items[0]?.better ?? null,
    counts: false,
    aside: `sum of ${platforms.size} platforms`,
    opens,
    why: opens === null ? 'What it counts lies in several panes: open the number of one platform' : '',
  });
}

/** The records behind several numbers, where one pane holds them all. */
function together(items: readonly Item[]): Opens | null {
  const all = items.flatMap(({ opens }) => (opens === null ? [] : [opens]));
  const [first] = all;
  if (first === undefined || all.length < items.length || all.some(({ pane }) => pane !== first.pane))
    return null;
  return { pane: first.pane, query: all.map(({ query }) => `(${query})`).join(' OR ') };
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
        ...figureItem(figure, NEVER),
        label: figure.name.replace(/^.*\bending (?:in )?/i, ''),
        counts: true,
        series: [],
        aside: null,
      }))
  );
}

function figureItem(figure: Figure, counting: CountingOf): Item {
  const { platform, name, origin } = figure;
  const counted = countedBy(origin);
  const { since, upTo } = counted === null ? NEVER(platform, 'job') : counting(platform, counted.kind);
  const opens = opensOf(figure, since);
  // The portal's own count of something that orders are counted for, too.
  const [, source] = /\((\w+)\)$/.exec(name) ?? [];
  return itemOf({
    key: `${platform}/${figure.category}/${name}/${origin}`,
    label: name,
    platform: source === undefined ? platform : `${platform} (${source})`,
    value: figure.value,
    unit: figure.unit,
    ...changesOf(figure),
    // Nothing new in what is counted: the number is as fresh as the records are.
    at: Math.max(figure.at, upTo ?? figure.at),
    series: byDay(figure),
    counts: false,
    basis:
      counted === null
        ? null
        : `counted from ${counted.counts}${since === null ? '' : ` since ${utcDate(since)}`}`,
    opens,
    why: opens === null ? 'certdeck does not know which records this figure counts' : '',
  });
}
