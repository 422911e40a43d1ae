/** Checks the tables `[[views]]`: each a question the console opens by its name. */
import { fold } from '../domain/text.ts';
import { parseQuery } from '../query/parse.ts';
import {
  isViewKey,
  isViewPane,
  parseSort,
  type SavedView,
  VIEW_PANES,
  type ViewPane,
} from '../query/saved-view.ts';
import type { Report } from './problem.ts';
import { VIEW_SETTINGS } from './schema.ts';
import { checkTable, isTable, type Table, unknownKeys } from './tables.ts';
import type { Place } from './values.ts';

/** Room for a name in the picker (characters). */
const LONGEST_NAME = 64;

export function checkViews(value: unknown, longRunningAfter: number, report: Report): readonly SavedView[] {
  if (value === undefined) return [];
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
      columns: Array.isArray(columns) ? columns.map(String) : null,
      key: isViewKey(key) ? key : null,
      from: 'configuration',
    };
    checkQuery(view, longRunningAfter, place);
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

function checkQuery(
  { pane, query }: SavedView,
  longRunningAfter: number,
  { path, label, report }: Place,
): void {
  if (pane === 'statistics') {
    if (query !== '') report([...path, 'query'], `${label}: the statistics take no query`, 'Leave it out.');
    return;
  }
  const { problems } = parseQuery(query, VIEW_PANES[pane], { now: 0, longRunningAfter });
  for (const { level, span, message } of problems) {
    if (level !== 'error') continue;
    const at = `at character ${span.start + 1}`;
    report([...path, 'query'], `${label}: query cannot be read ${at}: ${message}`, 'See docs/query.md.');
  }
}
