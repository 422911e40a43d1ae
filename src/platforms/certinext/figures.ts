/** What can be counted in orders and domains, the same figures at every look. */
import type { Statistic } from '../../domain/statistic.ts';
import { DAY, utcDate } from '../../domain/time.ts';
import { type Figure, figureId } from '../snapshot.ts';
import { isIssued, isRevoked, type Judged } from './expiry.ts';
import type { OrderFacts } from './order.ts';

interface Counted<Thing> {
  readonly category: string;
  readonly name: string;
  readonly unit: string;
  readonly counts: (thing: Thing) => boolean;
}

/** An order and the alert its certificate gives cause for. */
type Standing = OrderFacts & { readonly alert: string | null };

const certificates = (name: string, counts: Counted<Standing>['counts']): Counted<Standing> => ({
  category: 'Certificates',
  name,
  unit: 'certificates',
  counts,
});
const orders = (name: string, counts: Counted<Standing>['counts']): Counted<Standing> => ({
  category: 'Orders',
  name,
  unit: 'orders',
  counts,
});
const domains = (name: string, counts: Counted<DomainFacts>['counts']): Counted<DomainFacts> => ({
  category: 'Domains',
  name,
  unit: 'domains',
  counts,
});

const ALL_ORDERS = orders('Orders', () => true);
const ORDER_FIGURES: readonly Counted<Standing>[] = [
  certificates('Issued certificates', isIssued),
  certificates('Revoked certificates', isRevoked),
  // As many as there are alerts: those nobody has renewed.
  certificates('Expiring certificates', ({ alert }) => alert === 'EXPIRING_SOON'),
  certificates('Expired certificates', ({ alert }) => alert === 'EXPIRED'),
  ALL_ORDERS,
  orders('Orders fulfilled', ({ status }) => status === 'SUCCESS'),
  orders('Orders in progress', ({ status }) => status === 'RUNNING'),
  orders('Orders waiting', ({ status }) => status === 'QUEUED'),
  orders('Orders rejected or cancelled', ({ status }) => status === 'FAILED'),
];

export interface DomainFacts {
  readonly id: string;
  readonly status: string | null;
  readonly dcvStatus: string | null;
}

const DOMAIN_FIGURES: readonly Counted<DomainFacts>[] = [
  domains('Domains', () => true),
  domains('Active domains', ({ status }) => status === 'ACTIVE'),
  domains('Verified domains', ({ dcvStatus }) => dcvStatus === 'VERIFIED'),
  domains('Domains to be verified', ({ dcvStatus }) => dcvStatus === 'PENDING'),
  domains('Domains that failed to verify', ({ dcvStatus }) => dcvStatus === 'REJECTED'),
];

export function orderFigures(found: readonly OrderFacts[], judged: readonly Judged[]): readonly Figure[] {
  const alerts = new Map(judged.map(({ alert, order }) => [order.number, alert.type]));
  const standing = found.map((order) => ({ ...order, alert: alerts.get(order.number) ?? null }));
  return count(ORDER_FIGURES, standing);
}

export const domainFigures = (found: readonly DomainFacts[]): readonly Figure[] =>
  count(DOMAIN_FIGURES, found);

function count<Thing>(rows: readonly Counted<Thing>[], things: readonly Thing[]): readonly Figure[] {
  return rows.map(({ counts, ...figure }) => ({ ...figure, value: things.filter(counts).length }));
}

/** Days before the present one that orders tell of. */
const HISTORY = 90;

/**
 * How many orders there were at the end of each of the last days (UTC): orders are dated and never go away, so a
 * trend is there at the first look. Begins with the day of the first order and ends with yesterday.
 */
export function orderHistory(
  platform: string,
  found: readonly OrderFacts[],
  now: number,
): readonly Statistic[] {
  const { counts: _, ...figure } = ALL_ORDERS;
  const dates = found.flatMap(({ orderedAt }) => orderedAt ?? []).sort((a, b) => a - b);
  const undated = found.length - dates.length;
  const today = startOfDay(now);
  const days: Statistic[] = [];
  let [counted, previous]: [number, number | null] = [0, null];
  let day = Math.max(today - HISTORY * DAY, startOfDay(dates[0] ?? today));
  for (; day < today; day += DAY) {
    const end = day + DAY;
    while ((dates[counted] ?? end) < end) counted += 1;
    const id = `${figureId(figure.name)}:${utcDate(day)}`;
    const value = undated + counted;
    const at = end - 1;
    days.push({
      kind: 'statistic',
      platform,
      id,
      account: null,
      ...figure,
      value,
      at,
      previous,
      origin: 'platform',
    });
    previous = value;
  }
  return days;
}

const startOfDay = (at: number): number => Math.floor(at / DAY) * DAY;
