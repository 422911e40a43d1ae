/**
 * What somebody exported from the portal when the world went live: Audit Logs of its history, and Overall Statistics.
 * Which columns and figures they have is published (docs.certinext.io, Reports and Exports), their layout is not.
 */
import { DAY, HOUR, isoDate, MINUTE, SECOND } from '../clock-times.ts';
import type { Person } from '../people.ts';
import { below, between, mix, mixText, pick } from '../random.ts';
import type { Order } from '../story/orders.ts';
import type { World } from '../world.ts';

type Cell = string | number | Date | null;

/** A workbook of one sheet; `dates` is the column, from 1, that holds instants. */
export interface Book {
  readonly file: string;
  readonly sheet: string;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly dates: number;
}

/** Further back than a first sync reaches, as somebody would export it. */
const LOGGED = 100 * DAY;
const LATELY = 30 * DAY;

export function portalBooks(world: World, orders: readonly Order[]): readonly Book[] {
  const [from, to] = [isoDate(world.start - LOGGED), isoDate(world.start)];
  return [
    {
      file: 'AuditLogs.xlsx',
      sheet: 'Audit Logs',
      titles: ['CERTInext Audit Logs', `From ${from} to ${to}`],
      rows: [
        ['S.No', 'User Full Name', 'Module', 'Activity / Event Name', 'Timestamp (UTC)', 'Status'],
        ...auditLog(world, orders).map(({ at, who, module, activity, failed }, index) => [
          index + 1,
          who,
          module,
          activity,
          new Date(Math.floor(at / SECOND) * SECOND),
          failed ? 'Failure' : 'Success',
        ]),
      ],
      dates: 5,
    },
    {
      file: 'OverallStatistics.xlsx',
      sheet: 'Overall Statistics',
      titles: ['CERTInext Overall Statistics'],
      rows: [
        ['Generated on', new Date(Math.floor(world.start / SECOND) * SECOND)],
        ...statistics(world, orders),
      ],
      dates: 2,
    },
  ];
}

interface Entry {
  readonly at: number;
  readonly who: string;
  readonly module: string;
  readonly activity: string;
  readonly failed: boolean;
}

/** Newest first, as the portal lists them. */
function auditLog(world: World, orders: readonly Order[]): readonly Entry[] {
  const since = world.start - LOGGED;
  return [...orders.flatMap((order) => toldOf(world, order)), ...signIns(world)]
    .filter(({ at }) => at >= since && at <= world.start)
    .sort((a, b) => b.at - a.at);
}

const nameOf = ({ type, first, last, name }: Person): string =>
  type === 'standard' ? `${first} ${last}` : name;

function toldOf({ people }: World, order: Order): readonly Entry[] {
  const { certificate, originator, at, approved, ends, serial, hash } = order;
  const role = { ACME: 'acme', CERTInext: '', 'CERTInext API': 'renewal' }[originator];
  const team = (role === '' ? people.users : people.services).filter(
    (one) => one.team === certificate.team && one.status === 'ACTIVE' && one.name.includes(role),
  );
  const who = nameOf(pick(hash, team.length > 0 ? team : people.admins));
  const said = (when: number, by: string, module: string, activity: string): Entry => ({
    at: when,
    who: by,
    module,
    activity: `${activity}: ${certificate.commonName}`,
    failed: false,
  });
  // What keeps an order from being filled is told by the API; the log knows that it was cancelled.
  const outcome = said(
    ends,
    'System',
    'Certificates',
    serial === null ? 'Certificate order cancelled' : 'Certificate issued',
  );
  if (originator === 'ACME') return [said(at, who, 'Protocols', 'ACME order placed'), outcome];
  if (originator === 'CERTInext API')
    return [said(at, who, 'REST APIs', 'Certificate order placed'), outcome];
  const approver = nameOf(pick(mix(hash, 3), people.admins));
  return [
    said(at, who, 'Certificates', 'Certificate order placed'),
    said(approved, approver, 'Approvals', 'Certificate order approved'),
    outcome,
  ];
}

/** Administrators on working days; now and then somebody mistypes first. */
function signIns({ people, seed, start }: World): readonly Entry[] {
  const space = mixText(seed, 'portal sign-ins');
  const module = 'Authentication';
  return Array.from({ length: LOGGED / DAY + 1 }, (_, back) => Math.floor(start / DAY) - back).flatMap(
    (day) =>
      people.admins.flatMap((admin, index): readonly Entry[] => {
        const hash = mix(mix(space, day), index);
        // The first of January 1970 was a Thursday.
        const weekend = (day + 4) % 7 === 0 || (day + 4) % 7 === 6;
        if (weekend || below(hash, 3) > 0) return [];
        const at = day * DAY + between(mix(hash, 1), 7 * HOUR, 16 * HOUR);
        const who = nameOf(admin);
        const entry = { at, who, module, activity: 'Login', failed: false };
        return below(mix(hash, 2), 11) > 0 ? [entry] : [{ ...entry, at: at - MINUTE, failed: true }, entry];
      }),
  );
}

function statistics({ estate, seed, start }: World, orders: readonly Order[]): readonly (readonly Cell[])[] {
  const managed = [...estate.certificates, ...estate.clientCertificates];
  const roll = (name: string, from: number, to: number) => between(mixText(seed, `portal ${name}`), from, to);
  const unmanaged = roll('non-configured', 5, 12);
  const issued = orders.filter(({ serial, ends }) => serial !== null && ends <= start);
  const lately = issued.filter(({ ends }) => ends > start - LATELY);
  const expired = issued.filter(({ notAfter }) => notAfter <= start).length;
  const unprotected = roll('unprotected', 2, 6);
  const symmetric = roll('symmetric', 8, 20);
  const rotated = new Set(lately.map(({ certificate }) => certificate.id)).size;
  return [
    ['Certificate Metrics'],
    ['Discovered certificates', managed.length + unmanaged],
    ['Configured certificates', managed.length],
    ['Non-configured certificates', unmanaged],
    ['Issued certificates', issued.length],
    ['Deployed certificates', managed.length - roll('undeployed', 1, 4)],
    ['Revoked certificates', 0],
    ['Rotated certificates', rotated],
    ['Retired certificates', expired],
    ['Vulnerable certificates', managed.filter(({ key }) => key === 'RSA 2048').length],
    ['Endpoint & Discovery Metrics'],
    ['Scanned endpoints', managed.length + unmanaged + unprotected],
    ['Protected endpoints', managed.length + unmanaged],
    ['Unprotected endpoints', unprotected],
    ['Key Management'],
    ['Total number of keys', managed.length + symmetric],
    ['Symmetric key counts', symmetric],
    ['Asymmetric key counts', managed.length],
    ['Key usage statistics', managed.length + roll('used', 0, symmetric)],
    ['Key rotation statistics', rotated],
    ['Templates & Profiles'],
    ['CSR templates', 4],
    ['Provisioning templates', 6],
    ['Key profiles', new Set(managed.map(({ key }) => key)).size],
    ['Email templates', 9],
  ];
}
