/** Issuance and renewal by day: which records count, and what their counts say. Pure. */
import type { Group, Histogram } from '../../src/cache/ask.ts';
import { type Item, itemOf, type Opens } from './sections.ts';

export interface Trend {
  readonly key: string;
  readonly label: string;
  readonly tone: Item['tone'];
  readonly opens: Opens;
}

const ISSUING = /ISSU|ENROL/i;
const RENEWING = /RENEW/i;
const DONE = /COMPLETE|SUCCE|ISSUED$|RENEWED$/i;
const FAILED = /FAIL|ERROR/i;

/**
 * Every platform names its job types and actions differently; all name issuing and renewing in them. `since` is
 * the bound that all numbers of the pane share.
 */
export function trendsOf(
  types: readonly Group[],
  actions: readonly Group[],
  since: string,
): readonly Trend[] {
  const named = (groups: readonly Group[], ...patterns: readonly RegExp[]): string =>
    groups
      .flatMap(({ value }) =>
        value !== null && patterns.every((pattern) => pattern.test(value)) ? [value] : [],
      )
      .map((value) => (/^[\w.-]+$/.test(value) ? value : JSON.stringify(value)))
      .join(',');
  const [issue, renew] = [named(types, ISSUING), named(types, RENEWING)];
  const jobs = (key: string, label: string, type: string, status: string, tone: Item['tone']): Trend[] =>
    type === ''
      ? []
      : [{ key, label, tone, opens: { pane: 'jobs', query: `type:${type} status:${status} ${since}` } }];
  const audit = (key: string, label: string, action: string, tone: Item['tone']): Trend[] =>
    action === '' ? [] : [{ key, label, tone, opens: { pane: 'audit', query: `action:${action} ${since}` } }];
  return [
    ...jobs('trend:issued', 'Issuance jobs done', issue, 'SUCCESS', 'ok'),
    ...jobs('trend:issue-failed', 'Issuance jobs failed', issue, 'FAILED', 'error'),
    ...jobs('trend:renewed', 'Renewal jobs done', renew, 'SUCCESS', 'ok'),
    ...jobs('trend:renew-failed', 'Renewal jobs failed', renew, 'FAILED', 'error'),
    ...audit('trend:issuance-logged', 'Issuance in audit logs', named(actions, ISSUING, DONE), 'ok'),
    ...audit('trend:renewal-logged', 'Renewal in audit logs', named(actions, RENEWING, DONE), 'ok'),
    ...audit(
      'trend:renewal-failed-logged',
      'Renewal failures in audit logs',
      named(actions, RENEWING, FAILED),
      'error',
    ),
  ];
}

/** Of buckets of 24 hours that end now: part of a day is never compared with a whole one. */
export const BY_HOURS = { day: '±24h', week: '±7d' } as const;

/** Total, the last 24 hours against those before, the last seven days against those before, and one by one. */
export function trendItem({ key, label, tone, opens }: Trend, total: number, histogram: Histogram): Item {
  const counts = histogram.series[0]?.counts ?? [];
  return itemOf({
    key,
    label,
    value: total,
    day: (counts.at(-1) ?? 0) - (counts.at(-2) ?? 0),
    week: sum(counts.slice(-7)) - sum(counts.slice(-14, -7)),
    series: counts,
    tone: total === 0 ? 'plain' : tone,
    opens,
  });
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
