import { DAY, HOUR } from '../domain/time.ts';
import { isOwn } from './cases.ts';
import { instantText, nameOf, textIn } from './entry-text.ts';
import { alert, entry } from './example.ts';
import { wordsOf } from './phase.ts';
import type { Evidence, Rule } from './rule.ts';

/** A renewal begins at most this long before the certificate is reported to be near its end. */
const WINDOW = 30 * DAY;
const RENEWS = /^(?:renew|reissu|rekey|issu|enrol)/;

/** The failure nobody reports: nothing happened. */
export const RENEWAL_MISSING: Rule = {
  name: 'renewal-missing',
  about: 'A certificate near its end that the platform should renew by itself, and no renewal has begun',
  reads:
    'alerts that a certificate expires in so many days; audit entries and jobs of renewals and issuances',
  derives: 'alert',
  everywhere: true,
  needs: 'renewal',
  settings: [
    {
      name: 'expires_within',
      type: 'duration',
      default: 14 * DAY,
      least: DAY,
      most: 365 * DAY,
      help: 'how near its end a certificate has to be',
    },
    {
      name: 'wait',
      type: 'duration',
      default: 24 * HOUR,
      least: HOUR,
      most: 30 * DAY,
      help: 'how long after the notice a renewal may still begin',
    },
  ],
  actions: (action) => wordsOf(action).some((word) => RENEWS.test(word)),
  alsoReads: ['alert', 'job'],
  waits: true,
  keys: (record) => {
    const thing = certificateOf(record);
    return thing === null ? [] : [thing];
  },
  reach: () => ({ before: WINDOW, after: WINDOW }),
  derive: (one, { expires_within = 0, wait = 0 }) => {
    const renewals = one.entries.filter(({ record }) => !isNotice(record));
    // The first notice of the day counts.
    const notice = one.entries.find(
      ({ at, record }) => isOwn(one, at) && daysLeft(record) * DAY <= expires_within,
    );
    if (notice?.record.kind !== 'alert') return [];
    const { at, record } = notice;
    if (renewals.some((renewal) => Math.abs(renewal.at - at) <= WINDOW)) return [];
    return [
      {
        anchor: record.id,
        due: at + wait,
        restsOn: [record],
        record: {
          kind: 'alert',
          severity: 'error',
          type: 'RENEWAL_MISSING',
          title: `No renewal has begun: ${nameOf(record.entity) === null ? one.key : (subjectIn(record.title) ?? nameOf(record.entity))}`,
          message: `${record.title ?? 'It is near its end'}, told ${instantText(at)}; neither a renewal nor an issuance of it has been seen since ${instantText(at - WINDOW)}.`,
          entity: record.entity,
          createdAt: at + wait,
        },
      },
    ];
  },
  examples: [
    {
      about:
        'nothing began within a day after the notice; what did begin, even if it failed, is no such case',
      given: [
        alert('a1', '2026-08-20T10:00:00Z', {
          type: 'EXPIRING_SOON',
          title: 'Certificate expires in 14 days: www.example.com',
          entity: { type: 'Certificate', id: 'c-1', name: null },
        }),
        alert('a2', '2026-08-20T11:00:00Z', {
          type: 'EXPIRING_SOON',
          title: 'Certificate expires in 7 days: mail.example.com',
          entity: { type: 'Certificate', id: 'c-2', name: null },
        }),
        entry('e1', '2026-08-21T09:00:00Z', {
          action: 'RENEWAL_INITIATED',
          resource: { type: 'Certificate', id: 'c-2', name: null },
        }),
        alert('a3', '2026-08-20T12:00:00Z', {
          type: 'EXPIRING_SOON',
          title: 'Certificate expires in 30 days: vpn.example.com',
          entity: { type: 'Certificate', id: 'c-3', name: null },
        }),
      ],
      knownUpTo: Date.UTC(2026, 7, 22),
      found: [
        {
          type: 'RENEWAL_MISSING',
          severity: 'error',
          title: 'No renewal has begun: www.example.com',
          createdAt: Date.UTC(2026, 7, 21, 10),
        },
      ],
    },
    {
      about: 'nobody can say that nothing came while the platform is behind',
      given: [
        alert('b1', '2026-08-20T10:00:00Z', {
          type: 'EXPIRING_SOON',
          title: 'Certificate expires in 7 days: www.example.com',
          entity: { type: 'Certificate', id: 'c-1', name: null },
        }),
      ],
      knownUpTo: Date.UTC(2026, 7, 21, 9, 59),
      found: [],
    },
  ],
};

/** The certificate a record is about, as far as it bears on renewals; null for everything else. */
function certificateOf(record: Evidence): string | null {
  if (record.kind === 'alert')
    return isNotice(record) ? (record.entity?.id ?? record.entity?.name ?? null) : null;
  if (record.kind === 'audit') return record.resource?.id ?? record.resource?.name ?? null;
  if (!wordsOf(record.type ?? '').some((word) => RENEWS.test(word))) return null;
  return textIn(record.payload, ['certificateId', 'certificate_id']) ?? record.certificateId;
}

function isNotice(record: Evidence): boolean {
  return record.kind === 'alert' && Number.isFinite(daysLeft(record));
}

/** How many days a notice gives a certificate; Infinity for what is none. */
function daysLeft(record: Evidence): number {
  if (record.kind !== 'alert' || !/expir/i.test(record.type ?? '')) return Number.POSITIVE_INFINITY;
  const days = /\bin (\d{1,5}) days?\b/i.exec(`${record.title}\n${record.message}`)?.[1];
  return days === undefined ? Number.POSITIVE_INFINITY : Number(days);
}

/** The name behind the colon of a headline. */
const subjectIn = (title: string | null): string | null => /: (\S+)$/.exec(title ?? '')?.[1] ?? null;
