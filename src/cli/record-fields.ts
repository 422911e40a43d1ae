/** `--fields` and `--sort`: names a user may write, as paths into a record. */
import type { Sort } from '../cache/ask.ts';
import type { Column } from '../domain/field.ts';
import { KIND_TABLES } from '../domain/kinds.ts';
import { nearest } from '../domain/nearest.ts';
import type { Kind } from '../domain/record.ts';
import { pathSteps } from '../query/path-values.ts';
import { usageError } from './arguments.ts';

/** What a list shows of a record when nobody says otherwise. */
export const TABLE_COLUMNS: Readonly<Record<Kind, readonly string[]>> = {
  alert: ['severity', 'createdAt', 'platform', 'type', 'title', 'entity.name', 'read', 'ref'],
  job: ['status', 'startedAt', 'durationMs', 'platform', 'type', 'name', 'caId', 'error', 'ref'],
  audit: ['timestamp', 'outcome', 'action', 'actor.name', 'resource.name', 'platform', 'description', 'ref'],
  statistic: ['at', 'platform', 'category', 'name', 'value', 'unit', 'previous', 'origin'],
};

/**
 * The columns named in `--fields a,b,c`: paths of the kind, a group (`actor` is all of it), or a place
 * inside a body (`details.vault`, or as a query writes it, `@errors[*].code`). Throws a usage failure for anything else.
 */
export function columnsFor(kind: Kind, names: string): readonly Column[] {
  const { columns } = KIND_TABLES[kind];
  return list(names).flatMap((name) => {
    const exact = columns.find(({ path }) => path === name);
    if (exact !== undefined) return [exact];
    const group = columns.filter(({ path }) => path.startsWith(`${name}.`));
    if (group.length > 0) return group;
    if (pathSteps(name) !== null) return [{ path: name, title: name, type: 'json' as const }];
    const body = columns.find(({ path, type }) => type === 'json' && name.startsWith(`${path}.`));
    if (body !== undefined) return [{ path: name, title: name, type: 'json' as const }];
    throw unknown(
      '--fields',
      name,
      columns.map(({ path }) => path),
    );
  });
}

/** The columns of a kind by their paths, in this order. */
export function columnsAt(kind: Kind, paths: readonly string[]): readonly Column[] {
  const { columns } = KIND_TABLES[kind];
  return paths.flatMap((path) => columns.filter((column) => column.path === path));
}

/** `severity,createdAt-desc`: columns, query fields or `time`, each ascending unless `-desc` follows. */
export function sortFor(kind: Kind, text: string): readonly Sort[] {
  const { columns, fields, orders = [] } = KIND_TABLES[kind];
  const sortable = [
    ...columns.filter(({ type }) => type !== 'json').map(({ path }) => path),
    ...orders.map((order) => order.name),
  ];
  return list(text).map((word) => {
    const [, name = '', order] = /^(.*?)(?:-(asc|desc))?$/.exec(word) ?? [];
    const descending = order === 'desc';
    if (name === 'time' || sortable.includes(name)) return { field: name, descending };
    const path = fields.find((field) => field.name === name)?.paths[0];
    if (path !== undefined && sortable.includes(path)) return { field: path, descending };
    throw unknown('--sort', name, ['time', ...sortable, ...fields.map((field) => field.name)]);
  });
}

function list(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function unknown(option: string, name: string, known: readonly string[]) {
  const near = nearest(name, known);
  const next = near === null ? `Known: ${[...new Set(known)].join(', ')}.` : `Did you mean ${near}?`;
  return usageError(`${option}: there is no field ${JSON.stringify(name)}`, next);
}
