import { describe, expect, test } from 'vitest';
import { viewJson, viewsFrom } from '../../src/query/kept-views.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { mergedViews, parseSort, type SavedView, VIEW_PANES, viewNamed } from '../../src/query/saved-view.ts';
import { SHIPPED_VIEWS } from '../../src/query/shipped-views.ts';

const view = (name: string, rest: Partial<SavedView> = {}): SavedView => ({
  name,
  pane: 'jobs',
  query: 'status:failed',
  sort: null,
  columns: null,
  key: null,
  from: 'console',
  ...rest,
});

describe('the views that come with the program', () => {
  test.each(SHIPPED_VIEWS.map((each) => [each.name, each] as const))(
    '%s can be asked',
    (_, { pane, query, sort }) => {
      const { problems } = parseQuery(query, VIEW_PANES[pane], { now: 0, longRunningAfter: 0 });
      expect(problems).toEqual([]);
      for (const { field } of sort ?? []) expect(parseSort(VIEW_PANES[pane], field)).not.toBeNull();
    },
  );

  test('have names and keys of their own', () => {
    expect(mergedViews(SHIPPED_VIEWS)).toEqual(SHIPPED_VIEWS);
    expect(SHIPPED_VIEWS.flatMap(({ key }) => key ?? []).sort()).toEqual(['5', '6', '7', '8', '9']);
  });
});

describe('saved views', () => {
  test('the configuration comes before the console, both before the program, by name and by key', () => {
    const merged = mergedViews(
      [view('A', { from: 'program', key: '5' }), view('B', { from: 'program', key: '6' })],
      [view('a', { from: 'console', query: 'mine', key: '6' })],
      [view('C', { from: 'configuration', key: '6' })],
    );
    expect(merged.map(({ name, from, key }) => [name, from, key])).toEqual([
      ['C', 'configuration', '6'],
      ['a', 'console', null],
      ['B', 'program', null],
    ]);
  });

  test('are found by name in any case, or by a beginning that only one has', () => {
    const views = [view('Failed at night'), view('Failed by day'), view('Stuck')];
    expect(viewNamed(views, 'failed BY day')?.name).toBe('Failed by day');
    expect(viewNamed(views, 'st')?.name).toBe('Stuck');
    expect(viewNamed(views, 'failed')).toBeNull();
    expect(viewNamed(views, '')).toBeNull();
  });

  test('are kept whole, and what cannot be read is left out', () => {
    const views = [
      view('one', { sort: [{ field: 'type', descending: true }], columns: ['a', 'b'], key: '9' }),
      view('two', { pane: 'statistics', query: '' }),
    ];
    expect(viewsFrom(views.map(viewJson))).toEqual(views);
    expect(viewsFrom([1, null, { name: 'x' }, { name: '', pane: 'jobs', query: '' }])).toEqual([]);
    expect(viewsFrom('views')).toEqual([]);
  });

  test('an order names fields of the records only', () => {
    expect(parseSort('job', 'attention,time-desc')).toEqual([
      { field: 'attention', descending: false },
      { field: 'time', descending: true },
    ]);
    expect(parseSort('job', 'ca')).toEqual([{ field: 'caId', descending: false }]);
    expect(parseSort('job', 'payload')).toBeNull();
    expect(parseSort('job', 'severity')).toBeNull();
    expect(parseSort('job', '')).toBeNull();
  });
});
