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
 * The alerts of now. Of all certificates for one name only the one that ends last is judged: a name ordered
 * again is renewed, and its older certificates are nobody's trouble.
 */
export function judgeExpiry(
  platform: string,
  orders: Iterable<OrderFacts>,
  moment: Moment,
): readonly Judged[] {
  const latest = new Map<string, Issued>();
  for (const order of orders) {
    if (!isIssued(order) || isRevoked(order)) continue;
    const name = order.domain?.toLowerCase() ?? `order ${order.number}`;
    const other = latest.get(name);
    if (other === undefined || other.expiresAt < order.expiresAt) latest.set(name, order);
  }
  return [...latest.values()].flatMap((order) => {
    const alert = judge(platform, order, moment);
    return alert === null ? [] : [{ alert, order }];
  });
}

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
    message: `${name} ${expired ? 'expired' : 'expires'} on ${toIso(expiresAt)?.slice(0, 10)}; serial ${serial}${issuer}; order ${order.number}; no later certificate was issued for this name`,
    entity: { type: 'Certificate', id: serial, name: order.domain },
    createdAt: expired
      ? expiresAt
      : Math.max(expiresAt - expiringWithin, orderedAt ?? Number.NEGATIVE_INFINITY),
    read: false,
    readAt: null,
    origin: 'platform',
  };
}
