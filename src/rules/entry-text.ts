/** What entries say about themselves in the places platforms use for it. */
import type { AuditEntry } from '../domain/audit.ts';
import { isObject, type Json } from '../domain/json.ts';
import type { Named } from '../domain/record.ts';
import { toIso } from '../domain/time.ts';
import type { Evidence } from './rule.ts';

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
  return (
    textIn(details, ['error', 'error_message', 'errorMessage', 'reason']) ?? detailOf(details) ?? description
  );
}

/** The sentence that logs of free text put before the labelled lines of their details. */
function detailOf(details: Json): string | null {
  const [line = ''] = (textIn(details, ['detailMessage']) ?? '').split(/[\r\n]/, 1);
  return line === '' || LABEL.test(line) ? null : line;
}

/** How many characters of a free text are looked at. */
const READ = 2_000;
const LABEL = /^\s*\p{L}[\p{L} _-]{0,40}?\s*:[ \t]+\S/u;
const LABELLED = /^\s*(\p{L}[\p{L} _-]{0,40}?)\s*:[ \t]+(\S.*?)\s*$/gmu;
/** Labels that tell of what sort a thing is, not which. */
const SORTS = ['type', 'ports', 'mode', 'method'];

/** An instant in words, UTC to the minute. */
export function instantText(at: number): string {
  return `${(toIso(at) ?? '').slice(0, 16).replace('T', ' ')} UTC`;
}

const AGENT = /^(?:agent|sensor|connector|robot|bot)s?$/i;
const AGENT_LINE = /^\s*(agent|sensor|connector)\s*:[ \t]+(\S.*?)\s*$/im;

/** The agent that did something or that something was done with; null where the record names none. */
export function agentOf(record: Evidence): Named | null {
  if (record.kind === 'alert') return null;
  if (record.kind === 'job') return AGENT.test(record.triggeredBy?.type ?? '') ? record.triggeredBy : null;
  const { resource, description } = record;
  if (AGENT.test(resource?.type ?? '') && nameOf(resource) !== null) return resource;
  if (description === null || !description.includes(':')) return null;
  const [, type = '', name = null] = AGENT_LINE.exec(description.slice(0, READ)) ?? [];
  return name === null ? null : { type: type.toLowerCase(), id: null, name };
}

/** The values of lines like `Sensor: edge-1`: logs of free text name their subject no other way. */
function labelled(text: string | null): readonly string[] {
  return [...(text?.slice(0, READ) ?? '').matchAll(LABELLED)].flatMap(([, label = '', value = '']) =>
    SORTS.includes(label.toLowerCase()) ? [] : [value],
  );
}

/** What an entry is about; null when it does not tell. */
export function subjectOf({ resource, description }: AuditEntry): Named | null {
  if (resource?.id != null || resource?.name != null) return resource;
  const [name] = labelled(description);
  return name === undefined ? null : { type: resource?.type ?? null, id: null, name };
}

/** What the entries of one run have in common: the thing, or all that its text names. */
export function runOf({ resource, description }: AuditEntry): string | null {
  return resource?.id ?? resource?.name ?? (labelled(description).join(', ') || null);
}

/** The names below a heading of the details, as in `For certificates:` and a line each. */
export function listedUnder(heading: RegExp, details: Json): readonly string[] {
  const lines = (textIn(details, ['detailMessage']) ?? '').slice(0, READ).split(/\r?\n/);
  const at = lines.findIndex((line) => heading.test(line));
  return at < 0
    ? []
    : lines
        .slice(at + 1)
        .flatMap((line) => line.split(',').map((name) => name.trim()))
        .filter((name) => name !== '');
}

/** The words under which a thing is known: its name, else its id. */
export function nameOf(thing: Named | null): string | null {
  return thing?.name ?? thing?.id ?? null;
}
