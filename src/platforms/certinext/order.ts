/** One row of CERTInext's order report: as a job, and what it says of its certificate. */
import { JOB_STATUSES, type Job, type JobStatus, ORDER_TYPE } from '../../domain/job.ts';
import { isObject, type Json } from '../../domain/json.ts';
import { safeLine } from '../../domain/text.ts';
import { cut } from '../body.ts';
import { instantOf } from '../instant.ts';
import type { RowReader } from '../rows.ts';

export const ORDER_ID = '/orderNumber';

/**
 * Order statuses by what they say, first match wins: "Order Fulfilled", "Order Accepted", "Order In-Progress" and
 * "Order Cancelled" were seen in answers; v1 names placed, rejected, on hold and two pending approvals as well.
 */
const STATUSES: readonly (readonly [RegExp, JobStatus])[] = [
  [/reject|cancel/i, 'FAILED'],
  [/placed|hold|pending/i, 'QUEUED'],
  [/accept|progress/i, 'RUNNING'],
  [/fulfil/i, 'SUCCESS'],
];

export type ReadStatus = (said: string) => JobStatus | null;

/** `aliases`: further statuses of a deployment by the one of ours they mean; case does not count. */
export function statusReader(aliases: Readonly<Record<string, string>>): ReadStatus {
  const named = new Map(
    Object.entries(aliases).map(([said, meant]) => [said.toLowerCase(), meant.toUpperCase()]),
  );
  return (said) => {
    const meant = named.get(said.toLowerCase());
    const alias = JOB_STATUSES.find((status) => status === meant);
    return alias ?? STATUSES.find(([words]) => words.test(said))?.[1] ?? null;
  };
}

export function orderJob(platform: string, statusOf: ReadStatus, read: RowReader): Job {
  const said = text(read, '/orderStatus');
  if (said === null) return read.unfit('orderStatus: expected the status of an order, got none');
  const status = statusOf(said);
  if (status === null) {
    return read.unfit(
      `orderStatus: expected a known status, got “${cut(safeLine(said), 60)}”; write what it means into status_aliases`,
    );
  }
  return {
    kind: 'job',
    platform,
    id: read.id(ORDER_ID),
    name: text(read, '/domainName'),
    type: ORDER_TYPE,
    status,
    caId: null,
    scheduledAt: instant(read, '/orderDate'),
    startedAt: null,
    completedAt: null,
    triggeredBy: null,
    payload: read.json(''),
    output: null,
    error: status === 'FAILED' ? text(read, '/certificateStatus') : null,
    certificateId: read.ref('/certificateSerialNumber'),
    externalRequestId: read.ref('/requestNumber'),
    origin: 'platform',
  };
}

/** What the scan of certificates needs of an order. */
export interface OrderFacts {
  readonly number: string;
  readonly status: JobStatus | null;
  readonly certificateStatus: string | null;
  readonly domain: string | null;
  readonly issuer: string | null;
  /** Decimal digits; null until a certificate is issued. */
  readonly serial: string | null;
  /** UTC ms. */
  readonly orderedAt: number | null;
  readonly expiresAt: number | null;
}

/** Null for a row without a number. What does not fit is taken as absent: the list of orders says so of it. */
export function orderFacts(statusOf: ReadStatus, row: Json): OrderFacts | null {
  if (!isObject(row)) return null;
  const number = digits(row.orderNumber);
  if (number === null) return null;
  return {
    number,
    status: statusOf(word(row.orderStatus) ?? ''),
    certificateStatus: word(row.certificateStatus),
    domain: word(row.domainName),
    issuer: word(row.issuerCA),
    serial: digits(row.certificateSerialNumber),
    orderedAt: instantOf(row.orderDate),
    expiresAt: instantOf(row.certificateExpiryDate),
  };
}

const word = (value: Json | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
const digits = (value: Json | undefined): string | null =>
  Number.isSafeInteger(value) ? String(value) : word(value);

/** Absent values come as empty texts. */
const text = (read: RowReader, pointer: string): string | null => read.text(pointer) || null;
const instant = (read: RowReader, pointer: string): number | null =>
  read.json(pointer) === '' ? null : read.instant(pointer);
