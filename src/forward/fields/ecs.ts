/**
 * Fields by the Elastic Common Schema (https://www.elastic.co/docs/reference/ecs), what it has no place for under
 * `certdeck`. Pure.
 */
import { isIP } from 'node:net';
import type { Alert, Severity } from '../../domain/alert.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import type { Json } from '../../domain/json.ts';
import { toIso } from '../../domain/time.ts';
import { VERSION } from '../../domain/version.ts';
import { type Deed, deedOf, subjectOf } from './deed.ts';
import { type FieldRow, fill, listOf } from './fill.ts';
import type { Fields, Told } from './told.ts';

const ECS_VERSION = '8.17.0';

/** `event.severity` is the source's own scale; these are the figures Elastic's own rules use. */
const SEVERITY: Readonly<Record<Severity, number>> = { info: 21, warning: 47, error: 73 };

/** `event.type`, beside `user` or `group` where the event is of the category iam. */
const TYPES: Readonly<Record<Deed, string>> = {
  logon: 'start',
  logoff: 'end',
  create: 'creation',
  delete: 'deletion',
  update: 'change',
  read: 'info',
  other: 'info',
  enable: 'change',
  disable: 'change',
  lock: 'change',
  unlock: 'change',
  attach: 'change',
  detach: 'change',
  'mfa-on': 'change',
  'mfa-off': 'change',
  'password-change': 'change',
  'password-reset': 'change',
};
/** What can only be done to somebody, whatever the platform says of the resource. */
const OF_PEOPLE: ReadonlySet<Deed> = new Set(['mfa-on', 'mfa-off', 'password-change', 'password-reset']);

function classOf({ action, resource }: AuditEntry): {
  readonly category: string;
  readonly types: readonly string[];
} {
  const deed = deedOf(action);
  const type = TYPES[deed];
  if (deed === 'logon' || deed === 'logoff') return { category: 'authentication', types: [type] };
  const subject = subjectOf(resource?.type ?? null);
  if (subject === 'thing' && !OF_PEOPLE.has(deed)) {
    return { category: 'configuration', types: [deed === 'read' ? 'access' : type] };
  }
  return { category: 'iam', types: [subject === 'group' ? 'group' : 'user', type] };
}

const isPerson = ({ resource }: AuditEntry): boolean => subjectOf(resource?.type ?? null) === 'user';
/** Fields of the type `ip` take nothing else: an index would refuse the whole event. */
const ipOf = (text: string | null): string | null => (text !== null && isIP(text) !== 0 ? text : null);
const isCode = (country: string | null): boolean => country !== null && /^[A-Z]{2}$/.test(country);

const COMMON: readonly FieldRow<Told<AuditEntry | Alert>>[] = [
  ['@timestamp', ({ at }) => toIso(at)],
  ['ecs.version', () => ECS_VERSION],
  ['event.id', ({ id }) => id],
  ['event.module', () => 'certdeck'],
  ['event.dataset', ({ record }) => `certdeck.${record.kind}`],
  ['event.provider', ({ record }) => record.platform],
  ['event.created', ({ arrivedAt }) => toIso(arrivedAt)],
  ['event.severity', ({ record }) => SEVERITY[record.severity]],
  ['log.level', ({ record }) => record.severity],
  ['observer.product', () => 'certdeck'],
  ['observer.version', () => VERSION],
  ['certdeck.ref', ({ ref }) => ref],
  ['certdeck.platform', ({ record }) => record.platform],
  ['certdeck.record_id', ({ record }) => record.id],
  ['certdeck.origin', ({ record }) => record.origin],
];

const AUDIT: readonly FieldRow<Told<AuditEntry>>[] = [
  ...COMMON,
  ['event.kind', () => 'event'],
  ['event.category', ({ record }) => [classOf(record).category]],
  ['event.type', ({ record }) => classOf(record).types],
  ['event.action', ({ record }) => record.action],
  ['event.outcome', ({ record }) => record.outcome ?? 'unknown'],
  ['message', ({ record }) => record.description],
  ['user.id', ({ record }) => record.actor?.id ?? null],
  ['user.name', ({ record }) => record.actor?.name ?? null],
  ['user.email', ({ record }) => record.actor?.email ?? null],
  ['user.target.id', ({ record }) => (isPerson(record) ? (record.resource?.id ?? null) : null)],
  ['user.target.name', ({ record }) => (isPerson(record) ? (record.resource?.name ?? null) : null)],
  [
    'related.user',
    ({ record }) => {
      const { actor, resource } = record;
      const target = isPerson(record) ? [resource?.id, resource?.name] : [];
      return listOf(actor?.id, actor?.name, actor?.email, ...target);
    },
  ],
  ['related.ip', ({ record }) => listOf(ipOf(record.ip))],
  ['source.address', ({ record }) => record.ip],
  ['source.ip', ({ record }) => ipOf(record.ip)],
  ['source.geo.country_iso_code', ({ record }) => (isCode(record.country) ? record.country : null)],
  ['source.geo.country_name', ({ record }) => (isCode(record.country) ? null : record.country)],
  ['user_agent.original', ({ record }) => record.userAgent],
  ['organization.id', ({ record }) => record.account?.id ?? null],
  ['organization.name', ({ record }) => record.account?.name ?? null],
  ['certdeck.module', ({ record }) => record.module],
  ['certdeck.actor.type', ({ record }) => record.actor?.type ?? null],
  ['certdeck.resource.type', ({ record }) => record.resource?.type ?? null],
  ['certdeck.resource.id', ({ record }) => record.resource?.id ?? null],
  ['certdeck.resource.name', ({ record }) => record.resource?.name ?? null],
  ['certdeck.details', ({ record }): Json => record.details],
];

const ALERT: readonly FieldRow<Told<Alert>>[] = [
  ...COMMON,
  ['event.kind', () => 'alert'],
  ['event.type', () => ['info']],
  ['event.code', ({ record }) => record.type],
  ['event.reason', ({ record }) => record.title],
  ['rule.name', ({ record }) => record.type],
  ['message', ({ record }) => record.message ?? record.title],
  ['certdeck.entity.type', ({ record }) => record.entity?.type ?? null],
  ['certdeck.entity.id', ({ record }) => record.entity?.id ?? null],
  ['certdeck.entity.name', ({ record }) => record.entity?.name ?? null],
];

export const ECS: Fields = {
  audit: (told) => fill(AUDIT, told),
  alert: (told) => fill(ALERT, told),
};
