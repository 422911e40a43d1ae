/** The portal's Audit Logs, imported and read back. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { certdeck, newHome } from '../cli/harness.ts';
import { HEADINGS, workbook } from './books.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
let home: string;
const run = (...argv: readonly string[]) =>
  certdeck(home, ['--config', 'c.toml', ...argv], { clock: () => NOW });

interface Entry {
  readonly id: string;
  readonly timestamp: string;
  readonly action: string;
  readonly module: string | null;
  readonly actor: { readonly name: string } | null;
  readonly outcome: string | null;
  readonly severity: string;
  readonly details: Readonly<Record<string, string>>;
}
async function entries(query = ''): Promise<readonly Entry[]> {
  const { stdout } = await run('audit', query, '--format', 'jsonl');
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry);
}

beforeEach(() => {
  home = newHome();
  // Any configured platform can be named.
  const text = '[[platforms]]\nname = "next"\nkind = "host"\npaths = ["/nowhere/*.pem"]\n';
  writeFileSync(join(home, 'c.toml'), text, { mode: 0o600 });
});
const importFile = (path: string, ...argv: readonly string[]) =>
  run('import', path, '--platform', 'next', ...argv);

test('the layout of the console, below merged titles, with Excel dates', async () => {
  const path = await workbook(home, 'AuditLogs.xlsx', [
    {
      name: 'Audit Logs',
      rows: [
        ['CERTInext - Audit Logs', null, null, null, null],
        ['Generated on: 20-08-2026 08:00:00', null, null, null, null],
        [],
        HEADINGS,
        [
          'Grace Hopper',
          'Certificates',
          'Certificate Issued',
          new Date(Date.UTC(2026, 7, 19, 10, 6, 59)),
          'Success',
        ],
        ['Ada Lovelace', 'Authentication', 'Login', new Date(Date.UTC(2026, 7, 18, 23, 0, 1)), 'Failure'],
      ],
      merged: ['A1:E1', 'A2:E2'],
      formats: { 4: 'dd-mm-yyyy hh:mm:ss' },
    },
  ]);
  const ran = await importFile(path);
  expect(ran).toMatchObject({ code: 0, stdout: '' });
  expect(ran.stderr).toContain('2 audit entries read: 2 new');
  expect(ran.stderr).toContain('covered from 2026-08-18T23:00:01.000Z to 2026-08-19T10:06:59.000Z');
  const [first, second] = await entries();
  expect(first).toMatchObject({
    timestamp: '2026-08-19T10:06:59.000Z',
    action: 'Certificate Issued',
    module: 'Certificates',
    actor: { type: 'user', id: null, name: 'Grace Hopper' },
    outcome: 'success',
    severity: 'info',
    description: 'Certificate Issued',
    origin: 'platform',
  });
  expect(second).toMatchObject({ outcome: 'failure', severity: 'warning', actor: { name: 'Ada Lovelace' } });
  expect(second?.details).toEqual({
    'User Full Name': 'Ada Lovelace',
    Module: 'Authentication',
    'Activity / Event Name': 'Login',
    Timestamp: '2026-08-18T23:00:01Z',
    Status: 'Failure',
  });
});

test('twice changes nothing, equal rows stay apart, and another order of columns is the same entries', async () => {
  const rows = [
    ['Ada', 'REST APIs', 'API key generated', '2026-08-18 23:00:01', 'Success'],
    ['Ada', 'REST APIs', 'API key generated', '2026-08-18 23:00:01', 'Success'],
    ['Bob', 'Certificates', 'Revoked', '2026-08-18 23:00:02', 'Failure'],
  ];
  const path = await workbook(home, 'a.xlsx', [{ name: 'Sheet1', rows: [HEADINGS, ...rows] }]);
  expect((await importFile(path)).stderr).toContain('3 audit entries read: 3 new');
  const before = await entries();
  expect(before).toHaveLength(3);
  expect((await importFile(path)).stderr).toContain('3 audit entries read: 0 new, 3 known already');
  const turned = await workbook(home, 'b.xlsx', [
    {
      name: 'Export',
      rows: [
        ['S.No', 'STATUS', 'timestamp', 'module', 'activity/event name', 'user full name'],
        ...rows.map(([user = '', module = '', activity = '', time = '', status = ''], at) => [
          at + 1,
          status,
          time,
          module,
          activity,
          user,
        ]),
      ],
    },
  ]);
  expect((await importFile(turned)).stderr).toContain('3 audit entries read: 0 new');
  expect((await entries()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
});

test.each([
  ['ISO with offset', '2026-08-05T10:06:59+05:30', '2026-08-05T04:36:59.000Z'],
  ['no zone is UTC', '2026-08-05 10:06:59', '2026-08-05T10:06:59.000Z'],
  ['day, name of the month, AM and PM', '05-Aug-2026 10:06:59 PM', '2026-08-05T22:06:59.000Z'],
  ['name of the month first', 'Aug 5, 2026 12:06 AM', '2026-08-05T00:06:00.000Z'],
  ['with a zone by name', '05/08/2026 10:06:59 IST', '2026-08-05T04:36:59.000Z'],
  ['with a zone in brackets', '05-08-2026 10:06 (UTC)', '2026-08-05T10:06:00.000Z'],
  ['as Java prints it', 'Wed Aug 05 10:06:59 IST 2026', '2026-08-05T04:36:59.000Z'],
  ['year first, slashes', '2026/08/05 10:06', '2026-08-05T10:06:00.000Z'],
  ['epoch milliseconds', '1785924419000', '2026-08-05T10:06:59.000Z'],
])('a date as text: %s', async (_, text, expected) => {
  const path = join(home, 'a.csv');
  writeFileSync(path, `User;Module;Event Name;Date & Time;Result\nAda;Keys;Key created;${text};Success\n`);
  expect((await importFile(path)).code).toBe(0);
  expect((await entries()).map(({ timestamp }) => timestamp)).toEqual([expected]);
});

test('the dates of the column tell day from month, then earlier exports; else the day comes first, and that is said', async () => {
  const path = join(home, 'a.csv');
  const file = (...dates: readonly string[]) =>
    writeFileSync(
      path,
      `User,Module,Activity,Timestamp\n${dates.map((date) => `A,M,Act,${date}\n`).join('')}`,
    );
  file('01/05/2026 10:00');
  expect((await importFile(path)).stderr).toContain('read with the day first');
  expect((await entries('at:2026-05-01')).length).toBe(1);
  file('03/04/2026 10:00', '03/14/2026 10:00');
  expect((await importFile(path)).stderr).not.toContain('day first');
  expect((await entries('at:2026-03')).map(({ timestamp }) => timestamp.slice(0, 10))).toEqual([
    '2026-03-14',
    '2026-03-04',
  ]);
  file('03/04/2026 10:00');
  const again = (await importFile(path)).stderr;
  expect(again).toContain('0 new, 1 known already');
  expect(again).toContain('read with the month first');
});

test('csv with a mark, semicolons, quotes and line breaks in cells; date and time in columns of their own', async () => {
  const path = join(home, 'a.csv');
  const line = '"Hopper; Grace";Certificates;"Issued ""www""\r\nby API";19.08.2026;10:06:59;Failed\r\n';
  writeFileSync(path, `\ufeffUser Full Name;Module;Activity;Date;Time;Status\r\n${line}`);
  expect((await importFile(path)).code).toBe(0);
  expect(await entries()).toMatchObject([
    {
      actor: { name: 'Hopper; Grace' },
      action: 'Issued "www"\r\nby API',
      timestamp: '2026-08-19T10:06:59.000Z',
      outcome: 'failure',
    },
  ]);
});

test('ids and serial numbers stay text, and what no column is known for stays in the details', async () => {
  const serial = '123456789012345678901234567890123456';
  const path = await workbook(home, 'a.xlsx', [
    {
      name: 'Log',
      rows: [
        ['User', 'Module', 'Activity', 'Timestamp', 'Serial Number', 'Order Number', ''],
        ['Ada', 'Certificates', 'Issued', '2026-08-05 10:00:00', serial, 9486468542, 'x'],
      ],
    },
  ]);
  expect((await importFile(path)).code).toBe(0);
  expect((await entries())[0]?.details).toMatchObject({
    'Serial Number': serial,
    'Order Number': '9486468542',
    'Column 7': 'x',
  });
});

test('rows that are no entries are set aside with their reason; repeated headings are not', async () => {
  const path = await workbook(home, 'a.xlsx', [
    {
      name: 'Log',
      rows: [
        HEADINGS,
        ['Ada', 'Certificates', 'Issued', '2026-08-05 10:00:00', 'Success'],
        HEADINGS,
        ['Ada', 'Certificates', 'Issued', 'yesterday', 'Success'],
        ['Ada', 'Certificates', { formula: 'HYPERLINK("http://x")' }, '2026-08-05 10:00:00', 'Success'],
        ['Total: 3'],
      ],
    },
  ]);
  const ran = await importFile(path);
  expect(ran.code).toBe(0);
  expect(ran.stderr).toContain('1 audit entries read: 1 new, 3 rows set aside');
});

test('what is no export is refused with what was seen and what is looked for', async () => {
  const path = await workbook(home, 'orders.xlsx', [
    {
      name: 'Orders',
      rows: [
        ['Order Number', 'Domain', 'Status'],
        ['1', 'example.com', 'Issued'],
      ],
    },
  ]);
  const ran = await importFile(path);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain('seen sheet "Orders": "Order Number", "Domain", "Status"');
  expect(ran.stderr).toContain(
    'Looked for: for audit logs User Full Name, Module, Activity / Event Name, Timestamp',
  );
  expect(await entries()).toEqual([]);
});

test('the platform has to be told where none is certinext', async () => {
  const path = join(home, 'a.csv');
  writeFileSync(path, 'User,Module,Activity,Timestamp\n');
  const ran = await run('import', path);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('Write --platform with one of next.');
  expect((await run('import', path, '--platform', 'nxt')).stderr).toContain('Did you mean "next"?');
  expect((await importFile(path, '--read-only')).code).toBe(2);
});

test('a further column makes no other entry', async () => {
  const row = ['Ada', 'Keys', 'Created', '2026-08-18 23:00:01', 'Success'];
  const first = await workbook(home, 't1.xlsx', [{ name: 'A', rows: [HEADINGS, row] }]);
  const wider = await workbook(home, 't3.xlsx', [
    {
      name: 'A',
      rows: [
        [...HEADINGS, 'IP Address'],
        [...row, '192.0.2.7'],
      ],
    },
  ]);
  await importFile(first);
  expect((await importFile(wider)).stderr).toContain('1 audit entries read: 0 new, 1 changed');
  expect(await entries()).toMatchObject([{ details: { 'IP Address': '192.0.2.7' } }]);
});
