/**
 * Fields by the Open Cybersecurity Schema Framework (https://schema.ocsf.io): sign-ins are Authentication (3002), what
 * is done to people Account Change (3001), everything else API Activity (6003), alerts Detection Finding (2004). What
 * it has no place for stands in `unmapped`. Pure.
 */
import { isIP } from 'node:net';
import type { Alert, Severity } from '../../domain/alert.ts';
import type { ActorType, AuditEntry } from '../../domain/audit.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { Named } from '../../domain/record.ts';
import { VERSION } from '../../domain/version.ts';
import { type Deed, deedOf, subjectOf } from './deed.ts';
import { type FieldRow, fill } from './fill.ts';
import type { Fields, Told } from './told.ts';

const OCSF_VERSION = '1.3.0';

const SEVERITY: Readonly<Record<Severity, readonly [id: number, name: string]>> = {
  info: [1, 'Informational'],
  warning: [3, 'Medium'],
  error: [4, 'High'],
};
const STATUS = { success: [1, 'Success'], failure: [2, 'Failure'] } as const;
const USER_TYPE: Readonly<Record<ActorType, readonly [id: number, name: string]>> = {
  user: [1, 'User'],
  system: [3, 'System'],
  service: [99, 'Service'],
};

interface EventClass {
  readonly uid: number;
  readonly name: string;
  readonly category: number;
  readonly categoryName: string;
  /** Activities by what is done; what is missing is 99. */
  readonly activities: Readonly<Partial<Record<Deed, readonly [id: number, name: string]>>>;
}

const AUTHENTICATION: EventClass = {
  uid: 3002,
  name: 'Authentication',
  category: 3,
  categoryName: 'Identity & Access Management',
  activities: { logon: [1, 'Logon'], logoff: [2, 'Logoff'] },
};
const ACCOUNT_CHANGE: EventClass = {
  uid: 3001,
  name: 'Account Change',
  category: 3,
  categoryName: 'Identity & Access Management',
  activities: {
    create: [1, 'Create'],
    enable: [2, 'Enable'],
    'password-change': [3, 'Password Change'],
    'password-reset': [4, 'Password Reset'],
    disable: [5, 'Disable'],
    delete: [6, 'Delete'],
    attach: [7, 'Attach Policy'],
    detach: [8, 'Detach Policy'],
    lock: [9, 'Lock'],
    'mfa-on': [10, 'MFA Factor Enable'],
    'mfa-off': [11, 'MFA Factor Disable'],
    unlock: [12, 'Unlock'],
  },
};
const UPDATE = [3, 'Update'] as const;
const API_ACTIVITY: EventClass = {
  uid: 6003,
  name: 'API Activity',
  category: 6,
  categoryName: 'Application Activity',
  activities: {
    create: [1, 'Create'],
    read: [2, 'Read'],
    update: UPDATE,
    enable: UPDATE,
    disable: UPDATE,
    attach: UPDATE,
    detach: UPDATE,
    lock: UPDATE,
    unlock: UPDATE,
    delete: [4, 'Delete'],
  },
};
const OF_PEOPLE: ReadonlySet<Deed> = new Set(['mfa-on', 'mfa-off', 'password-change', 'password-reset']);

function classOf({ action, resource }: AuditEntry): EventClass {
  const deed = deedOf(action);
  if (deed === 'logon' || deed === 'logoff') return AUTHENTICATION;
  const ofPeople = subjectOf(resource?.type ?? null) === 'user' && deed !== 'read';
  return ofPeople || OF_PEOPLE.has(deed) ? ACCOUNT_CHANGE : API_ACTIVITY;
}

function activityOf(record: AuditEntry): readonly [id: number, name: string] {
  if (record.action === null) return [0, 'Unknown'];
  return classOf(record).activities[deedOf(record.action)] ?? [99, record.action];
}

const COMMON: readonly FieldRow<Told<AuditEntry | Alert>>[] = [
  ['time', ({ at }) => at],
  ['severity_id', ({ record }) => SEVERITY[record.severity][0]],
  ['severity', ({ record }) => SEVERITY[record.severity][1]],
  ['metadata.version', () => OCSF_VERSION],
  ['metadata.uid', ({ id }) => id],
  ['metadata.original_event_uid', ({ record }) => record.id],
  ['metadata.log_name', ({ record }) => record.kind],
  ['metadata.log_provider', ({ record }) => record.platform],
  ['metadata.logged_time', ({ arrivedAt }) => arrivedAt],
  ['metadata.product.name', () => 'certdeck'],
  ['metadata.product.vendor_name', () => 'certdeck'],
  ['metadata.product.version', () => VERSION],
  ['unmapped.ref', ({ ref }) => ref],
  ['unmapped.origin', ({ record }) => record.origin],
];

