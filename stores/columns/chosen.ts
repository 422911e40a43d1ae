/**
 * Which columns of a list are shown, in which order and how wide. Pure. A column is named by the id of one the
 * pane has by itself, by the path of a field (`entity.id`), or by a `@path` into the documents of a record.
 */
import type { Row } from '../../src/cache/ask.ts';
import type { Column } from '../../src/domain/field.ts';
import { isObject, type Json } from '../../src/domain/json.ts';
import { KIND_TABLES, timeOf, valueAt } from '../../src/domain/kinds.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { maskText } from '../../src/domain/secrets.ts';
import { toIso } from '../../src/domain/time.ts';
import { pathSteps } from '../../src/query/path-values.ts';
import { type ListPaneId, PANES } from '../panes.ts';
import { OWN_COLUMNS, type OwnColumn } from './own.ts';

export interface ColumnChoice {
  readonly id: string;
  /** Cells; null leaves it to the list. */
  readonly width: number | null;
}

/** What was chosen, left to right; null is what the pane has by itself. */
export type ChosenColumns = readonly ColumnChoice[] | null;

export const NARROWEST = 3;
export const WIDEST = 200;
const MOST_COLUMNS = 60;

export const isPath = (id: string): boolean => id.startsWith('@');

export function ownColumn(pane: ListPaneId, id: string): OwnColumn | null {
  return OWN_COLUMNS[pane].find((own) => own.id === id) ?? null;
}

/** The declared column of a field that is none of the pane's own. */
export function fieldColumn(pane: ListPaneId, id: string): Column | null {
  return KIND_TABLES[PANES[pane].kind].columns.find(({ path }) => path === id) ?? null;
}

export const ownChoice = (pane: ListPaneId): readonly ColumnChoice[] =>
  OWN_COLUMNS[pane].map(({ id }) => ({ id, width: null }));

export const shownColumns = (pane: ListPaneId, chosen: ChosenColumns): readonly ColumnChoice[] =>
  chosen ?? ownChoice(pane);

/** Ids of everything a pane can show: its own columns, every other field, whole documents. */
export function columnIds(pane: ListPaneId): readonly string[] {
  const own = OWN_COLUMNS[pane];
  // A column over a single field is that field.
  const taken = new Set(own.flatMap(({ id, paths }) => (paths.length === 1 ? [id, ...paths] : [id])));
  const { columns } = KIND_TABLES[PANES[pane].kind];
  return [
    ...own.map(({ id }) => id),
    ...columns.flatMap(({ path, type }) => (type === 'json' || taken.has(path) ? [] : [path])),
    ...columns.flatMap(({ path, type }) => (type === 'json' ? [`@${path}`] : [])),
  ];
}

/** The `@path`s among the columns, whose values the cache brings with each row. */
export function pathsOf(chosen: ChosenColumns): readonly string[] {
  return (chosen ?? []).flatMap(({ id }) => (isPath(id) ? [id] : []));
}

/** The value under a column, for the clipboard and for a query, its secrets masked; null where there is none. */
export function columnValue(pane: ListPaneId, id: string, { record, paths }: Row): string | null {
  if (isPath(id)) return paths?.[id] ?? null;
  const own = ownColumn(pane, id);
  if (own?.sort === 'time') return toIso(timeOf(record));
  for (const path of own?.paths ?? [id]) {
    const text = textAt(record, path);
    if (text !== null && text.trim() !== '') return maskText(text);
  }
  return null;
}

function textAt(record: AnyRecord, path: string): string | null {
  const value = valueAt(record, path);
  const type = KIND_TABLES[record.kind].columns.find((column) => column.path === path)?.type;
  if (type === 'time') return toIso(typeof value === 'number' ? value : null);
  return value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);
}

/** The query field of a column; null where a query cannot ask for its value. */
export function columnField(pane: ListPaneId, id: string): string | null {
  if (isPath(id)) return id;
  const own = ownColumn(pane, id);
  if (own !== null) return own.field;
  const field = KIND_TABLES[PANES[pane].kind].fields.find(({ paths }) => paths.includes(id));
  return field === undefined || field.type === 'time' || field.type === 'duration' ? null : field.name;
}

/** What a column is called in a menu. */
export function columnTitle(pane: ListPaneId, id: string): string {
  const own = ownColumn(pane, id);
  if (own !== null) return own.title;
  return fieldColumn(pane, id)?.title ?? id;
}

/** What can be sorted by, left to right as it is shown: column id and sort field. */
export function sortsOf(
  pane: ListPaneId,
  chosen: ChosenColumns,
): readonly { readonly column: string; readonly field: string }[] {
  return shownColumns(pane, chosen).flatMap(({ id }) =>
    isPath(id) ? [] : [{ column: id, field: ownColumn(pane, id)?.sort ?? id }],
  );
}

/** What an export of the view has: every field behind the columns chosen, each once; null is all of the kind. */
export function exportColumns(pane: ListPaneId, chosen: ChosenColumns): readonly Column[] | null {
  if (chosen === null) return null;
  const found: Column[] = [];
  for (const { id } of chosen) {
    const own = ownColumn(pane, id);
    for (const path of own?.exported ?? own?.paths ?? [id]) {
      const column = isPath(path) ? { path, title: path, type: 'text' as const } : fieldColumn(pane, path);
      if (column !== null && !found.some((known) => known.path === column.path)) found.push(column);
    }
  }
  return found.length === 0 ? null : found;
}

/** Whether a pane can show a column of this id. */
export const isColumn = (id: string, pane: ListPaneId): boolean => chosenFrom([{ id }], pane) !== null;

/** What was kept of an earlier run; null where it is not to be understood. */
export function chosenFrom(kept: Json, pane: ListPaneId): ChosenColumns {
  if (!Array.isArray(kept)) return null;
  const known = new Set([
    ...columnIds(pane),
    ...KIND_TABLES[PANES[pane].kind].columns.map(({ path }) => path),
  ]);
  const seen = new Set<string>();
  const choices = kept.slice(0, MOST_COLUMNS).flatMap((entry: Json): ColumnChoice[] => {
    if (!isObject(entry) || typeof entry.id !== 'string' || seen.has(entry.id)) return [];
    if (!known.has(entry.id) && pathSteps(entry.id) === null) return [];
    seen.add(entry.id);
    return [{ id: entry.id, width: widthFrom(entry.width ?? null) }];
  });
  return choices.length === 0 ? null : choices;
}

function widthFrom(width: Json): number | null {
  if (typeof width !== 'number' || !Number.isInteger(width)) return null;
  return Math.min(WIDEST, Math.max(NARROWEST, width));
}

export const sameColumns = (a: ChosenColumns, b: ChosenColumns): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
