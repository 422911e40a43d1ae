import { SEVERITY_WORDS, type Severity } from './alert.ts';
import { commonFields, IDENTITY_COLUMNS, type KindTable, ORIGIN_COLUMN } from './field.ts';
import type { Json } from './json.ts';
import type { Named, Origin } from './record.ts';

export const ACTOR_TYPES = ['user', 'service', 'system'] as const;
export type ActorType = (typeof ACTOR_TYPES)[number];
export const OUTCOMES = ['success', 'failure'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Actor {
  readonly type: ActorType;
  readonly id: string | null;
  readonly name: string | null;
  readonly email: string | null;
}

/** Who did what, when, from where. `timestamp` is UTC milliseconds. */
export interface AuditEntry {
  readonly kind: 'audit';
  readonly platform: string;
  readonly id: string;
  readonly timestamp: number | null;
  readonly action: string | null;
  readonly module: string | null;
  readonly resource: Named | null;
  readonly actor: Actor | null;
  readonly account: { readonly id: string | null; readonly name: string | null } | null;
  readonly outcome: Outcome | null;
  readonly severity: Severity;
  readonly description: string | null;
  readonly ip: string | null;
  readonly country: string | null;
  readonly userAgent: string | null;
  readonly details: Json;
  readonly origin: Origin;
}

export const AUDIT_TABLE: KindTable = {
  columns: [
    ...IDENTITY_COLUMNS,
    { path: 'timestamp', title: 'Time', type: 'time' },
    { path: 'action', title: 'Action', type: 'enum' },
    { path: 'module', title: 'Module', type: 'enum' },
    { path: 'resource.type', title: 'Resource type', type: 'enum' },
    { path: 'resource.id', title: 'Resource ID', type: 'text' },
    { path: 'resource.name', title: 'Resource', type: 'text' },
    { path: 'actor.type', title: 'Actor type', type: 'enum' },
    { path: 'actor.id', title: 'Actor ID', type: 'text' },
    { path: 'actor.name', title: 'Actor', type: 'text' },
    { path: 'actor.email', title: 'E-mail', type: 'text' },
    { path: 'account.id', title: 'Account ID', type: 'text' },
    { path: 'account.name', title: 'Account', type: 'text' },
    { path: 'outcome', title: 'Outcome', type: 'enum' },
    { path: 'severity', title: 'Severity', type: 'enum' },
    { path: 'description', title: 'Description', type: 'text' },
    { path: 'ip', title: 'IP', type: 'text' },
    { path: 'country', title: 'Country', type: 'enum' },
    { path: 'userAgent', title: 'User agent', type: 'text' },
    { path: 'details', title: 'Details', type: 'json' },
    ORIGIN_COLUMN,
  ],
  fields: [
    ...commonFields(['resource.type', 'resource.id', 'resource.name']),
    { name: 'action', type: 'enum', paths: ['action'], help: 'what was done, e.g. LOGIN_ERROR' },
    { name: 'module', type: 'enum', paths: ['module'], help: 'the functional area' },
    {
      name: 'actor',
      type: 'text',
      paths: ['actor.id', 'actor.name', 'actor.email'],
      help: 'who did it: id, name or e-mail',
    },
    { name: 'email', type: 'text', paths: ['actor.email'], help: 'e-mail of who did it' },
    {
      name: 'actor_type',
      type: 'enum',
      paths: ['actor.type'],
      values: ACTOR_TYPES,
      help: 'user, service or system',
    },
    { name: 'resource', type: 'text', paths: ['resource.id', 'resource.name'], help: 'what it was done to' },
    {
      name: 'resource_type',
      type: 'enum',
      paths: ['resource.type'],
      help: 'the kind of thing it was done to',
    },
    {
      name: 'outcome',
      aliases: ['status'],
      type: 'enum',
      paths: ['outcome'],
      values: OUTCOMES,
      words: { failed: 'failure', succeeded: 'success' },
      help: 'success or failure',
    },
    {
      name: 'severity',
      type: 'enum',
      paths: ['severity'],
      values: ['error', 'warning', 'info'],
      words: SEVERITY_WORDS,
      help: 'error, warning or info',
    },
    { name: 'description', type: 'text', paths: ['description'], help: 'the text of the entry' },
    { name: 'ip', type: 'ip', paths: ['ip'], help: 'address or CIDR block' },
    { name: 'country', type: 'enum', paths: ['country'], help: 'country of the address' },
    { name: 'user_agent', type: 'text', paths: ['userAgent'], help: 'the client program' },
    { name: 'account', type: 'text', paths: ['account.id', 'account.name'], help: 'account or division' },
    { name: 'time', type: 'time', paths: ['timestamp'], help: 'when it happened' },
  ],
  timePaths: ['timestamp'],
  states: ['pinned', 'noted', 'new'],
};
