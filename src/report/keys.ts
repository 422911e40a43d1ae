/** What records are counted by: values of theirs, and what follows from several of them. */
import type { AuditEntry } from '../domain/audit.ts';
import { causeOf } from '../domain/cause.ts';
import { valueAt } from '../domain/kinds.ts';
import type { AnyRecord } from '../domain/record.ts';
import { whoTried } from '../rules/sign-in.ts';

export interface Key {
  readonly title: string;
  /** Values that are enough to tell it. */
  readonly paths: readonly string[];
  readonly of: (value: (path: string) => unknown) => string | null;
}

/** A key that only a whole record tells. */
export interface RecordKey {
  readonly title: string;
  readonly ofRecord: (record: AnyRecord) => string | null;
}

const at = (title: string, path: string): Key => ({
  title,
  paths: [path],
  of: (value) => textOf(value(path)),
});
const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);
const cause = (kind: 'job' | 'alert', names: readonly string[]): Key => ({
  title: 'Cause',
  paths: names,
  of: (value) => {
    const told = Object.fromEntries(names.map((name) => [name, textOf(value(name))]));
    return causeOf({ kind, ...told });
  },
});

/** Some platforms write a sentence, `Certificate issued: www.example.com`: what it is about is no part of the action. */
const actionOf = (text: string | null): string | null =>
  text?.replace(/^([^:\n]*\s[^:\n]*): \S.*$/s, '$1') ?? null;

export const KEYS = {
  platform: at('Platform', 'platform'),
  action: {
    title: 'Action',
    paths: ['action'],
    of: (value) => actionOf(textOf(value('action'))),
  },
  actor: {
    title: 'Actor',
    paths: ['actor.name', 'actor.id'],
    of: (value) => textOf(value('actor.name')) ?? textOf(value('actor.id')),
  },
  actorType: at('Actor type', 'actor.type'),
  resourceType: at('Resource type', 'resource.type'),
  resource: at('Resource', 'resource.name'),
  account: at('Account', 'account.name'),
  outcome: at('Outcome', 'outcome'),
  severity: at('Severity', 'severity'),
  ip: at('IP', 'ip'),
  type: at('Type', 'type'),
  ca: at('CA', 'caId'),
  entity: at('About', 'entity.name'),
  origin: at('Origin', 'origin'),
  jobCause: cause('job', ['status', 'error']),
  alertCause: cause('alert', ['severity', 'message', 'title']),
  /** Who tried to sign in: the actor, else the name that was typed. */
  who: {
    title: 'Who tried',
    ofRecord: (record: AnyRecord) => {
      const who = whoTried(record as AuditEntry);
      return who?.name ?? who?.id ?? null;
    },
  },
} as const satisfies Readonly<Record<string, Key | RecordKey>>;

export type KeyName = keyof typeof KEYS;

export const keyNamed = (name: KeyName): Key | RecordKey => KEYS[name];

/** What a record has for a key. */
export function keyOfRecord(key: Key | RecordKey, record: AnyRecord): string | null {
  return 'ofRecord' in key ? key.ofRecord(record) : key.of((path) => valueAt(record, path));
}
