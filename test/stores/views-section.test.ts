import { expect, test } from 'vitest';
import { parseSections } from '../../src/config/check.ts';
import { viewsFrom } from '../../src/query/kept-views.ts';
import { VIEWS_SECTION } from '../../stores/finding/views-section.ts';

const read = (text: string) =>
  parseSections({ file: 'config.toml', text }, { views: async () => VIEWS_SECTION });

test('a view has its pane, its query, its order and its key', async () => {
  const loaded = await read(`
[[views]]
name = "Failed at night"
pane = "jobs"
query = "status:failed since:12h"
sort = "type,time-desc"
columns = ["name", "status"]
key = "5"

[[views]]
name = "Everything"
pane = "audit"
`);
  expect(loaded.problems).toEqual([]);
  expect(viewsFrom(loaded.values.views ?? null, 'configuration')).toEqual([
    {
      name: 'Failed at night',
      pane: 'jobs',
      query: 'status:failed since:12h',
      sort: [
        { field: 'type', descending: false },
        { field: 'time', descending: true },
      ],
      columns: ['name', 'status'],
      key: '5',
      from: 'configuration',
    },
    {
      name: 'Everything',
      pane: 'audit',
      query: '',
      sort: null,
      columns: null,
      key: null,
      from: 'configuration',
    },
  ]);
});

test('every problem of the views is told with its line', async () => {
  const loaded = await read(`
[[views]]
name = "One"
pane = "job"
qery = "x"

[[views]]
name = "one"
pane = "jobs"
query = "status:(failed"
sort = "severity"
key = "4"
columns = ["status", "statsu", "@payload.cn"]

[[views]]
pane = "statistics"
query = "x"
key = "5"

[[views]]
name = "Four"
pane = "alerts"
key = "5"
`);
  const told = loaded.problems.map(({ line, what }) => `${line}: ${what}`);
  expect(told).toEqual([
    '4: view One: pane cannot be "job"',
    '5: view One: "qery" is no setting',
    '8: view one: this name is taken by view 1',
    expect.stringMatching(/^10: view one: query cannot be read at character \d+: /),
    '11: view one: cannot be sorted by "severity"',
    '12: view one: key cannot be "4"',
    '13: view one: there is no column "statsu"',
    '15: view 3: name is missing',
    '17: view 3: the statistics take no query',
    '23: view Four: this key is taken by view 3',
  ]);
});
