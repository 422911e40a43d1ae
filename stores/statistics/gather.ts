/** Asks the cache for everything the statistics pane shows and lays it out in sections. */
import type { Figure, Group, Histogram, Selection } from '../../src/cache/port.ts';
import type { Kind } from '../../src/domain/record.ts';
import { DAY } from '../../src/domain/time.ts';
import { PANES } from '../panes.ts';
import type { ConsoleServices } from '../services.ts';
import { causesOf } from './causes.ts';
import { endingItems, figureSections } from './figures.ts';
import type { Item, Opens, Section } from './sections.ts';
import { trendItem, trendsOf } from './trends.ts';

/** Days a trend reaches back. */
const TREND_DAYS = 30;
const MOST_GROUPS = 8;
const MOST_TYPES = 200;
const MOST_ERRORS = 1_000;

const quoted = (text: string): string => JSON.stringify(text);

export async function gatherSections(
  services: ConsoleServices,
  signal: AbortSignal,
): Promise<readonly Section[]> {
  const { cache, clock, longRunningAfter } = services;
  const now = clock();
  const selection = (kind: Kind, query: string): Selection => ({ kind, query, now, longRunningAfter });
  const groups = (kind: Kind, query: string, field: string, limit = MOST_GROUPS): Promise<readonly Group[]> =>
    cache.groups({ selection: selection(kind, query), field, limit }, { signal });
  const to = Math.ceil(now / DAY) * DAY;
  const from = to - TREND_DAYS * DAY;
  const trend = ({ pane, query }: Opens): Promise<Histogram> =>
    cache.histogram(
      { selection: selection(PANES[pane].kind, query), from, to, buckets: TREND_DAYS },
      { signal },
    );

  const figures: readonly Figure[] = await cache.figures('', now);
  const expiry = await expirySection(services, endingItems(figures), now, signal);
  const types = await groups('job', `since:${TREND_DAYS}d`, 'type', MOST_TYPES);
  const actions = await groups('audit', `since:${TREND_DAYS}d`, 'action', MOST_TYPES);
  const trends = await Promise.all(
    trendsOf(types, actions, TREND_DAYS).map(async (row) => trendItem(row, await trend(row.opens))),
  );
  const failedByType = await groups('job', `status:FAILED since:${TREND_DAYS}d`, 'type');
  const errors = await groups('job', `status:FAILED since:${TREND_DAYS}d`, 'error', MOST_ERRORS);
  const failedByCause = causesOf(errors, MOST_GROUPS).map(({ stem, count }) => ({ value: stem, count }));
  const alertsByType = await groups('alert', '', 'type');
  return [
    ...figureSections(figures),
    expiry,
    {
      id: 'trend',
      title: `Issuance and renewal, last ${TREND_DAYS} days`,
      items: trends,
      note: trends.length === 0 ? 'No platform reports any.' : null,
    },
    distribution('failed-type', 'Failed jobs by type, last 30 days', failedByType, (value) => ({
      pane: 'jobs',
      query: `status:failed since:30d ${value === null ? 'no:type' : `type=${quoted(value)}`}`,
    })),
    distribution('failed-cause', 'Failed jobs by cause, last 30 days', failedByCause, (value) => ({
      pane: 'jobs',
      query: `status:failed since:30d ${value === null ? 'no:error' : `error:${quoted(value)}`}`,
    })),
    distribution('alert-type', 'Alerts by type', alertsByType, (value) => ({
      pane: 'alerts',
      query: value === null ? 'no:type' : `type=${quoted(value)}`,
    })),
  ];
}

/** Days to expiry: what platforms warn of, and the ranges of those that count them. */
async function expirySection(
  services: ConsoleServices,
  ending: readonly Item[],
  now: number,
  signal: AbortSignal,
): Promise<Section> {
  const { cache, longRunningAfter } = services;
  const items = await Promise.all(
    EXPIRY.map(async ({ key, label, query, tone }): Promise<Item> => {
      const selection: Selection = { kind: 'alert', query, now, longRunningAfter };
      const { matched } = await cache.count(selection, { signal });
      return {
        key: `expiry:${key}`,
        label,
        value: matched,
        unit: null,
        day: null,
        week: null,
        series: [],
        counts: true,
        tone: matched === 0 ? 'plain' : tone,
        opens: { pane: 'alerts', query },
        why: '',
      };
    }),
  );
  return { id: 'expiry', title: 'Certificates by days to expiry', items: [...items, ...ending], note: null };
}

const EXPIRY: readonly {
  readonly key: string;
  readonly label: string;
  readonly query: string;
  readonly tone: Item['tone'];
}[] = [
  { key: 'expired', label: 'Expired', query: 'type:EXPIRED', tone: 'error' },
  { key: 'soon', label: 'Expiring soon', query: 'type:EXPIRING_SOON', tone: 'warning' },
];

function distribution(
  id: string,
  title: string,
  groups: readonly Group[],
  opens: (value: string | null) => Opens,
): Section {
  const items = groups.map(
    ({ value, count }): Item => ({
      key: `${id}:${value ?? ''}`,
      label: value ?? '(none)',
      value: count,
      unit: null,
      day: null,
      week: null,
      series: [],
      counts: true,
      tone: 'plain',
      opens: opens(value),
      why: '',
    }),
  );
  return { id, title, items, note: items.length === 0 ? 'None.' : null };
}
