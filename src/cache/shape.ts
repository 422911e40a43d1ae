/** How each kind of record lies in its table: one row a column, read by the schema, the writer and the reader. */
import type { Kind } from '../domain/record.ts';

/** What a group such as the actor is to the dictionary of parties. */
export type Role = 'actor' | 'account' | 'trigger';

export type StoredColumn =
  /**
   * A key into `term`: texts of few distinct values. All of them but those that stand `alone` (of many
   * values) are indexed together, by the combination a record has of them. What is `computed` from another
   * column is written for its index alone; the first version of the schema had none such.
   */
  | {
      readonly store: 'term';
      readonly name: string;
      readonly path: string;
      readonly alone?: boolean;
      readonly computed?: boolean;
    }
  /** A key into `party`: who did it or whose it is, so that a look-up enriches one row, not every record. */
  | { readonly store: 'party'; readonly name: string; readonly path: string; readonly role: Role }
  /** Text of its own, looked into when the text index leads to a record. */
  | { readonly store: 'text'; readonly name: string; readonly path: string }
  /** A number or an instant; `indexed` when a query field reads it and it is not the kind's one time. */
  | { readonly store: 'number'; readonly name: string; readonly path: string; readonly indexed?: boolean }
  /** JSON in the body table. */
  | { readonly store: 'body'; readonly name: string; readonly path: string };

const term = (name: string, path = name): StoredColumn => ({ store: 'term', name, path });
const alone = (name: string, path = name): StoredColumn => ({ store: 'term', name, path, alone: true });
/** What the text of a failure has in common with others. */
const CAUSE: StoredColumn = { store: 'term', name: 'cause', path: 'cause', alone: true, computed: true };
const text = (name: string, path = name): StoredColumn => ({ store: 'text', name, path });
const number = (name: string, path = name, indexed = false): StoredColumn => ({
  store: 'number',
  name,
  path,
  indexed,
});
const party = (name: string, path: string, role: Role): StoredColumn => ({
  store: 'party',
  name,
  path,
  role,
});
const body = (name: string): StoredColumn => ({ store: 'body', name, path: name });

/** Besides these every table has `row, id, id_hash, time, digest, long, first_seen, changed, combo`. */
export const SHAPES: Readonly<Record<Kind, readonly StoredColumn[]>> = {
  alert: [
    term('platform'),
    term('origin'),
    term('severity'),
    term('type'),
    text('title'),
    text('message'),
    term('entity_type', 'entity.type'),
    text('entity_id', 'entity.id'),
    text('entity_name', 'entity.name'),
    number('read'),
    number('read_at', 'readAt'),
    CAUSE,
  ],
  job: [
    term('platform'),
    term('origin'),
    term('type'),
    term('status'),
    term('ca', 'caId'),
    text('name'),
    number('scheduled', 'scheduledAt', true),
    number('started', 'startedAt', true),
    number('completed', 'completedAt', true),
    number('duration', 'durationMs', true),
    party('trigger', 'triggeredBy', 'trigger'),
    text('error'),
    text('certificate', 'certificateId'),
    text('external', 'externalRequestId'),
    CAUSE,
    body('payload'),
    body('output'),
  ],
  audit: [
    term('platform'),
    term('origin'),
    term('action'),
    term('module'),
    term('resource_type', 'resource.type'),
    text('resource_id', 'resource.id'),
    text('resource_name', 'resource.name'),
    party('actor', 'actor', 'actor'),
    party('account', 'account', 'account'),
    term('outcome'),
    term('severity'),
    text('description'),
    alone('ip'),
    alone('country'),
    alone('user_agent', 'userAgent'),
    body('details'),
  ],
  statistic: [
    term('platform'),
    term('origin'),
    party('account', 'account', 'account'),
    term('category'),
    term('name'),
    term('unit'),
    number('value', 'value', true),
    number('previous'),
  ],
};

/** The names of one store's columns of a kind, in order. */
export function columnsOf(kind: Kind, store: StoredColumn['store']): readonly string[] {
  return SHAPES[kind].filter((column) => column.store === store).map((column) => column.name);
}

/** The columns whose combination a record is indexed by, in order. */
export function combinedColumns(kind: Kind): readonly string[] {
  return SHAPES[kind].flatMap((column) => (column.store === 'term' && !column.alone ? [column.name] : []));
}

/** The groups whose parts are columns of their own: `resource` of `resource.type`. */
export function groupOf(path: string): string | null {
  const dot = path.indexOf('.');
  return dot < 0 ? null : path.slice(0, dot);
}
