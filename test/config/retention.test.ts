import { expect, test } from 'vitest';
import { parseSettings } from '../../src/config/check.ts';
import { configSchema } from '../../src/config/json-schema.ts';
import { formatBytes, parseBytes } from '../../src/domain/bytes.ts';
import { NO_BOUNDS } from '../../src/domain/retention.ts';
import { DAY } from '../../src/domain/time.ts';
import { KINDS } from './kinds.ts';

async function loadWith(lines: string) {
  const text = `[[platforms]]\nname = "here"\nkind = "files"\n${lines}\n`;
  const tools = { kinds: KINDS, secrets: true, env: {}, home: '/', base: '/', timeout: 0 };
  return parseSettings({ file: 'config.toml', text, isPrivate: true }, tools);
}

const bounds = (given: Partial<typeof NO_BOUNDS>) => ({ ...NO_BOUNDS, ...given });
const GIB = 2 ** 30;

test.each([
  ['', undefined],
  ['retention = "365d"', { all: bounds({ age: 365 * DAY }), kinds: {} }],
  ['retention = "2GiB"', { all: bounds({ bytes: 2 * GIB }), kinds: {} }],
  [
    'retention = { audit = "400d", jobs = "90d" }',
    {
      all: NO_BOUNDS,
      kinds: { audit: bounds({ age: 400 * DAY }), job: bounds({ age: 90 * DAY }) },
    },
  ],
  [
    '[platforms.retention]\nmax_age = "52w"\nmax_size = "1.5 GB"\nmax_records = 1_000_000\nalerts = "500 MiB"\naudit = { max_age = "1d", max_records = 9 }',
    {
      all: { age: 364 * DAY, bytes: 1.5e9, records: 1_000_000 },
      kinds: { alert: bounds({ bytes: 500 * 2 ** 20 }), audit: bounds({ age: DAY, records: 9 }) },
    },
  ],
])('%s', async (lines, retention) => {
  const loaded = await loadWith(lines);
  expect(loaded).toMatchObject({ ok: true });
  if (loaded.ok) expect(loaded.value.platforms[0]?.retention).toEqual(retention);
});

test.each([
  ['retention = 365', 'here: retention has to be a text or a table', 'Write an age such as "365d"'],
  ['retention = "a year"', 'here: retention has to be an age or a size ("a year" is none)', '"365d"'],
  ['retention = "12h"', 'here: retention is out of range (12h)', 'Write at least 1d.'],
  ['retention = "99999w"', 'here: retention is out of range (99999w)', 'Write at most 36500d.'],
  ['retention = "10kB"', 'here: retention is out of range (10kB)', 'Write at least 1MiB.'],
  ['retention = { job = "9d" }', 'here: retention.job is no setting', 'Did you mean "jobs"?'],
  ['retention = { audit = 9 }', 'here: retention.audit has to be a text or a table', '"365d"'],
  ['retention = { audit = { age = "9d" } }', 'here: retention.audit.age is no setting', 'max_age'],
  [
    'retention = { max_records = 0 }',
    'here: retention.max_records has to be a whole number above 0',
    '1_000',
  ],
  ['retention = { max_size = "9d" }', 'here: retention.max_size has to be a size', 'max_size = "2GiB"'],
  ['retention = { max_age = "2GiB" }', 'here: retention.max_age has to be a duration', 'max_age = "365d"'],
])('%s is a problem that is named', async (lines, what, fix) => {
  const loaded = await loadWith(lines);
  const problems = loaded.ok ? [] : loaded.problems;
  expect(problems).toEqual([{ file: 'config.toml', line: 4, what, fix: expect.stringContaining(fix) }]);
});

test('every problem is told at once, each with its line', async () => {
  const loaded = await loadWith('[platforms.retention]\naudit = "soon"\njobs = "9d"\nmax_size = "much"');
  const problems = loaded.ok ? [] : loaded.problems;
  expect(problems.map(({ line, what }) => `${line} ${what}`)).toEqual([
    '5 here: retention.audit has to be an age or a size ("soon" is none)',
    '7 here: retention.max_size has to be a size',
  ]);
});

test('amounts are read as people write them, and told in three digits', () => {
  const read = ['0B', '1kb', '1 KiB', '2GiB', '1.5TB', '', '5', 'GiB', '-1MB', '1e3MB', '1PiB'].map(
    parseBytes,
  );
  expect(read).toEqual([0, 1000, 1024, 2 * GIB, 1.5e12, null, null, null, null, null, null]);
  const told = [0, 999, 1000, 1024, 10_239, 640 * 1024, 1.2 * GIB, 5000 * GIB].map(formatBytes);
  expect(told).toEqual(['0 B', '999 B', '1.0 KiB', '1.0 KiB', '10.0 KiB', '640 KiB', '1.2 GiB', '4.9 TiB']);
});

test.each([
  ['365d', true],
  ['1.5w', true],
  ['1d12h', true],
  ['2GiB', true],
  ['1.5 GB', true],
  ['500mb', true],
  ['a year', false],
  ['365', false],
  ['5 ib', false],
  ['2 GiB 3', false],
  ['', false],
])('the schema takes %j as the check does', async (value, isBound) => {
  const schema = JSON.stringify(await configSchema(KINDS, {}));
  const patterns = [
    ...schema.matchAll(/"retention":\{"oneOf":\[\{"type":"string","pattern":("(?:[^"\\]|\\.)*")/g),
  ];
  expect(patterns.length).toBeGreaterThan(0);
  for (const [, pattern = '""'] of patterns) {
    expect(new RegExp(JSON.parse(pattern) as string).test(value)).toBe(isBound);
  }
  expect((await loadWith(`retention = ${JSON.stringify(value)}`)).ok).toBe(isBound);
});
