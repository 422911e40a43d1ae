/** The names a query over a kind may use before a colon. */
import type { Field, FieldType } from '../domain/field.ts';
import { KIND_TABLES } from '../domain/kinds.ts';
import { nearest } from '../domain/nearest.ts';
import type { Kind } from '../domain/record.ts';
import type { Names } from './lexer.ts';

/** Names that are no fields, with what they say. */
export const BOUND_NAMES = {
  has: 'the field has a value',
  no: 'the field has no value',
  is: 'a state of the record',
  since: 'from this time on',
  until: 'up to this time',
  at: 'within this day, minute or second',
} as const;
export type BoundName = keyof typeof BOUND_NAMES;

/** What a kind is called in messages. */
export const KIND_NOUNS: Readonly<Record<Kind, string>> = {
  alert: 'alerts',
  job: 'jobs',
  audit: 'audit logs',
  statistic: 'statistics',
};

/** The field a name or alias means, in any case; null when the kind has none such. */
export function fieldNamed(kind: Kind, name: string): Field | null {
  const wanted = name.toLowerCase();
  const fields = KIND_TABLES[kind].fields;
  return fields.find((field) => field.name === wanted || (field.aliases?.includes(wanted) ?? false)) ?? null;
}

export function boundName(name: string): BoundName | null {
  const wanted = name.toLowerCase();
  return Object.hasOwn(BOUND_NAMES, wanted) ? (wanted as BoundName) : null;
}

const ORDERED: readonly FieldType[] = ['number', 'duration', 'time'];

/** How the names of a kind may be used, for the lexer. */
export function namesOf(kind: Kind): Names {
  return (name) => {
    const field = fieldNamed(kind, name);
    if (field !== null) return ORDERED.includes(field.type) ? 'ordered' : 'plain';
    return boundName(name) === null ? null : 'bound';
  };
}

/** Why a name is searched as text, with the name it may have been meant to be. */
export function noField(kind: Kind, name: string): string {
  const { fields } = KIND_TABLES[kind];
  const known = [
    ...fields.flatMap((field) => [field.name, ...(field.aliases ?? [])]),
    ...Object.keys(BOUND_NAMES),
  ];
  const near = nearest(name, known);
  const meant = near === null ? '' : `. Did you mean ${near}?`;
  return `\`${name}\` is no field of ${KIND_NOUNS[kind]}; searched as text${meant}`;
}
