import type { AuditEntry } from '../domain/audit.ts';
import { DAY, formatDuration, HOUR, MINUTE } from '../domain/time.ts';
import { isOwn } from './cases.ts';
import { instantText, nameOf, textIn } from './entry-text.ts';
import { entry } from './example.ts';
import { eventOf, wordsOf } from './phase.ts';
import type { Derived, Rule, Timed } from './rule.ts';

const ISSUES = /^(?:renew|reissu|rekey|issu|enrol)/;
const DEPLOYS = /^(?:deploy|provision|install|bind|bound)/;
/** A deployment that came late takes the alert back, up to this long after. */
const LATE = 30 * DAY;

/** The new certificate is there, and the old one is still served until it ends. */
export const DEPLOYMENT_MISSING: Rule = {
  name: 'deployment-missing',
  about: 'A certificate that was issued or renewed, and whose deployment has not begun some hours later',
  reads: 'audit entries of issuances, renewals and deployments',
  derives: 'alert',
  everywhere: true,
  needs: 'deployment',
  settings: [
    {
      name: 'within',
      type: 'duration',
      default: 6 * HOUR,
      least: MINUTE,
      most: LATE,
      help: 'how long after the issuance a deployment may still begin',
    },
  ],
  actions: (action) => isIssuance(action) || isDeployment(action),
  waits: true,
  keys: (record) => {
    const key = record.kind === 'audit' ? (record.resource?.id ?? record.resource?.name ?? null) : null;
    return key === null ? [] : [key];
  },
  reach: () => ({ before: 0, after: LATE }),
  derive: (one, { within = 0 }) => {
    const events = one.entries.filter((each): each is Timed<AuditEntry> => each.record.kind === 'audit');
    const issued = events.filter(({ at, record }) => isOwn(one, at) && isIssuance(record.action ?? ''));
    return issued.flatMap(({ at, record }): readonly Derived[] => {
      const next = events.find((each) => each.at >= at && each.record !== record);
      // Issued anew before it was deployed: the later one is told.
      if (next !== undefined) return [];
      const due = at + within;
      const name =
        textIn(record.details, ['commonName', 'common_name', 'domainName']) ?? nameOf(record.resource);
      return [
        {
          anchor: record.id,
          due,
          restsOn: [record],
          record: {
            kind: 'alert',
            severity: 'warning',
            type: 'DEPLOYMENT_MISSING',
            title: `Issued, but not deployed: ${name}`,
            message: `${record.action} ${instantText(at)}; no deployment has begun within ${formatDuration(within)}, so the certificate before it is still in use.`,
            entity: record.resource,
            createdAt: due,
          },
        },
      ];
    });
  },
  examples: [
    {
      about:
        'a renewal without a deployment is told after the time given; one that was deployed, even badly, is not',
      given: [
        entry('r1', '2026-08-20T10:00:00Z', {
          action: 'RENEWAL_COMPLETED',
          resource: { type: 'Certificate', id: 'c-1', name: null },
          details: { commonName: 'www.example.com' },
        }),
        entry('r2', '2026-08-20T10:00:00Z', {
          action: 'RENEWAL_COMPLETED',
          resource: { type: 'Certificate', id: 'c-2', name: null },
        }),
        entry('r3', '2026-08-20T11:00:00Z', {
          action: 'DEPLOYMENT_FAILED',
          resource: { type: 'Certificate', id: 'c-2', name: null },
        }),
        entry('r4', '2026-08-20T12:00:00Z', {
          action: 'RENEWAL_FAILED',
          resource: { type: 'Certificate', id: 'c-3', name: null },
        }),
        entry('r5', '2026-08-20T15:00:00Z', {
          action: 'ISSUANCE_COMPLETED',
          resource: { type: 'Certificate', id: 'c-4', name: null },
        }),
      ],
      knownUpTo: Date.UTC(2026, 7, 20, 20),
      found: [
        {
          type: 'DEPLOYMENT_MISSING',
          title: 'Issued, but not deployed: www.example.com',
          createdAt: Date.UTC(2026, 7, 20, 16),
        },
      ],
    },
  ],
};

function isIssuance(action: string): boolean {
  return eventOf(action)?.phase === 'success' && wordsOf(action).some((word) => ISSUES.test(word));
}

function isDeployment(action: string): boolean {
  return wordsOf(action).some((word) => DEPLOYS.test(word));
}
