/** What entries say about themselves in the places platforms use for it. */
import type { AuditEntry } from '../domain/audit.ts';
import { isObject, type Json } from '../domain/json.ts';
import type { Named } from '../domain/record.ts';

/** The first text, or number as text, under one of these names in an object. */
export function textIn(value: Json, names: readonly string[]): string | null {
  if (!isObject(value)) return null;
  for (const name of names) {
    const found = Object.hasOwn(value, name) ? value[name] : null;
    if (typeof found === 'string' && found.trim() !== '') return found;
    if (typeof found === 'number') return String(found);
  }
  return null;
}

/** Why it failed, in the words of the platform. */
export function reasonOf({ details, description }: AuditEntry): string | null {
  return textIn(details, ['error', 'error_message', 'errorMessage', 'reason']) ?? description;
}

/** `Scan name: dc1` among the lines of a text: free-text logs name their subject no other way. */
const SUBJECT = /^\s*(?:\p{L}+ )?name\s*:\s*(\S.*?)\s*$/imu;

/** What an entry is about; null when it does not tell. */
export function subjectOf({ resource, description }: AuditEntry): Named | null {
  if (resource?.id != null || resource?.name != null) return resource;
  const name = SUBJECT.exec(description?.slice(0, 2_000) ?? '')?.[1] ?? null;
  return name === null ? null : { type: resource?.type ?? null, id: null, name };
}

/** The words under which a thing is known: its name, else its id. */
export function nameOf(thing: Named | null): string | null {
  return thing?.name ?? thing?.id ?? null;
}
