/** CERTInext's stand-in: how it grows, and what it truly holds, read without our code. */
import { createHash } from 'node:crypto';
import type { DemoPlatform } from '../../src/demo/start.ts';
import type { Ref } from '../../src/domain/record.ts';
import type { Subject } from './subjects.ts';

type Row = Readonly<Record<string, string>>;

const DAY = 86_400_000;
const STATUS: Readonly<Record<string, string>> = {
  'Order Fulfilled': 'SUCCESS',
  'Order Accepted': 'RUNNING',
  'Order In-Progress': 'RUNNING',
  'Order Cancelled': 'FAILED',
};

/** Every row of a list of the stand-in. */
export async function rowsOf({ baseUrl, credentials, settings }: DemoPlatform, path: string): Promise<Row[]> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: String(settings.account_number),
    client_secret: credentials.client_secret ?? '',
  });
  const given = await fetch(`${baseUrl}/oauth/token`, { method: 'POST', body: form });
  const { access_token } = (await given.json()) as { access_token: string };
  const rows: Row[] = [];
  for (let page = 1; ; page += 1) {
    const joint = path.includes('?') ? '&' : '?';
    const answer = await fetch(`${baseUrl}/api/certinext/v2${path}${joint}page=${page}&size=100`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    const { content, totalPages } = (await answer.json()) as { content: Row[]; totalPages: number };
    rows.push(...content);
    if (page >= totalPages) return rows;
  }
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const instant = (text = '') => Date.parse(`${text.replace(' ', 'T')}Z`);

function alertsOf(orders: readonly Row[], now: number): readonly string[] {
  // All of one form, so that the texts are in the order of their times.
  const issued = orders.filter(({ certificateExpiryDate }) => certificateExpiryDate !== '');
  const renews = (one: Row, other: Row) =>
    one.domainName === other.domainName &&
    (one.orderDate ?? '') > (other.orderDate ?? '') &&
    (one.certificateExpiryDate ?? '') >= (other.certificateExpiryDate ?? '');
  return issued.flatMap((order) => {
    const { certificateExpiryDate, certificateSerialNumber } = order;
    const left = instant(certificateExpiryDate) - now;
    if (Math.abs(left) > 30 * DAY || issued.some((other) => renews(other, order))) return [];
    return `${left < 0 ? 'EXPIRED' : 'EXPIRING_SOON'}:${certificateSerialNumber}`;
  });
}

/** Figures are ours by name; what they count is looked at elsewhere. */
const FIGURES = [
  ...['issued-certificates', 'revoked-certificates', 'expiring-certificates', 'expired-certificates'],
  ...['orders', 'orders-fulfilled', 'orders-in-progress', 'orders-waiting', 'orders-rejected-or-cancelled'],
  ...[
    'domains',
    'active-domains',
    'verified-domains',
    'domains-to-be-verified',
    'domains-that-failed-to-verify',
  ],
];

export const CERTINEXT: Subject = {
  kind: 'certinext',
  size: { name: 'size', cap: 100 },
  fewPages: 90,
  lists: /\/reports\/(orders|ledger)$/,
  // As long as the list of orders, and read by one stream alone.
  longest: /\/reports\/ledger$/,
  grow(time) {
    time.now += 100_000;
  },
  async truth(platform, now) {
    const held = new Map<Ref, string>();
    const orders = await rowsOf(platform, '/reports/orders');
    for (const { orderNumber, orderStatus = '' } of orders)
      held.set(`prod/job/${orderNumber}`, STATUS[orderStatus] ?? '');
    for (const row of await rowsOf(platform, '/reports/ledger')) {
      const id = createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 32);
      held.set(`prod/audit/${id}`, '');
    }
    const alerts = alertsOf(orders, now);
    for (const id of alerts) held.set(`prod/alert/${id}`, 'false');
    for (const name of FIGURES) held.set(`prod/statistic/${name}:${dayOf(now)}`, '');
    // Older than the history that is told.
    for (let ago = 1; ago <= 90; ago += 1) held.set(`prod/statistic/orders:${dayOf(now - ago * DAY)}`, '');
    return held;
  },
  timeField: 'transactionDate',
  start: { name: 'page', last: (rows, size) => Math.ceil(rows / size) },
  signsIn: true,
  idsFromContent: true,
  optional: { ledger: /ledger$/, domains: /domains$/ },
  required: { streams: ['certificates', 'orders'], path: /orders$/ },
};
