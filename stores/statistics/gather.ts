/** Asks the cache for everything the statistics pane shows and lays it out in sections. */
import type { Figure, Group, Histogram, Selection } from '../../src/cache/port.ts';
import type { Kind } from '../../src/domain/record.ts';
import { DAY } from '../../src/domain/time.ts';
import type { ConsoleServices } from '../services.ts';
import { figureSections } from './figures.ts';
import type { Item, Opens, Section } from './sections.ts';

/** Days a trend reaches back. */
const TREND_DAYS = 30;
const MOST_GROUPS = 8;

const quoted = (text: string): string => JSON.stringify(text);

export async function gatherSections(
  services: ConsoleServices,
  signal: AbortSignal,
): Promise<readonly Section[]> {
  const { cache, clock, longRunningAfter } = services;
  const now = clock();
  const selection = (kind: Kind, query: string): Selection => ({ kind, query, now, longRunningAfter });
  const groups = (kind: Kind, query: string, field: string): Promise<readonly Group[]> =>
    cache.groups({ selection: selection(kind, query), field, limit: MOST_GROUPS }, { signal });
  const to = Math.ceil(now / DAY) * DAY;
  const from = to - TREND_DAYS * DAY;
  const trend = (kind: Kind, query: string): Promise<Histogram> =>
    cache.histogram({ selection: selection(kind, query), from, to, buckets: TREND_DAYS }, { signal });

  const figures: readonly Figure[] = await cache.figures('', now);
  const expiry = await expirySection(services, now, signal);
  const trends = await Promise.all(
    TRENDS.map(async (row) => trendItem(row, await trend(row.kind, row.query))),
  );
  const failedByType = await groups('job', `status:FAILED since:${TREND_DAYS}d`, 'type');
  const failedByCause = await groups('job', `status:FAILED since:${TREND_DAYS}d`, 'error');
  const alertsByType = await groups('alert', '', 'type');
  return [
    ...figureSections(figures),
    expiry,
    { id: 'trend', title: `Issuance and renewal, last ${TREND_DAYS} days`, items: trends, note: null },
    distribution('failed-type', 'Failed jobs by type, last 30 days', failedByType, (value) => ({
      pane: 'jobs',
      query: `status:failed since:30d ${value === null ? 'no:type' : `type=${quoted(value)}`}`,
    })),
    distribution('failed-cause', 'Failed jobs by cause, last 30 days', failedByCause, (value) => ({
      pane: 'jobs',
      query: `status:failed since:30d ${value === null ? 'no:error' : `error=${quoted(value)}`}`,
    })),
    distribution('alert-type', 'Alerts by type', alertsByType, (value) => ({
      pane: 'alerts',
      query: value === null ? 'no:type' : `type=${quoted(value)}`,
    })),
  ];
}

interface Trend {
  readonly key: string;
  readonly label: string;
  readonly kind: Kind;
  readonly query: string;
  readonly opens: Opens;
  readonly tone: Item['tone'];
}

const of = (words: string, status: string): string => `type:*${words}* status:${status}`;

/** Trends over jobs: platforms name their job types differently, all name issuing and renewing in them. */
const TRENDS: readonly Trend[] = (
  [
    ['issued', 'Issued', of('ISSUE', 'SUCCESS'), 'ok'],
    ['issue-failed', 'Issuance failed', of('ISSUE', 'FAILED'), 'error'],
    ['renewed', 'Renewed', of('RENEW', 'SUCCESS'), 'ok'],
    ['renew-failed', 'Renewal failed', of('RENEW', 'FAILED'), 'error'],
  ] as const
).map(([key, label, query, tone]) => ({
  key: `trend:${key}`,
  label,
  kind: 'job' as const,
  query,
  opens: { pane: 'jobs' as const, query: `${query} since:${TREND_DAYS}d` },
  tone,
}));

function trendItem(row: Trend, histogram: Histogram): Item {
  const counts = histogram.series[0]?.counts ?? [];
  const total = counts.reduce((sum, count) => sum + count, 0);
  const today = counts.at(-1) ?? 0;
  const yesterday = counts.at(-2) ?? 0;
  const week = sum(counts.slice(-7)) - sum(counts.slice(-14, -7));
  return {
    key: row.key,
    label: row.label,
    value: total,
    unit: null,
    day: today - yesterday,
    week,
    series: counts,
    counts: true,
    tone: total === 0 ? 'plain' : row.tone,
    opens: row.opens,
    why: '',
  };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** Days to expiry, from the alerts that platforms raise as an expiry draws near. */
async function expirySection(services: ConsoleServices, now: number, signal: AbortSignal): Promise<Section> {
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
  return { id: 'expiry', title: 'Certificates by days to expiry', items, note: null };
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
