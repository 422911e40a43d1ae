import type { Severity } from '../domain/alert.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { isObject } from '../domain/json.ts';
import type { Named } from '../domain/record.ts';
import { MINUTE, utcDate } from '../domain/time.ts';
import { isOwn } from './cases.ts';
import { nameOf, reasonOf, subjectOf } from './entry-text.ts';
import { entry } from './example.ts';
import { eventOf, isAborted, wordsOf } from './phase.ts';
import type { Case, Derived, Rule, Timed } from './rule.ts';

interface Trouble {
  /** Found in the words of the action, in lower case with blanks between them. */
  readonly words: RegExp;
  readonly type: string;
  readonly title: string;
  readonly severity: Severity;
  /** The words say it all: no phase or outcome has to call it a failure. */
  readonly isSaid?: boolean;
}

/** What matters when it fails; the first row that fits names it. */
const TROUBLES: readonly Trouble[] = [
  { words: /\bvault error\b/, type: 'VAULT_ERROR', title: 'Vault error', severity: 'error', isSaid: true },
  {
    words: /\b(agent|sensor|connector)s?\b.*\b(offline|disconnected|unreachable|down)\b/,
    type: 'AGENT_OFFLINE',
    title: 'Agent offline',
    severity: 'error',
    isSaid: true,
  },
  { words: /\brenew/, type: 'RENEWAL_FAILED', title: 'Renewal failed', severity: 'error' },
  { words: /\b(deploy|provision)/, type: 'DEPLOYMENT_FAILED', title: 'Deployment failed', severity: 'error' },
  { words: /\bvalidat/, type: 'VALIDATION_FAILED', title: 'Validation failed', severity: 'error' },
  { words: /\b(issu|enrol|reissu)/, type: 'ISSUANCE_FAILED', title: 'Issuance failed', severity: 'error' },
  { words: /\brotat/, type: 'ROTATION_FAILED', title: 'Rotation failed', severity: 'error' },
  { words: /\bsync/, type: 'SYNC_FAILED', title: 'Sync failed', severity: 'error' },
  { words: /\bscan/, type: 'SCAN_FAILED', title: 'Scan failed', severity: 'warning' },
];
/** An alert of the platform's own about the same thing, this near the failure, tells it already. */
const SAME = 15 * MINUTE;

/** Failures somebody should look at, on platforms that keep an audit log and raise no alert themselves. */
export const FAILED_OPERATIONS: Rule = {
  name: 'failed-operations',
  about:
    'Renewals, deployments, validations, rotations, syncs and scans that failed; vaults and agents out of reach',
  reads:
    'audit entries of operations that failed, were refused or found something out of reach; alerts of the platform',
  derives: 'alert',
  settings: [
    {
      name: 'failures',
      type: 'number',
      default: 1,
      least: 1,
      most: 100,
      help: 'how often one thing has to fail on a day before it is told',
    },
  ],
  actions: (action) => troubleOf(action) !== null,
  alsoReads: ['alert'],
  keys: (record) => {
    // The thing has the same name in both; the id of an entry may be that of a run.
    if (record.kind === 'alert') return [nameOf(record.entity) ?? ''];
    if (record.kind !== 'audit' || !isFailed(record)) return [];
    return [nameOf(thingOf(record)) ?? ''];
  },
  reach: () => ({ before: SAME, after: SAME }),
  derive: (one, { failures = 1 }) => {
    const told = one.entries.filter(({ record }) => record.kind === 'alert');
    const fresh = one.entries.filter(
      (each): each is Timed<AuditEntry> =>
        each.record.kind === 'audit' &&
        isOwn(one, each.at) &&
        !told.some(({ at }) => Math.abs(at - each.at) <= SAME),
    );
    return [...Map.groupBy(fresh, ({ record }) => troubleOf(record.action ?? ''))].flatMap(
      ([trouble, entries]) =>
        trouble === null || entries.length < failures ? [] : alertOf(one, trouble, entries),
    );
  },
  examples: [
    {
      about: 'one alert a day and thing, with the words of the last failure',
      given: [
        entry('o1', '2026-08-20T10:00:00Z', {
          action: 'rotation.failed',
          resource: { type: 'secret', id: 's-1', name: 'billing' },
          details: { error: 'vault kv-9.example.com answered 503' },
        }),
        entry('o2', '2026-08-20T11:00:00Z', {
          action: 'rotation.failed',
          resource: { type: 'secret', id: 's-1', name: 'billing' },
          details: { error: 'vault kv-7.example.com answered 503' },
        }),
        entry('o3', '2026-08-20T12:00:00Z', {
          action: 'discovery.vault.error',
          resource: { type: 'vault', id: 'v-1', name: 'kv-prod' },
          description: 'Access denied',
        }),
        entry('o4', '2026-08-20T13:00:00Z', { action: 'Certificate Renewal', outcome: 'failure' }),
        entry('o5', '2026-08-20T13:00:00Z', { action: 'Certificate Renewal', outcome: 'success' }),
        entry('o7', '2026-08-20T14:00:00Z', { action: 'Abort scan' }),
        entry('o6', '2026-08-20T14:00:00Z', { action: 'settings.updated', outcome: 'failure' }),
      ],
      found: [
        {
          type: 'ROTATION_FAILED',
          title: 'Rotation failed 2 times: billing',
          message: 'vault kv-7.example.com answered 503',
          severity: 'error',
        },
        { type: 'VAULT_ERROR', title: 'Vault error: kv-prod', message: 'Access denied' },
        { type: 'RENEWAL_FAILED', title: 'Renewal failed' },
      ],
    },
  ],
};

function troubleOf(action: string): Trouble | null {
  const words = wordsOf(action).join(' ');
  return TROUBLES.find((trouble) => trouble.words.test(words)) ?? null;
}

/** A scan that fails over one vault is about that vault: so is the alert the platform raises. */
function thingOf(record: AuditEntry): Named | null {
  const vaults = isObject(record.details) ? record.details.affected_vaults : null;
  const [vault, ...more] = Array.isArray(vaults) ? vaults : [];
  if (typeof vault === 'string' && more.length === 0) return { type: 'vault', id: null, name: vault };
  return subjectOf(record);
}

function isFailed({ action, outcome }: AuditEntry): boolean {
  if (outcome === 'success' || action === null || isAborted(action)) return false;
  const said = troubleOf(action)?.isSaid === true;
  return said || outcome === 'failure' || eventOf(action)?.phase === 'failure';
}

function alertOf(one: Case, trouble: Trouble, entries: readonly Timed<AuditEntry>[]): readonly Derived[] {
  const first = entries[0];
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return [];
  const subject = thingOf(last.record);
  const name = nameOf(subject);
  const reason = reasonOf(last.record);
  const times = entries.length === 1 ? '' : ` ${entries.length} times`;
  return [
    {
      anchor: `${trouble.type} ${utcDate(one.from)}`,
      restsOn: entries.map(({ record }) => record),
      record: {
        kind: 'alert',
        severity: trouble.severity,
        type: trouble.type,
        title: `${trouble.title}${times}${name === null ? '' : `: ${name}`}`,
        // As the platform said it: failures of the same cause are found by their text.
        message: reason,
        entity: subject,
        createdAt: first.at,
      },
    },
  ];
}
