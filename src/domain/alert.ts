import { CAUSE_FIELD } from './cause.ts';
import { commonFields, IDENTITY_COLUMNS, type KindTable, ORIGIN_COLUMN } from './field.ts';
import type { Named, Origin } from './record.ts';

export const ALERT_SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof ALERT_SEVERITIES)[number];
/** Words of the platforms' own that a query may use for ours. */
export const SEVERITY_WORDS = { warn: 'warning', critical: 'error', information: 'info' } as const;

/** A certificate risk or an operational fault somebody should look at. Instants are UTC milliseconds. */
export interface Alert {
  readonly kind: 'alert';
  readonly platform: string;
  readonly id: string;
  readonly severity: Severity;
  readonly type: string | null;
  readonly title: string | null;
  readonly message: string | null;
  readonly entity: Named | null;
  readonly createdAt: number | null;
  readonly read: boolean;
  readonly readAt: number | null;
  readonly origin: Origin;
}

export const ALERT_TABLE: KindTable = {
  columns: [
    ...IDENTITY_COLUMNS,
    { path: 'severity', title: 'Severity', type: 'enum' },
    { path: 'type', title: 'Type', type: 'enum' },
    { path: 'title', title: 'Title', type: 'text' },
    { path: 'message', title: 'Message', type: 'text' },
    { path: 'entity.type', title: 'Entity type', type: 'enum' },
    { path: 'entity.id', title: 'Entity ID', type: 'text' },
    { path: 'entity.name', title: 'Entity', type: 'text' },
    { path: 'createdAt', title: 'Created', type: 'time' },
    { path: 'read', title: 'Read', type: 'boolean' },
    { path: 'readAt', title: 'Read at', type: 'time' },
    ORIGIN_COLUMN,
  ],
  fields: [
    ...commonFields(['entity.type', 'entity.id', 'entity.name']),
    {
      name: 'severity',
      type: 'enum',
      paths: ['severity'],
      values: ALERT_SEVERITIES,
      words: SEVERITY_WORDS,
      help: 'error, warning or info',
    },
    { name: 'type', type: 'enum', paths: ['type'], help: 'the kind of alert, e.g. EXPIRING_SOON' },
    { name: 'title', type: 'text', paths: ['title'], help: 'headline' },
    { name: 'message', type: 'text', paths: ['message'], help: 'full text' },
    CAUSE_FIELD,
    { name: 'created', type: 'time', paths: ['createdAt'], help: 'when it was raised' },
    {
      name: 'read',
      type: 'enum',
      paths: ['read'],
      values: ['true', 'false'],
      words: { yes: 'true', no: 'false' },
      help: 'true or false',
    },
  ],
  timePaths: ['createdAt'],
  states: ['unread', 'read', 'pinned', 'noted', 'new', 'muted'],
};
