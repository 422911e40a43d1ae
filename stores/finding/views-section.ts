/** `[[views]]` of the configuration: each a question the console opens by its name. */

import { tableSchema } from '../../src/config/json-schema.ts';
import type { Report } from '../../src/config/problem.ts';
import type { ConfigSection } from '../../src/config/section.ts';
import { checkTable, isTable, type Table, unknownKeys } from '../../src/config/tables.ts';
import type { Place } from '../../src/config/values.ts';
import { nearest } from '../../src/domain/nearest.ts';
import { fold } from '../../src/domain/text.ts';
import type { Setting } from '../../src/platforms/declaration.ts';
import { viewJson } from '../../src/query/kept-views.ts';
import { parseQuery } from '../../src/query/parse.ts';
import {
  isViewKey,
  isViewPane,
  parseSort,
  type SavedView,
  VIEW_KEYS,
  VIEW_PANES,
  type ViewPane,
} from '../../src/query/saved-view.ts';
import { columnIds, isColumn } from '../columns/chosen.ts';
import { isListPane } from '../panes.ts';

/** The settings of every `[[views]]` table. */
const VIEW_SETTINGS: readonly Setting[] = [
  { name: 'name', type: 'text', required: true, help: 'by which the view is opened' },
  { name: 'pane', type: 'text', required: true, choices: Object.keys(VIEW_PANES), help: 'where it is shown' },
  { name: 'query', type: 'text', help: 'what is asked; everything without it' },
  {
    name: 'sort',
    type: 'text',
    help: 'fields in order, such as "type,time-desc"; as the pane is without it',
  },
  {
    name: 'columns',
    type: 'texts',
    help: 'the columns shown, in their order; as the pane has them without it',
  },
  { name: 'key', type: 'text', choices: VIEW_KEYS, help: 'a key that opens it' },
];

/** Room for a name in the picker (characters). */
const LONGEST_NAME = 64;

export function checkViews(value: unknown, report: Report): readonly SavedView[] {
  if (!Array.isArray(value) || !value.every(isTable)) {
    report(
      ['views'],
      'views has to be a list of tables',
      'Write [[views]], and below it name, pane and query.',
    );
    return [];
  }
  const taken = { name: new Map<string, number>(), key: new Map<string, number>() };
  return value.flatMap((table: Table, index) => {
    const label =
      typeof table.name === 'string' && table.name !== '' ? `view ${table.name}` : `view ${index + 1}`;
    const place: Place = { path: ['views', index], label, report };
    unknownKeys(
      table,
      VIEW_SETTINGS.map(({ name }) => name),
      place,
    );
    const values = checkTable(table, VIEW_SETTINGS, place, []);
    const { name, pane, query, sort, columns, key } = values;
    if (typeof name === 'string') {
      if (name.trim() === '' || name.length > LONGEST_NAME || /[\u0000-\u001f\u007f-\u009f]/.test(name)) {
        const fix = `A name has 1 to ${LONGEST_NAME} characters and no line breaks.`;
        report([...place.path, 'name'], `${label}: name cannot be that of a view`, fix);
      }
      once(taken.name, fold(name), index, 'name', place);
    }
    if (isViewKey(key)) once(taken.key, key, index, 'key', place);
    // What is missing or no pane has been reported.
    if (!isViewPane(pane)) return [];
    const view: SavedView = {
      name: String(name),
      pane,
      query: typeof query === 'string' ? query : '',
      sort: typeof sort === 'string' ? checkSort(sort, pane, place) : null,
      columns: Array.isArray(columns) ? checkColumns(columns.map(String), pane, place) : null,
      key: isViewKey(key) ? key : null,
      from: 'configuration',
    };
    checkQuery(view, place);
    return [view];
  });
}

function once(
  taken: Map<string, number>,
  value: string,
  index: number,
  setting: string,
  { path, label, report }: Place,
): void {
  const first = taken.get(value);
  if (first === undefined) taken.set(value, index);
  else
    report(
      [...path, setting],
      `${label}: this ${setting} is taken by view ${first + 1}`,
      'Give each its own.',
    );
}

function checkSort(text: string, pane: ViewPane, { path, label, report }: Place): SavedView['sort'] {
  const sort = parseSort(VIEW_PANES[pane], text);
  if (sort === null) {
    const fix =
      'Write fields of these records with commas between, -desc behind those that go down: "type,time-desc".';
    report([...path, 'sort'], `${label}: cannot be sorted by ${JSON.stringify(text)}`, fix);
  }
  return sort;
}

function checkQuery({ pane, query }: SavedView, { path, label, report }: Place): void {
  if (pane === 'statistics') {
    if (query !== '') report([...path, 'query'], `${label}: the statistics take no query`, 'Leave it out.');
    return;
  }
  const { problems } = parseQuery(query, VIEW_PANES[pane], { now: 0, longRunningAfter: 0 });
  for (const { level, span, message } of problems) {
    if (level !== 'error') continue;
    const at = `at character ${span.start + 1}`;
    report([...path, 'query'], `${label}: query cannot be read ${at}: ${message}`, 'See docs/query.md.');
  }
}

function checkColumns(
  ids: readonly string[],
  pane: ViewPane,
  { path, label, report }: Place,
): readonly string[] | null {
  if (!isListPane(pane)) {
    report([...path, 'columns'], `${label}: the statistics have no columns`, 'Leave them out.');
    return null;
  }
  for (const [index, id] of ids.entries()) {
    if (isColumn(id, pane)) continue;
    const known = columnIds(pane);
    const near = nearest(id, known);
    const fix = near === null ? `Known: ${known.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
    report([...path, 'columns', index], `${label}: there is no column ${JSON.stringify(id)}`, fix);
  }
  return ids;
}

export const VIEWS_SECTION: ConfigSection = {
  check: (value, report) => checkViews(value, report).map(viewJson),
  schema: () => ({ type: 'array', items: tableSchema(VIEW_SETTINGS) }),
};
