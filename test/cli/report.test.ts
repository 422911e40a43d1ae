/** `report` over the embedded platforms: what it writes equals what the lists say. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoToml } from '../../src/cli/demo-settings.ts';
import { type DemoServers, startDemo } from '../../src/demo/start.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { REPORTS } from '../../src/report/registry.ts';
import { readJson, readSheets, tableOf } from '../report/book.ts';
import { certdeck, newHome } from './harness.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
let now = NOW;
const clock = () => now;
let demo: DemoServers;
let home: string;
const run = (...argv: readonly string[]) => certdeck(home, ['--config', 'c.toml', ...argv], { clock });

beforeAll(async () => {
  demo = await startDemo({ seed: 7, entries: 400, start: NOW - HOUR, limits: null }, { clock });
  home = newHome();
  writeFileSync(join(home, 'c.toml'), demoToml(demo.platforms), { mode: 0o600 });
});
afterAll(() => demo.close());

async function listed(command: string, query: string): Promise<readonly { readonly id: string }[]> {
  const { stdout } = await run(command, query, '--format', 'jsonl');
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

test('without a name it lists the reports', async () => {
  const ran = await run('report');
  expect(ran.code).toBe(0);
  for (const { name, window } of REPORTS) expect(ran.stdout).toMatch(new RegExp(`^${name} +${window} `, 'm'));
});

test('before the first sync everything is missing: it is written, says so and ends with 5', async () => {
  const ran = await run('report', 'compliance', '--window', 'weekly', '--out', 'early.json');
  expect(ran.code).toBe(5);
  expect(ran.stderr).toMatch(
    /audit is missing from 2026-08-10T00:00:00\.000Z to 2026-08-16T23:59:59\.999Z; --sync asks for it\./,
  );
  const [, missing] = readJson(join(home, 'early.json')).about.find(([label]) => label === 'Missing') ?? [];
  expect(missing).toMatch(/^\d+ parts$/);
});

test('--sync asks first; entries and counts are those of the lists', async () => {
  const ran = await run('report', 'compliance', '--window', 'monthly', '--sync', '--out', 'july.json');
  expect(ran).toMatchObject({ code: 0, stdout: '' });
  const report = readJson(join(home, 'july.json'));
  const window = 'since:2026-07-01 until:2026-07-31';
  const entries = await listed('audit', window);
  expect(entries.length).toBeGreaterThan(100);
  expect(tableOf(report, 'Audit entries').map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
  for (const { finding, count, query } of tableOf(report, 'Summary')) {
    const [kind = '', text = ''] = String(query).split(/: (.*)/s);
    const command = kind === 'alert' ? 'alerts' : 'audit';
    expect(await listed(command, text), String(finding)).toHaveLength(Number(count));
  }
  const users = tableOf(report, 'Users');
  expect(users.some(({ status }) => status === 'ACTIVE')).toBe(true);
  expect(users.reduce((sum, { entries: each }) => sum + Number(each), 0)).toBeLessThanOrEqual(entries.length);
  const checked = tableOf(report, 'Log protection');
  expect(
    checked.find(({ checked: what }) => String(what).startsWith('Audit entries'))?.count,
  ).toBeGreaterThan(0);
  const wrong = checked.filter(({ checked: what }) =>
    /^(Pages .* not|Heads|Entries|Texts|Former)/.test(String(what)),
  );
  expect(wrong.map(({ count }) => count)).toEqual(wrong.map(() => 0));
  const { link } = JSON.parse(readFileSync(join(home, 'july.json.manifest.json'), 'utf8')).ledger;
  expect(checked.at(-1)?.value).toBe(link);
});

test('--sync reaches as far back as the window, further than the platforms are configured to', async () => {
  const days = ['--from', '2026-05-01', '--to', '2026-05-31'];
  const holed = await run('report', 'compliance', ...days, '--out', 'may.csv');
  expect(holed.code).toBe(5);
  const synced = await run('report', 'compliance', ...days, '--out', 'may.csv', '--sync');
  expect(synced.stderr).not.toContain('is missing from');
  expect(synced.code).toBe(0);
});

test('--sync holds the whole window though the clock moves on before the platforms are asked', async () => {
  let ticks = 0;
  const moving = () => NOW + ticks++;
  const days = ['--from', '2026-04-01', '--to', '2026-04-02', '--sync', '--out', 'april.json'];
  const ran = await certdeck(home, ['--config', 'c.toml', 'report', 'compliance', ...days], {
    clock: moving,
  });
  expect(ran.stderr).not.toContain('is missing from');
  expect(ran.code).toBe(0);
});

test('what a sync could not bring is not said to be there for another', async () => {
  const lost = demoToml(demo.platforms).replace(/base_url = "[^"]+"/g, 'base_url = "http://127.0.0.1:1"');
  writeFileSync(join(home, 'lost.toml'), lost, { mode: 0o600 });
  const argv = [
    '--config',
    'lost.toml',
    '--cache',
    'lost',
    'report',
    'daily',
    '--sync',
    '--out',
    'lost.json',
  ];
  const ran = await certdeck(home, argv, { clock });
  expect(ran.code).toBe(3);
  const day = `from ${new Date(NOW - DAY).toISOString()} to ${new Date(NOW).toISOString()}`;
  expect(ran.stderr).toContain(
    `is missing ${day}; the sync did not bring it, \`certdeck platforms\` says more.`,
  );
  expect(ran.stderr).not.toContain('--sync asks');
});

test('a window that goes on after the last sync says up to when it is held', async () => {
  expect((await run('report', 'daily', '--out', 'held.json')).code).toBe(0);
  const heldIn = () => readJson(join(home, 'held.json')).about.find(([label]) => label === 'Held up to')?.[1];
  expect(heldIn()).toBeUndefined();
  now = NOW + 20 * HOUR;
  expect((await run('report', 'daily', '--out', 'held.json')).code).toBe(0);
  expect(heldIn()).toMatch(/^2026-08-20T09:00:00\.\d{3}Z \(.*\): what came later is not in it$/);
  now = NOW + 3 * DAY;
  const late = await run('report', 'daily', '--out', 'held.json');
  expect(late.code).toBe(5);
  expect(late.stderr).toContain('is missing from 2026-08-22T09:00:00.000Z to 2026-08-23T09:00:00.000Z; ');
  now = NOW;
});

test('a folder gets a series from day to day, which verify walks', async () => {
  for (const ago of [DAY, 0]) {
    now = NOW - ago;
    expect((await run('report', 'daily', '--window', 'daily', '--out', 'evidence/')).code).toBe(0);
  }
  const names = readdirSync(join(home, 'evidence')).filter((name) => name.endsWith('.xlsx'));
  expect(names.sort()).toEqual(['daily-2026-08-18.xlsx', 'daily-2026-08-19.xlsx']);
  const verified = await run('verify', 'evidence/daily-2026-08-19.xlsx');
  expect(verified.code).toBe(0);
  expect(verified.stdout).toContain('as it was written, and the one before it');
  const sheets = await readSheets(join(home, 'evidence', 'daily-2026-08-19.xlsx'));
  expect(sheets.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['Daily check', 'Platforms', 'About']),
  );
});

test('the daily report finds what the daily check finds', async () => {
  expect((await run('report', 'daily', '--out', 'd.json')).code).toBe(0);
  const check = JSON.parse((await run('check', '--format', 'json')).stdout) as {
    findings: { text: string; count: number }[];
  };
  const findings = tableOf(readJson(join(home, 'd.json')), 'Daily check').slice(1);
  expect(findings.map(({ count }) => count)).toEqual(check.findings.map(({ count }) => count));
});

test('weekly, by days of a time zone', async () => {
  const ran = await run(
    'report',
    'weekly',
    '--timezone',
    'Europe/Berlin',
    '--out',
    '{name}_{from}_{to}.json',
  );
  expect(ran.code).toBe(0);
  const report = readJson(join(home, 'weekly_2026-08-10_2026-08-16.json'));
  const failed = await listed('jobs', 'status:FAILED since:2026-08-09T22:00Z until:2026-08-16T21:59:59.999Z');
  expect(tableOf(report, 'Failed jobs').map(({ id }) => id)).toEqual(failed.map(({ id }) => id));
  const days = new Set(tableOf(report, 'Issuance and renewal by day').map(({ day }) => day));
  expect(days.size).toBe(7);
});

test.each([
  [['compliance'], 2, '--out is missing'],
  [['compliances', '--out', 'x.json'], 2, 'Did you mean compliance?'],
  [['compliance', '--out', '-', '--format', 'json'], 2, 'cannot go to stdout'],
  [['compliance', '--out', 'x.dat'], 2, '--format is missing'],
  [['compliance', '--out', 'x-{year}.json'], 2, '{year} stands for nothing'],
  [['compliance', '--out', 'x.json', '--timezone', 'Mars/Base'], 2, 'there is no time zone'],
  [['compliance', '--out', 'x.json', '--from', '2026-13-01'], 2, 'is not a day'],
  [['compliance', '--out', 'x.json', '--to', '2026-01-01'], 2, '--to needs --from'],
  [
    ['compliance', '--out', 'x.json', '--from', '2026-02-01', '--to', '2026-01-01'],
    2,
    'ends before it begins',
  ],
  [
    ['compliance', '--out', 'x.json', '--from', '2027-01-01', '--to', '2027-01-31'],
    2,
    'the window has not begun yet',
  ],
  [['daily', '--out', 'c.toml/x/'], 1, 'c.toml/x cannot be made'],
  [['daily', '--out', 'x.json.manifest.json'], 2, 'is the name of a manifest'],
  [['compliance', '--out', 'x.json', '--platform', 'nobody'], 2, 'there is no platform'],
  [['compliance', '--out', 'none/x.json'], 1, 'none/x.json cannot be written'],
])('%j is refused and leaves nothing behind', async (argv, code, said) => {
  const ran = await run('report', ...argv);
  expect(ran).toMatchObject({ code, stdout: '' });
  expect(ran.stderr).toContain(said);
  expect(readdirSync(home).filter((name) => name.startsWith('x'))).toEqual([]);
});

test('a name that no entry bears is told: nothing found is no evidence then', async () => {
  const names = ['--resource-types', 'APIKEY,APIKEYS', '--actions', 'LOGN', '--out', 'typo.json'];
  const { stderr } = await run('report', 'compliance', '--window', 'monthly', ...names);
  expect(stderr).toContain('No audit entry in the cache has the resource type "APIKEYS".\n');
  expect(stderr).toContain('No audit entry in the cache has the action "LOGN".\n');
  expect(stderr).not.toContain('"APIKEY"');
});

test('--reveal hides nothing and is noted', async () => {
  expect((await run('report', 'daily', '--out', 'r.csv', '--reveal')).code).toBe(0);
  const manifest = JSON.parse(readFileSync(join(home, 'r.csv.manifest.json'), 'utf8'));
  expect(manifest.redaction.secrets).toBe(false);
  const journal = join(home, '.local/state/certdeck/reveals.jsonl');
  expect(existsSync(journal) && readFileSync(journal, 'utf8')).toContain('"by":"report"');
});
