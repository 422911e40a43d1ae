/** An arrival as the event that goes out. Pure. */
import type { Arrival } from '../cache/ledger/answers.ts';
import type { Alert } from '../domain/alert.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { isObject, type Json } from '../domain/json.ts';
import { timeOf } from '../domain/kinds.ts';
import { redacted } from '../domain/redaction.ts';
import { type Redaction, SECRETS_ONLY } from '../domain/redaction-policy.ts';
import { AS_IS } from './fields/as-is.ts';
import { ECS } from './fields/ecs.ts';
import { OCSF } from './fields/ocsf.ts';
import type { Fields } from './fields/told.ts';
import type { FieldNaming, OutEvent } from './target.ts';

const NAMINGS: Readonly<Record<FieldNaming, Fields>> = { ecs: ECS, ocsf: OCSF, 'as-is': AS_IS };

/** What may leave of a record: the one place where that is asked. */
export type Redact = <R extends AuditEntry | Alert>(record: R) => R;

export const redactBy =
  (policy: Redaction): Redact =>
  <R extends AuditEntry | Alert>(record: R) =>
    redacted(record, policy) as R;

/** Secrets masked, everything else as it is. */
export const maskSecrets: Redact = redactBy(SECRETS_ONLY);

export function eventOf(
  { record, ref, kind, at: arrivedAt }: Arrival,
  naming: FieldNaming,
  redact: Redact,
): OutEvent {
  const shown = redact(record);
  const id = eventId(ref, shown);
  const at = timeOf(record) ?? arrivedAt;
  const told = { id, ref, at, arrivedAt };
  const fields = NAMINGS[naming];
  const body =
    shown.kind === 'audit'
      ? fields.audit({ ...told, record: shown })
      : fields.alert({ ...told, record: shown });
  return { id, at, ref, kind, platform: record.platform, severity: record.severity, body };
}

/**
 * Members that are another by the next time without a new arrival: what look-ups tell of people, and read marks. Who
 * they are is said by ids beside them.
 */
const AUDIT_LATER = new Set(['name', 'email', 'type']);
const DETAILS_LATER = new Set(['user', 'account']);
const ALERT_LATER = new Set(['read', 'readAt']);

/** Made of what goes out, so that nothing that is hidden can be found by trying: SHA-256 over it, cut to 128 bits. */
function eventId(ref: string, record: AuditEntry | Alert): string {
  const said =
    record.kind === 'alert'
      ? without(record as unknown as Json, ALERT_LATER)
      : {
          ...record,
          actor: without(record.actor as Json, AUDIT_LATER),
          account: without(record.account as Json, AUDIT_LATER),
          details: without(record.details, DETAILS_LATER),
        };
  const { hash } = process.getBuiltinModule('node:crypto');
  return hash('sha256', `${ref}\n${JSON.stringify(sorted(said as Json))}`).slice(0, 32);
}

function without(value: Json, names: ReadonlySet<string>): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name)));
}

/** The same whatever order members came in. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map((one: Json) => sorted(one));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([name, one]) => [name, sorted(one)]));
}
