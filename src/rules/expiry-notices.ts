import type { Severity } from '../domain/alert.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { DAY, utcDate } from '../domain/time.ts';
import { isOwn } from './cases.ts';
import { listedUnder, nameOf } from './entry-text.ts';
import { entry } from './example.ts';
import { wordsOf } from './phase.ts';
import type { Rule } from './rule.ts';

/** A later notice about the same thing within this time takes the place of those before it. */
const REPEATS = 60 * DAY;
/** So long after the end it told of, a notice says nothing any more. */
const STANDS = 7 * DAY;

/** Mails about ends to come: whoever was meant to read them may have left. */
export const EXPIRY_NOTICES: Rule = {
  name: 'expiry-notices',
  about: 'Notices of credentials, certificates and accounts near their end, and of licences that run low',
  reads: 'audit entries of notices that something ends, has ended or runs low',
  derives: 'alert',
  settings: [
    {
      name: 'urgent_within',
      type: 'duration',
      default: 7 * DAY,
      least: 0,
      most: 365 * DAY,
      help: 'how near an end makes its notice an error instead of a warning',
    },
  ],
  actions: (action) => {
    const words = wordsOf(action);
    return words.some((word) => /^expir/.test(word)) || (words.includes('low') && words.includes('license'));
  },
  keys: (record) =>
    record.kind !== 'audit' || record.outcome === 'failure'
      ? []
      : [JSON.stringify([familyOf(record.action ?? ''), record.resource?.id ?? namesOf(record).join()])],
  waits: true,
  lastCounts: true,
  reach: () => ({ before: 0, after: REPEATS }),
  // A platform that repeats itself says nothing new: the last day it did so counts.
  derive: (one, { urgent_within = 0 }) => {
    const notices = one.entries.filter(({ at, record }) => record.kind === 'audit' && isOwn(one, at));
    if (one.entries.some(({ at }) => at >= one.to)) return [];
    const [first] = notices;
    if (first === undefined || first.record.kind !== 'audit') return [];
    const { action, resource, description } = first.record;
    const days = daysIn(first.record);
    const names = namesOf(first.record);
    return [
      {
        anchor: utcDate(one.from),
        restsOn: notices.map(({ record }) => record),
        ...(days === null ? {} : { until: first.at + days * DAY + STANDS }),
        record: {
          kind: 'alert',
          severity: severityOf(first.record, urgent_within),
          type: typeOf(action ?? ''),
          title: titleOf(first.record, names),
          message: names.length > 1 ? names.join(', ') : description,
          entity:
            nameOf(resource) === null && names.length === 1
              ? { type: resource?.type ?? null, id: null, name: names[0] ?? null }
              : resource,
          createdAt: first.at,
        },
      },
    ];
  },
  examples: [
    {
      about: 'the nearer the end, the more urgent; twice on a day is once',
      given: [
        entry('n1', '2026-08-20T06:00:00Z', {
          action: 'API_ACCESS_TOKEN_EXPIRY_EMAIL_SENT',
          resource: { type: 'APIKEY', id: 'k-1', name: 'ci-key' },
          description: 'API token ci-key expires in 14 days; reminder sent to ci@example.com.',
        }),
        entry('n2', '2026-08-20T07:00:00Z', {
          action: 'API_ACCESS_TOKEN_EXPIRY_EMAIL_SENT',
          resource: { type: 'APIKEY', id: 'k-1', name: 'ci-key' },
          description: 'API token ci-key expires in 14 days; reminder sent to ci@example.com.',
        }),
        entry('n3', '2026-08-20T08:00:00Z', {
          action: 'SAML_IDP_CERT_EXPIRY_EMAIL_SENT',
          resource: { type: 'SAML2_CONFIG', id: 's-1', name: 'Okta' },
          description: 'Signing certificate of Okta expires in 7 days.',
        }),
        entry('n4', '2026-08-20T09:00:00Z', {
          action: 'LOW_LICENSE_WARNING_SENT',
          resource: { type: 'LICENSE', id: 'li-1', name: 'TLS licence' },
        }),
        entry('n5', '2026-08-20T10:00:00Z', {
          action: 'Certificates expiring in 90 days',
          resource: { type: 'Certificates', id: null, name: null },
          details: { detailMessage: 'Sent to:\npki@example.com\nFor certificates:\nwww.example.com' },
        }),
        entry('n6', '2026-08-20T10:30:00Z', {
          action: 'Certificates expired',
          resource: { type: 'Certificates', id: null, name: null },
          details: { detailMessage: 'For certificates:\na.example.com\nb.example.com\nc.example.com' },
        }),
      ],
      found: [
        {
          type: 'API_ACCESS_TOKEN_EXPIRY',
          severity: 'warning',
          title: 'API access token near its end: ci-key',
        },
        { type: 'SAML_IDP_CERT_EXPIRY', severity: 'error', title: 'SAML IdP cert near its end: Okta' },
        { type: 'LOW_LICENSE_WARNING', severity: 'warning', title: 'Low license warning: TLS licence' },
        {
          type: 'EXPIRING_SOON',
          severity: 'warning',
          title: 'Certificates expiring in 90 days: www.example.com',
          entity: { type: 'Certificates', id: null, name: 'www.example.com' },
        },
        {
          type: 'EXPIRED',
          severity: 'error',
          title: 'Certificates expired: a.example.com and 2 more',
          message: 'a.example.com, b.example.com, c.example.com',
        },
      ],
    },
    {
      about: 'the last notice of a thing counts, until some days after the end it told of',
      given: ['2026-07-01', '2026-07-24', '2026-08-02'].map((day, i) =>
        entry(`r${i}`, `${day}T06:00:00Z`, {
          action: `Certificates expiring in ${[30, 7, 7][i]} days`,
          resource: { type: 'Certificates', id: null, name: null },
          details: { detailMessage: `For certificates:\n${['www', 'www', 'mail'][i]}.example.com` },
        }),
      ),
      knownUpTo: Date.UTC(2026, 7, 10),
      found: [{ title: 'Certificates expiring in 7 days: mail.example.com' }],
    },
  ],
};

