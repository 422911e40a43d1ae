/** The portal's Overall Statistics, in the layouts it may have. */
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { certdeck, newHome } from '../cli/harness.ts';
import { workbook } from './books.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
let home: string;
const run = (...argv: readonly string[]) =>
  certdeck(home, ['--config', 'c.toml', ...argv], { clock: () => NOW });

/** `category name = value unit` of each snapshot, by name. */
async function figures(): Promise<readonly string[]> {
  const { stdout } = await run('stats', '', '--format', 'jsonl', '--sort', 'name');
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { [key: string]: string | number })
    .map(({ category, name, value, unit, at }) => `${category}: ${name} = ${value} ${unit} at ${at}`);
}

beforeEach(() => {
  home = newHome();
  writeFileSync(
    join(home, 'c.toml'),
    '[[platforms]]\nname = "next"\nkind = "host"\npaths = ["/nowhere/*.pem"]\n',
    { mode: 0o600 },
  );
});

test('sections below merged titles, a date beside its label', async () => {
  const path = await workbook(home, 'OverallStatistics.xlsx', [
    {
      name: 'Statistics',
      rows: [
        ['Overall Statistics', null],
        ['Report generated on', new Date(Date.UTC(2026, 7, 19, 6, 30))],
        ['Certificate Metrics', null],
        ['Discovered certificates', 1204],
        ['Issued', '1,050'],
        ['Key Management Metrics', null],
        ['Symmetric keys', 12],
        ['Quantum keys', 1],
        ['Asymmetric keys', 'n/a'],
      ],
      merged: ['A1:B1', 'A3:B3', 'A6:B6'],
    },
  ]);
  // The date alone has the format of one.
  const ran = await run('import', path, '--platform', 'next');
  expect(ran.code).toBe(0);
  expect(ran.stderr).toContain('4 statistics read: 4 new, 1 rows set aside');
  const at = '2026-08-19T06:30:00.000Z';
  expect(await figures()).toEqual([
    `Certificates: Discovered certificates = 1204 certificates at ${at}`,
    `Certificates: Issued certificates (portal) = 1050 certificates at ${at}`,
    `Keys: Quantum keys = 1 null at ${at}`,
    `Keys: Symmetric keys = 12 keys at ${at}`,
  ]);
  expect((await run('import', path, '--platform', 'next')).stderr).toContain('0 new, 4 known already');
});

test('one line of names above one of numbers, dated by the file', async () => {
  const path = join(home, 'stats.csv');
  writeFileSync(
    path,
    'Scanned Endpoints;Protected Endpoints;Unprotected Endpoints;Email Templates\n40;31;9;3\n',
  );
  utimesSync(path, NOW / 1000, NOW / 1000);
  const ran = await run('import', path, '--platform', 'next');
  expect(ran.stderr).toContain('the time of the file counts');
  expect((await figures()).map((line) => line.replace(/ at .*/, ''))).toEqual([
    'Templates and profiles: Email templates = 3 templates',
    'Endpoints and discovery: Protected endpoints = 31 endpoints',
    'Endpoints and discovery: Scanned endpoints = 40 endpoints',
    'Endpoints and discovery: Unprotected endpoints = 9 endpoints',
  ]);
});

test('a list with a heading, categories filled down, the next day beside the first', async () => {
  const file = (date: string, keys: number) =>
    writeFileSync(
      join(home, 's.csv'),
      `As on: ${date}\nCategory,Metric,Count\nKey Management,Total number of keys,${keys}\n,Symmetric key count,2\n,Key usage,75%\n`,
    );
  file('19-Aug-2026', 9);
  expect((await run('import', 's.csv', '--platform', 'next')).code).toBe(0);
  file('20-Aug-2026', 11);
  expect((await run('import', 's.csv', '--platform', 'next')).code).toBe(0);
  expect((await figures()).filter((line) => line.includes('Total'))).toEqual([
    'Keys: Total number of keys = 11 keys at 2026-08-20T00:00:00.000Z',
    'Keys: Total number of keys = 9 keys at 2026-08-19T00:00:00.000Z',
  ]);
  expect((await figures())[0]).toContain('Key usage in percent = 75 %');
});

