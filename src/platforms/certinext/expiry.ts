/** Which certificates of an account run out, judged from its orders. */
import type { Alert } from '../../domain/alert.ts';
import { toIso } from '../../domain/time.ts';
import type { OrderFacts } from './order.ts';

export interface Moment {
  /** UTC ms. */
  readonly now: number;
  /** How near its end, in ms, a certificate counts as expiring; for as long after it, it is told as expired. */
  readonly expiringWithin: number;
}

interface Issued extends OrderFacts {
  readonly serial: string;
  readonly expiresAt: number;
}

export const isIssued = (order: OrderFacts): order is Issued =>
  order.serial !== null && order.expiresAt !== null;
export const isRevoked = ({ certificateStatus }: OrderFacts): boolean =>
  /revoke/i.test(certificateStatus ?? '');

export interface Judged {
  readonly alert: Alert;
  readonly order: OrderFacts;
}

/**
 * The alerts of now. A certificate is renewed when a later order for its name gave one that ends later: then it is
 * nobody's trouble. One that merely ends later was there before, and does not help whoever waits for a renewal.
 */
export function judgeExpiry(
  platform: string,
  orders: Iterable<OrderFacts>,
  moment: Moment,
): readonly Judged[] {
  const named = Map.groupBy(
    [...orders].filter(isIssued).filter((order) => !isRevoked(order)),
    (order) => order.domain?.toLowerCase() ?? `order ${order.number}`,
  );
  return [...named.values()].flatMap(unrenewed).flatMap((order) => {
    const alert = judge(platform, order, moment);
    return alert === null ? [] : [{ alert, order }];
  });
}

/** Of certificates for one name those that no later order outlasts. */
function unrenewed(certificates: readonly Issued[]): readonly Issued[] {
  const latestFirst = certificates.toSorted(
    (a, b) => orderOf(b) - orderOf(a) || b.expiresAt - a.expiresAt || (a.serial < b.serial ? -1 : 1),
  );
  let end = Number.NEGATIVE_INFINITY;
  return latestFirst.filter(({ expiresAt }) => {
    const outlasted = expiresAt <= end;
    end = Math.max(end, expiresAt);
    return !outlasted;
  });
}

/** Without a date of its order a certificate is taken for as old as can be: any later one renews it. */
const orderOf = ({ orderedAt }: Issued): number => orderedAt ?? Number.MIN_SAFE_INTEGER;

function judge(platform: string, order: Issued, { now, expiringWithin }: Moment): Alert | null {
  const { serial, expiresAt, orderedAt } = order;
  if (Math.abs(expiresAt - now) > expiringWithin) return null;
  const expired = expiresAt < now;
  const name = order.domain ?? `order ${order.number}`;
  const type = expired ? 'EXPIRED' : 'EXPIRING_SOON';
  const issuer = order.issuer === null ? '' : `, issued by ${order.issuer}`;
  return {
    kind: 'alert',
    platform,
    id: `${type}:${serial}`,
    severity: expired ? 'error' : 'warning',
    type,
    title: `Certificate ${expired ? 'expired' : 'expires soon'}: ${name}`,
    message: `${name} ${expired ? 'expired' : 'expires'} on ${toIso(expiresAt)?.slice(0, 10)}; serial ${serial}${issuer}; order ${order.number}; no later order for this name gave one that ends later`,
    entity: { type: 'Certificate', id: serial, name: order.domain },
    createdAt: expired
      ? expiresAt
      : Math.max(expiresAt - expiringWithin, orderedAt ?? Number.NEGATIVE_INFINITY),
    read: false,
    readAt: null,
    origin: 'platform',
  };
}