const AUDIT: readonly FieldRow<Told<AuditEntry>>[] = [
  ['category_uid', ({ record }) => classOf(record).category],
  ['category_name', ({ record }) => classOf(record).categoryName],
  ['class_uid', ({ record }) => classOf(record).uid],
  ['class_name', ({ record }) => classOf(record).name],
  ['activity_id', ({ record }) => activityOf(record)[0]],
  ['activity_name', ({ record }) => activityOf(record)[1]],
  ['type_uid', ({ record }) => classOf(record).uid * 100 + activityOf(record)[0]],
  ...COMMON,
  ['message', ({ record }) => record.description],
  ['status_id', ({ record: { outcome } }) => (outcome === null ? 0 : STATUS[outcome][0])],
  ['status', ({ record: { outcome } }) => (outcome === null ? 'Unknown' : STATUS[outcome][1])],
  ['actor.user', ({ record }) => actorOf(record)],
  ['user', ({ record }) => userOf(record)],
  ['src_endpoint.ip', ({ record: { ip } }) => (ip !== null && isIP(ip) !== 0 ? ip : null)],
  ['src_endpoint.name', ({ record: { ip } }) => (ip !== null && isIP(ip) === 0 ? ip : null)],
  [
    'src_endpoint.location.country',
    ({ record: { country } }) => (country !== null && /^[A-Z]{2}$/.test(country) ? country : null),
  ],
  ['http_request.user_agent', ({ record }) => record.userAgent],
  ['api.operation', ({ record }) => (classOf(record) === API_ACTIVITY ? record.action : null)],
  [
    'api.service.name',
    ({ record }) => (classOf(record) === API_ACTIVITY ? (record.module ?? record.platform) : null),
  ],
  ['resources', ({ record }) => resourcesOf(record.resource)],
  ['unmapped.action', ({ record }) => record.action],
  ['unmapped.module', ({ record }) => record.module],
  ['unmapped.country', ({ record: { country } }) => (/^[A-Z]{2}$/.test(country ?? 'XX') ? null : country)],
  ['unmapped.account', ({ record }) => record.account],
  ['unmapped.details', ({ record }): Json => record.details],
];

function actorOf({ actor }: AuditEntry): JsonObject | null {
  if (actor === null) return null;
  const [type_id, type] = USER_TYPE[actor.type];
  const { id, name, email } = actor;
  return present({ uid: id, name, email_addr: email, type_id, type });
}

/** Whom an event is about: who signs in, or to whom something is done. */
function userOf(record: AuditEntry): JsonObject | null {
  const about = classOf(record);
  if (about === AUTHENTICATION) return actorOf(record);
  if (about !== ACCOUNT_CHANGE) return null;
  const { resource } = record;
  if (resource === null) return actorOf(record);
  return present({ uid: resource.id, name: resource.name, type: resource.type });
}

const resourcesOf = (named: Named | null): readonly JsonObject[] =>
  named === null ? [] : [present({ uid: named.id, name: named.name, type: named.type })];

const present = (values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

const ALERT: readonly FieldRow<Told<Alert>>[] = [
  ['category_uid', () => 2],
  ['category_name', () => 'Findings'],
  ['class_uid', () => 2004],
  ['class_name', () => 'Detection Finding'],
  ['activity_id', () => 1],
  ['activity_name', () => 'Create'],
  ['type_uid', () => 200401],
  ...COMMON,
  ['message', ({ record }) => record.message ?? record.title],
  ['status_id', () => 1],
  ['status', () => 'New'],
  ['finding_info.uid', ({ record }) => record.id],
  ['finding_info.title', ({ record }) => record.title ?? record.type ?? 'alert'],
  ['finding_info.desc', ({ record }) => record.message],
  ['finding_info.types', ({ record }) => (record.type === null ? [] : [record.type])],
  ['finding_info.created_time', ({ at }) => at],
  ['resources', ({ record }) => resourcesOf(record.entity)],
];

export const OCSF: Fields = {
  audit: (told) => fill(AUDIT, told),
  alert: (told) => fill(ALERT, told),
};