test('a workbook with both is taken as its first sheet says, the other by --kind', async () => {
  const path = await workbook(home, 'both.xlsx', [
    {
      name: 'Audit',
      rows: [
        ['User', 'Module', 'Activity', 'Timestamp'],
        ['Ada', 'Keys', 'Created', '2026-08-19 10:00:00'],
      ],
    },
    {
      name: 'Stats',
      rows: [
        ['Issued', 1],
        ['Revoked', 2],
        ['Rotated', 3],
      ],
    },
  ]);
  const ran = await run('import', path, '--platform', 'next');
  expect(ran.stderr).toContain('1 audit entries read: 1 new');
  expect(ran.stderr).toContain(
    'left out: sheet "Stats": statistics beside an audit log; import them with --kind stats',
  );
  expect((await run('import', path, '--platform', 'next', '--kind', 'stats')).stderr).toContain(
    '3 statistics read: 3 new',
  );
});

test('too few figures are no statistics', async () => {
  writeFileSync(join(home, 's.csv'), 'Issued,3\nShoes,4\n');
  const ran = await run('import', 's.csv', '--platform', 'next', '--kind', 'stats');
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain('three or more figures such as Discovered certificates');
});

test('reports in any order: the newer of a day stays, each knows the day before, nothing comes twice', async () => {
  const report = (name: string, generated: string, keys: number) => {
    writeFileSync(
      join(home, name),
      `Generated on: ${generated}\nTotal number of keys,${keys}\nKey usage,3\nCSR templates,2\n`,
    );
    return run('import', name, '--platform', 'next');
  };
  const keys = async () => {
    const { stdout } = await run('stats', 'name:"Total number of keys"', '--format', 'jsonl');
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { at: string; value: number; previous: number | null })
      .map(({ at, value, previous }) => [at.slice(0, 16), value, previous]);
  };
  expect((await report('c.csv', '2026-08-19 18:00', 12)).stderr).toContain('3 new');
  expect((await report('b.csv', '2026-08-19 06:00', 11)).stderr).toContain('0 new, 3 known already');
  expect((await report('a.csv', '2026-05-01 06:00', 4)).stderr).toContain('3 new');
  expect((await report('c.csv', '2026-08-19 18:00', 12)).stderr).toContain('0 new, 3 known already');
  const expected = [
    ['2026-08-19T18:00', 12, 4],
    ['2026-05-01T06:00', 4, null],
  ];
  expect(await keys()).toEqual(expected);
  // A later report of the day is the day's.
  expect((await report('d.csv', '2026-08-19 20:00', 13)).stderr).toContain('3 changed');
  expect((await keys())[0]).toEqual(['2026-08-19T20:00', 13, 4]);
});

test('what is no count is set aside with its reason, and a share stands beside its count', async () => {
  const file = (...lines: readonly string[]) =>
    writeFileSync(join(home, 's.csv'), `As on: 19-Aug-2026\n${lines.join('\n')}\n`);
  file(
    'Total number of keys,9007199254740993',
    'Symmetric keys,9007199254740991',
    'Vulnerable,-3',
    'Deployed,45%',
    'Issued,2.5',
    'Key usage statistics,3',
  );
  const { stderr } = await run('import', 's.csv', '--platform', 'next');
  expect(stderr).toContain('3 statistics read: 3 new, 3 rows set aside');
  expect((await figures()).map((line) => line.replace(/ at .*/, ''))).toEqual([
    'Certificates: Deployed certificates in percent = 45 %',
    'Keys: Key usage = 3 keys',
    'Keys: Symmetric keys = 9007199254740991 keys',
  ]);
});