/** What a notice is about; mails of free text list it below a heading. */
function namesOf({ resource, details }: AuditEntry): readonly string[] {
  const name = nameOf(resource);
  return name === null ? listedUnder(/^\s*for certificates?\s*:\s*$/i, details) : [name];
}

function severityOf(notice: AuditEntry, urgent: number): Severity {
  if (/\bexpired\b/i.test(notice.action ?? '')) return 'error';
  const days = daysIn(notice);
  return days !== null && days * DAY <= urgent ? 'error' : 'warning';
}

/** How many days are left, where the notice tells. */
function daysIn({ action, description }: AuditEntry): number | null {
  const days = /\bin (\d{1,5}) days?\b/i.exec(`${action}\n${description ?? ''}`)?.[1];
  return days === undefined ? null : Number(days);
}

/** What ends and what has ended are one story. */
const familyOf = (action: string): string => typeOf(action).replace(/^EXPIRED$/, 'EXPIRING_SOON');

/** An enumeration without how it was told; free text that counts days is one type whatever the number. */
function typeOf(action: string): string {
  if (/^[A-Z0-9_]+$/.test(action)) return action.replace(/(_EMAIL)?_SENT$/, '');
  return /\bexpired\b/i.test(action) ? 'EXPIRED' : 'EXPIRING_SOON';
}

const AS_WRITTEN: Readonly<Record<string, string>> = { api: 'API', saml: 'SAML', idp: 'IdP' };

function titleOf({ action }: AuditEntry, [name, ...others]: readonly string[]): string {
  const type = typeOf(action ?? '');
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const about = name === undefined ? '' : `: ${name}${more}`;
  if (type.startsWith('EXPIR')) return `${action}${about}`;
  const words = wordsOf(type.replace(/_EXPIRY$/, '')).map((word) => AS_WRITTEN[word] ?? word);
  const line = words.join(' ');
  const head = `${line.charAt(0).toUpperCase()}${line.slice(1)}`;
  return `${head}${type.endsWith('_EXPIRY') ? ' near its end' : ''}${about}`;
}
