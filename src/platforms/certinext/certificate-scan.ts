/** All orders at one look: alerts for the certificates that run out, and the day's figures. */
import { ok } from '../../domain/failure.ts';
import { isObject, type Json } from '../../domain/json.ts';
import { refOf } from '../../domain/record.ts';
import { HOUR } from '../../domain/time.ts';
import type { Incoming, Scan, ScanStream } from '../port.ts';
import { takeSnapshots } from '../snapshot.ts';
import { judgeExpiry } from './expiry.ts';
import { orderFigures, orderHistory } from './figures.ts';
import { type OrderFacts, orderFacts, type ReadStatus } from './order.ts';
import { readAll } from './read-all.ts';
import { ORDERS, type ReadReport } from './report.ts';

/** Each look reads all there is, and what it tells is of days. */
export const LOOK_EVERY = HOUR;

export interface CertificateOrder {
  readonly platform: string;
  readonly read: ReadReport;
  readonly statusOf: ReadStatus;
  /** Milliseconds. */
  readonly expiringWithin: number;
}

export function certificateScan({ platform, read, statusOf, expiringWithin }: CertificateOrder): ScanStream {
  return {
    name: 'certificates',
    kinds: ['alert', 'statistic'],
    mode: 'scan',
    interval: LOOK_EVERY,
    async scan({ state, now, signal, onStep }) {
      const how = { read, report: ORDERS, platform, signal, ...(onStep && { onStep }) };
      const orders = await readAll(
        how,
        (row) => orderFacts(statusOf, row),
        ({ number }) => number,
      );
      return orders.ok ? ok(scanOf(platform, orders.value, { state, now, expiringWithin })) : orders;
    },
  };
}

interface Moment {
  readonly state: Json;
  readonly now: number;
  readonly expiringWithin: number;
}

function scanOf(platform: string, orders: readonly OrderFacts[], moment: Moment): Scan {
  const { state, now } = moment;
  const before = isObject(state) ? state : {};
  const judged = judgeExpiry(platform, orders, moment);
  const history = orderHistory(platform, orders, now);
  const { statistics, state: figures } = takeSnapshots(
    platform,
    orderFigures(orders, judged),
    before.figures ?? null,
    now,
  );
  const raised = new Set(judged.map(({ alert }) => alert.id));
  const known: readonly Json[] = Array.isArray(before.alerts) ? before.alerts : [];
  return {
    rows: [...judged.map(({ alert }) => alert), ...history, ...statistics].map(
      (record): Incoming => ({ record, raw: null }),
    ),
    // The list of orders sets broken rows aside; here they would only be counted twice.
    rejected: [],
    retired: known
      .filter((id) => typeof id === 'string')
      .filter((id) => !raised.has(id))
      .map((id) => refOf({ platform, kind: 'alert', id })),
    state: { alerts: [...raised], figures },
  };
}
