/**
 * The orders behind the certificates of the world. Issues that are replaced in their time are ordered then; each
 * renewal told elsewhere is an order of its own; a certificate that is said to run out, and that nobody is having
 * trouble with, is ordered again and waits for its approver.
 */
import { DAY, HOUR, MINUTE, SECOND } from '../clock-times.ts';
import { type Certificate, inUseSince, issueOf, usedFor } from '../estate.ts';
import { below, between, mix, mixText } from '../random.ts';
import type { World } from '../world.ts';
import type { AuditEvent, JobEvent } from './events.ts';
import type { Ledger } from './ledger.ts';
import { REASONS } from './reasons.ts';

export interface Order {
  /** Ten digits, as all numbers of the account. */
  readonly number: string;
  readonly certificate: Certificate;
  readonly at: number;
  /** Until then it waits for its approver. */
  readonly approved: number;
  /** When the certificate is issued, or the order is cancelled. */
  readonly ends: number;
  /** Null: is cancelled. Hexadecimal, as the other platforms write it. */
  readonly serial: string | null;
  readonly notAfter: number;
  readonly originator: 'ACME' | 'CERTInext' | 'CERTInext API';
  readonly hash: number;
}

export interface Orders {
  /** All orders placed by an instant, oldest first. */
  until(now: number): readonly Order[];
  /** When an issued certificate ends: what the other platforms say of it goes before the plan. */
  endOf(order: Order): number;
  /** When the newest issue of each certificate ends, by the certificate's id. */
  endsAt(now: number): ReadonlyMap<string, number>;
}

const YEAR = 365 * DAY;
const BEFORE_START = 400 * DAY;
/**
 * New certificates that wait for their approver when the world goes live: which, since when, for how long. The
 * first is one that everybody forgot.
 */
const WAITING = [
  ['print.example.net', -71 * DAY, 10 * YEAR],
  ['radius.example.net', -53 * HOUR, 61 * HOUR],
  ['fleet.example.net', -6 * HOUR, 27 * HOUR],
] as const;
const ENROLMENTS: ReadonlySet<string> = new Set(['RENEW_CERT', 'ISSUE_CERT']);

