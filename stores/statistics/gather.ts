/** Asks the cache for everything the statistics pane shows and lays it out in sections. */
import type { Count, Figure, Group, Selection } from '../../src/cache/ask.ts';
import type { StreamState } from '../../src/cache/stored.ts';
import type { Kind } from '../../src/domain/record.ts';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import { countedBy } from '../../src/platforms/counted-figures.ts';
import { boundTerms } from '../../src/query/bounds.ts';
import { countedKey } from '../../src/sync/counted.ts';
import { PANES } from '../panes.ts';
import type { ConsoleServices } from '../services.ts';
import { causeTerm } from './causes.ts';
import { type Counting, type CountingOf, endingItems, figureSections } from './figures.ts';
import { type Item, itemOf, type Opens, type Section } from './sections.ts';
import { BY_HOURS, trendItem, trendsOf } from './trends.ts';

/** Days that trends and distributions of jobs reach back. */
const DAYS = 30;
const MOST_GROUPS = 8;
const MOST_TYPES = 200;

const quoted = (text: string): string => JSON.stringify(text);

export async function gatherSections(
  services: ConsoleServices,
  signal: AbortSignal,
): Promise<readonly Section[]> {
  const { cache, clock, longRunningAfter } = services;
  const now = clock();
  // One instant for every number and for the query behind it: what opens is what was counted.
  const to = Math.ceil(now / MINUTE) * MINUTE;
  const from = to - DAYS * DAY;
  const since = boundTerms(from, null);
  const selection = (kind: Kind, query: string): Selection => ({ kind, query, now, longRunningAfter });
  const groups = (kind: Kind, query: string, field: string, limit = MOST_GROUPS): Promise<readonly Group[]> =>
    cache.groups({ selection: selection(kind, query), field, limit }, { signal });
  const counted = new Map<string, Promise<number>>();
  const count = ({ pane, query }: Opens): Promise<number> => {
    const key = `${pane} ${query}`;
    const known =
      counted.get(key) ?? cache.count(selection(PANES[pane].kind, query), { signal }).then(matched);
    counted.set(key, known);
    return known;
  };

  const figures: readonly Figure[] = await cache.figures('', now);
  const streams = await cache.streams();
  const counting = await countingOf(cache, streams, figures);
  const isWaiting = figures.length === 0 || waitsForSome(services, streams);
  const ending = endingItems(figures);
  const types = await groups('job', since, 'type', MOST_TYPES);
  const actions = await groups('audit', since, 'action', MOST_TYPES);
  const trends = await Promise.all(
    trendsOf(types, actions, since).map(async (row) => {
      const { pane, query } = row.opens;
      const request = { selection: selection(PANES[pane].kind, query), from, to, buckets: DAYS };
      return trendItem(row, await count(row.opens), await cache.histogram(request, { signal }));
    }),
  );
  const failed = `status:failed ${since}`;
  const failedByType = await groups('job', failed, 'type');
  const failedByCause = await groups('job', failed, 'cause');
  const known = new Set((await cache.muted()).map(({ cause }) => cause));
  const alertsByType = await groups('alert', '', 'type');
  const sections: readonly Section[] = [
    ...figureSections(figures, counting, isWaiting),
    {
      id: 'expiry',
      title: 'Certificates by days to expiry',
      items: ending,
      changes: null,
      note: ending.length === 0 ? 'No platform counts them; its alerts stand below, by type.' : null,
    },
    {
      id: 'trend',
      title: `Issuance and renewal, last ${DAYS} days`,
      items: trends,
      changes: trends.length === 0 ? null : BY_HOURS,
      note: trends.length === 0 ? 'No platform reports any.' : null,
    },
    distribution(
      'failed-type',
      `Failed jobs by type, last ${DAYS} days`,
      failedByType.map(({ value, count }) => ({
        value,
        count,
        opens: { pane: 'jobs', query: `${failed} ${typeTerm(value)}` },
      })),
    ),
    distribution(
      'failed-cause',
      `Failed jobs by cause, last ${DAYS} days`,
      failedByCause.map(({ value, count }) => ({
        value,
        ...(value !== null && known.has(value) ? { label: `known: ${value}` } : {}),
        count,
        opens: { pane: 'jobs', query: `${failed} ${causeTerm(value)}` },
      })),
    ),
    distribution(
      'alert-type',
      'Alerts by type, read ones too',
      alertsByType.map(({ value, count }) => ({
        value,
        count,
        opens: { pane: 'alerts', query: typeTerm(value) },
      })),
    ),
  ];
  return Promise.all(
    sections.map(async (section) => ({
      ...section,
      items: await Promise.all(section.items.map((item) => withRecords(item, count))),
    })),
  );
}

/** Whether a platform is still to be read for the first time, whole or in part. */
function waitsForSome({ platforms }: ConsoleServices, streams: readonly StreamState[]): boolean {
  return platforms.some(({ name }) => {
    const own = streams.filter(({ platform, notOffered }) => platform === name && !notOffered);
    return own.length === 0 || own.some(({ syncedAt }) => syncedAt === null);
  });
}

/** How far the records reach that certdeck itself counted. */
async function countingOf(
  cache: ConsoleServices['cache'],
  streams: readonly StreamState[],
  figures: readonly Figure[],
): Promise<CountingOf> {
  const kept = new Map<string, Counting>();
  for (const { platform, origin } of figures) {
    const kind = countedBy(origin)?.kind;
    if (kind === undefined || kept.has(countedKey(platform, kind))) continue;
    const since = await cache.recall(countedKey(platform, kind));
    const own = streams.filter((one) => one.platform === platform && one.kinds.includes(kind));
    const synced = own.flatMap(({ syncedAt }) => syncedAt ?? []);
    kept.set(countedKey(platform, kind), {
      since: typeof since === 'number' ? since : null,
      upTo: synced.length === 0 ? null : Math.max(...synced),
    });
  }
  return (platform, kind) => kept.get(countedKey(platform, kind)) ?? { since: null, upTo: null };
}

const matched = (count: Count): number => count.matched;
const typeTerm = (type: string | null): string => (type === null ? 'no:type' : `type=${quoted(type)}`);

/** The item with how many records really stand behind it; one without any opens nothing and says why. */
async function withRecords(item: Item, count: (opens: Opens) => Promise<number>): Promise<Item> {
  if (item.opens === null) return item;
  const records = await count(item.opens);
  if (records === item.value && records > 0) return item;
  if (records > 0) return { ...item, records };
  const why =
    item.value === 0 ? 'Nothing to open: the number is 0' : 'The cache has no record of what it counts';
  return { ...item, opens: null, why };
}

interface Bar extends Group {
  /** What it is called where that is not its value. */
  readonly label?: string;
  readonly opens: Opens;
}

function distribution(id: string, title: string, bars: readonly Bar[]): Section {
  const items = bars.map(({ value, label, count, opens }) =>
    itemOf({ key: `${id}:${value ?? ''}`, label: label ?? value ?? '(none)', value: count, opens }),
  );
  return { id, title, items, changes: null, note: items.length === 0 ? 'None.' : null };
}
