import { expect, test } from 'vitest';
import { parseSettings } from '../../src/config/check.ts';
import { KINDS } from './kinds.ts';

const PLATFORM = '[[platforms]]\nname = "here"\nkind = "files"\n';

async function read(views: string) {
  const source = { file: 'config.toml', text: PLATFORM + views, isPrivate: true };
  const tools = { kinds: KINDS, secrets: true, env: {}, home: '/home/u', base: '/', timeout: 5000 };
  return parseSettings(source, tools);
}

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
  expect(loaded.ok && loaded.value.views).toEqual([
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

[[views]]
pane = "statistics"
query = "x"
key = "5"

[[views]]
name = "Four"
pane = "alerts"
key = "5"
`);
  expect(loaded.ok).toBe(false);
  if (loaded.ok) return;
  const told = loaded.problems.map(({ line, what }) => `${line}: ${what}`);
  expect(told).toEqual([
    '7: view One: pane cannot be "job"',
    '8: view One: "qery" is no setting',
    '11: view one: this name is taken by view 1',
    expect.stringMatching(/^13: view one: query cannot be read at character \d+: /),
    '14: view one: cannot be sorted by "severity"',
    '15: view one: key cannot be "4"',
    '17: view 3: name is missing',
    '19: view 3: the statistics take no query',
    '25: view Four: this key is taken by view 3',
  ]);
});