export function createOrders(world: World, ledger: Ledger): Orders {
  const certificates = [...world.estate.certificates, ...world.estate.clientCertificates];
  const byId = new Map(certificates.map((certificate) => [certificate.id, certificate]));
  const space = mixText(world.seed, 'certinext');
  /** When the next planned issue of each certificate is due. */
  const due = certificates.map((certificate) => inUseSince(certificate, world.start - BEFORE_START));
  const orders: Order[] = [];
  const serials = new Set<string>();
  const ends = new Map<string, number>();
  const enrolled = new Set<string>();
  let waiting: readonly Order[] = WAITING.flatMap(([commonName, offset, wait], index) => {
    const certificate = world.estate.certificates.find((one) => one.commonName === commonName);
    if (certificate === undefined) return [];
    const at = world.start + offset;
    const hash = mix(mixText(space, 'waiting'), index);
    const order = byHand(certificate, at, at + wait, { number: String(3_000_000_000 + index * 7), at, hash });
    return wait < YEAR ? order : { ...order, serial: null };
  });
  const seen = { job: 0, audit: 0 };

  function planned(now: number): readonly Order[] {
    return certificates.flatMap((certificate, index) => {
      const found: Order[] = [];
      for (let at = due[index] ?? now + 1; at <= now; at += usedFor(certificate)) {
        due[index] = at + usedFor(certificate);
        const turn = Math.round(at / usedFor(certificate)) % 10_000;
        const hash = mix(mix(space, turn), certificate.hash);
        const placed = Math.floor(at);
        found.push({
          number: String(1_000_000_000 + (turn * 64 + index) * 1_000 + below(hash, 1_000)),
          certificate,
          at: placed,
          approved: placed + 20 * SECOND,
          ends: placed + between(hash, 30, 300) * SECOND,
          serial: issueOf(certificate, placed + SECOND).serial,
          notAfter: placed + certificate.lifetime,
          originator: certificate.issuer.protocol === 'ACME' ? 'ACME' : 'CERTInext API',
          hash,
        });
      }
      return found;
    });
  }

  function ofJob(job: JobEvent): Order | null {
    const certificate = byId.get(String(job.payload.certificateId));
    if (certificate === undefined || !ENROLMENTS.has(job.type)) return null;
    enrolled.add(`${certificate.id} ${job.at}`);
    const failure = job.output?.failure as { readonly reason?: string } | undefined;
    // What goes wrong on the host comes after the CA has done its part: there is no order to tell of.
    if (REASONS.find(({ code }) => code === failure?.reason)?.stage === 'deployment') return null;
    const { serialNumber, notAfter } = job.output ?? {};
    const hash = mixText(space, job.id);
    return {
      number: numberOf(4_000_000_000, job.id, hash),
      certificate,
      at: job.at,
      approved: job.starts,
      ends: job.ends,
      serial: job.error === null && typeof serialNumber === 'string' ? serialNumber : null,
      notAfter: Date.parse(String(notAfter)) || job.ends + certificate.lifetime,
      originator: certificate.issuer.protocol === 'ACME' ? 'ACME' : 'CERTInext API',
      hash,
    };
  }

  /** Takes in when a certificate is said to end, and orders it again. */
  function ofNotice(entry: AuditEvent): Order | null {
    const certificate = byId.get(String(entry.details.certificateId));
    const notAfter = Date.parse(String(entry.details.notAfter));
    if (certificate === undefined || entry.action !== 'ALERT_RAISED' || Number.isNaN(notAfter)) return null;
    ends.set(issueOf(certificate, entry.at).serial, notAfter);
    const troubled = enrolled.has(`${certificate.id} ${entry.at - 90 * SECOND}`);
    if (troubled || entry.details.daysLeft === 0) return null;
    const hash = mixText(space, entry.id);
    const at = entry.at + between(hash, 10, 60) * MINUTE;
    const approved = at + between(mix(hash, 1), 9, 70) * HOUR;
    return byHand(certificate, entry.at, approved, {
      number: numberOf(2_000_000_000, entry.id, hash),
      at,
      hash,
    });
  }

  function advance(now: number): void {
    const jobs = Array.from({ length: Math.max(0, ledger.count('job', now) - seen.job) }, () =>
      ofJob(ledger.item('job', seen.job++)),
    );
    const notices = Array.from({ length: Math.max(0, ledger.count('audit', now) - seen.audit) }, () =>
      ofNotice(ledger.item('audit', seen.audit++)),
    );
    const all = [...planned(now), ...jobs, ...notices, ...waiting].filter((order) => order !== null);
    waiting = all.filter(({ at }) => at > now);
    const placed = all
      .filter(({ at }) => at <= now)
      .sort((a, b) => a.at - b.at || (a.number < b.number ? -1 : 1));
    for (const order of placed) {
      // What was ordered early, because of trouble or a notice, is not ordered twice.
      const toldElsewhere = order.number.startsWith('4');
      if (!toldElsewhere && order.serial !== null && serials.has(order.serial)) continue;
      if (order.serial !== null) serials.add(order.serial);
      orders.push(order);
    }
  }

  function until(now: number): readonly Order[] {
    const at = Math.max(now, world.start);
    advance(at);
    const last = orders.findLastIndex((order) => order.at <= at);
    return last === orders.length - 1 ? orders : orders.slice(0, last + 1);
  }
  const endOf = ({ serial, notAfter }: Order): number =>
    serial === null ? notAfter : Math.min(ends.get(serial) ?? notAfter, notAfter);

  return {
    until,
    endOf,
    endsAt(now) {
      const newest = new Map<string, Order>();
      for (const order of until(now)) {
        const known = newest.get(order.certificate.id);
        const isIssued = order.serial !== null && order.ends <= Math.max(now, world.start);
        if (isIssued && order.ends >= (known?.ends ?? 0)) newest.set(order.certificate.id, order);
      }
      return new Map([...newest].map(([id, order]) => [id, endOf(order)]));
    },
  };
}

/** An order of the portal: somebody has to approve it before the next issue comes. */
function byHand(
  certificate: Certificate,
  inUse: number,
  approved: number,
  placed: Pick<Order, 'number' | 'at' | 'hash'>,
): Order {
  return {
    ...placed,
    certificate,
    approved,
    ends: approved + between(mix(placed.hash, 2), 40, 400) * SECOND,
    serial: issueOf(certificate, inUse, 1).serial,
    notAfter: approved + certificate.lifetime,
    originator: 'CERTInext',
  };
}

/** Ids say in their last eight digits which event they are: that makes a number nobody else has. */
function numberOf(base: number, id: string, hash: number): string {
  return String(base + Number.parseInt(id.slice(16), 16) * 16 + (hash & 15));
}
