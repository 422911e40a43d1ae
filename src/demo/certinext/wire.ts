/** Orders, ledger rows and domains as CERTInext's JSON: flags and numbers as texts, "" where there is nothing. */
import { DAY, isoSeconds, MINUTE } from '../clock-times.ts';
import type { Certificate } from '../estate.ts';
import type { Team } from '../names.ts';
import { below, between, hex, mix, mixText } from '../random.ts';
import type { Order } from '../story/orders.ts';
import type { World } from '../world.ts';

export type Row = Readonly<Record<string, unknown>>;

export const ORGANISATION = 'Example Organisation';
const PRODUCTS = { PUBLIC_CA: '823', PRIVATE_PKI: '957' } as const;
const PRICES = { PUBLIC_CA: 4_900, PRIVATE_PKI: 500 } as const;

/** `2026-06-28 10:06:59`: UTC, though it does not say so. */
export const spaced = (at: number): string => isoSeconds(at).replace('T', ' ').replace('Z', '');
export const tenDigits = (hash: number): string => String(1_000_000_000 + below(hash, 8_999_999_999));
export const groupNumber = (world: World, { slug }: Team): string =>
  tenDigits(mixText(mixText(world.seed, 'group'), slug));

/** The two statuses of an order at an instant; `end` is when its certificate runs out. */
export function statusOf(order: Order, end: number, now: number): readonly [string, string] {
  const { approved, ends, serial, hash } = order;
  if (now < approved)
    return ['Order Accepted', hash % 3 === 0 ? 'Pending Second Approver' : 'Pending for Approver'];
  if (now < ends) return ['Order In-Progress', 'Approved by System'];
  if (serial === null) return ['Order Cancelled', 'Rejected due to Order Cancellation'];
  if (end <= now) return ['Order Fulfilled', 'Certificate Expired'];
  return ['Order Fulfilled', now < ends + 5 * MINUTE ? 'Certificate Generated' : 'Certificate Downloaded'];
}

export function orderJson(world: World, order: Order, end: number, now: number): Row {
  const { certificate, serial } = order;
  const [orderStatus, certificateStatus] = statusOf(order, end, now);
  const issued = serial !== null && now >= order.ends;
  return {
    orderNumber: order.number,
    requestNumber: tenDigits(mix(order.hash, 7)),
    orderDate: spaced(order.at),
    orderStatus,
    certificateStatus,
    certificateExpiryDate: issued ? spaced(end) : '',
    certificateSerialNumber: issued ? BigInt(`0x${serial}`).toString() : '',
    domainName: certificate.commonName,
    organizationName: ORGANISATION,
    groupNumber: groupNumber(world, certificate.team),
    productCode: PRODUCTS[certificate.issuer.trust],
    issuerCA: issued ? certificate.issuer.name : '',
    countryName: 'United States of America (USA)',
    originator: order.originator,
    tags: [],
    customFields: [],
  };
}

/** What an order costs, in cents. */
export const priceOf = ({ certificate }: Order): number => PRICES[certificate.issuer.trust];
const money = (cents: number): string => (cents / 100).toFixed(2);

/** Under the keys a public client looks for; no row of a real ledger is published. */
export function ledgerJson(order: Order, balance: number): Row {
  return {
    transactionDate: spaced(order.at),
    description: `Order ${order.number} for ${order.certificate.commonName}`,
    orderNumber: order.number,
    transactionType: 'PURCHASE',
    debit: money(priceOf(order)),
    credit: '',
    balance: money(balance),
  };
}

/** One domain a name that certificates are ordered for, and the two they all belong to. */
export function domainRows(world: World): readonly Row[] {
  const names = [
    'example.com',
    'example.net',
    ...world.estate.certificates.map((one: Certificate) => one.commonName),
  ];
  return names.map((domainName) => {
    const hash = mixText(mixText(world.seed, 'domain'), domainName);
    const fate = below(hash, 20);
    const verified = fate > 2 || domainName.split('.').length === 2;
    const createdAt = world.start - between(mix(hash, 1), 100, 390) * DAY;
    return {
      domainId: hex(hash, 24),
      domainName,
      organizationId: tenDigits(mixText(world.seed, 'organisation')),
      organizationName: ORGANISATION,
      status: domainName.startsWith('legacy') ? 'INACTIVE' : 'ACTIVE',
      dcvStatus: verified ? 'VERIFIED' : fate === 0 ? 'REJECTED' : 'PENDING',
      createdAt: isoSeconds(createdAt),
      ...(verified ? { validTill: isoSeconds(createdAt + 398 * DAY) } : {}),
    };
  });
}
