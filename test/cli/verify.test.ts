/** `verify`: the cache against its ledger, exports against the cache, folders, and platforms asked again. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HOUR } from '../../src/domain/time.ts';
import { startServer, type TestServer } from '../support/http-server.ts';
import { certdeck, newHome } from './harness.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
const entry = (n: number) => ({
  id: `e${n}`,
  timestamp: new Date(NOW - n * HOUR).toISOString(),
  action: 'LOGIN',
  actorType: 'user',
  actorId: `u${n}`,
});
let told: readonly object[] = [];
let server: TestServer;
let home: string;
let now = NOW;
const run = (...argv: readonly string[]) =>
  certdeck(home, ['--config', 'c.toml', '--cache', 'cache', ...argv], { clock: () => now++ });
const changed = (sql: string, ...values: unknown[]) => {
  const db = new SQLite(join(home, 'cache/cache.sqlite'));
  db.prepare(sql).run(...values);
  db.close();
};

beforeAll(async () => {
  server = await startServer(({ url: { pathname } }) => ({
    json: pathname.endsWith('/audit-logs') ? told : [],
  }));
});
afterAll(() => server.close());
beforeEach(async () => {
  home = newHome();
  now = NOW;
  told = [1, 2, 3, 4].map(entry);
  const text = `[[platforms]]\nname = "clm"\nkind = "ssl-clm"\nbase_url = "${server.url}"\ntoken = "some-token"\n`;
  writeFileSync(join(home, 'c.toml'), text, { mode: 0o600 });
  await run('sync', '--once');
});

test('a cache is as it arrived, until somebody changes an entry in it', async () => {
  const good = await run('verify');
  expect([good.code, good.stdout]).toEqual([
    0,
    expect.stringMatching(
      /^cache: as it arrived; 4 audit entries held against 4 arrivals in \d+ pages?\nledger: page /,
    ),
  ]);
  changed("UPDATE audit SET id = 'forged' WHERE id = 'e2'");
  const bad = await run('verify', '--format', 'json');
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.stdout)).toMatchObject({
    cache: join(home, 'cache/cache.sqlite'),
    counts: { entry: 1 },
  });
  expect((await run('verify')).stdout).toContain('CHANGED  clm/audit/e2 of 2026-08-20T07:00:00.000Z');
});

test('without a cache nothing can be told', async () => {
  rmSync(join(home, 'cache'), { recursive: true });
  expect(await run('verify')).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('there is no cache'),
  });
});

test('an export tells that the end of the ledger was cut off, or was written anew', async () => {
  await run('export', 'audit', '--out', 'one.csv');
  told = [{ ...entry(0.5), id: 'late' }, ...[1, 2, 3, 4].map(entry)];
  now += HOUR;
  await run('sync', '--once');
  await run('export', 'audit', '--out', 'two.csv');
  const both = await run('verify', 'one.csv', 'two.csv');
  expect([both.code, both.stdout.match(/as it was written/g)]).toEqual([
    0,
    Array(2).fill('as it was written'),
  ]);
  cpSync(join(home, 'cache'), join(home, 'sound'), { recursive: true });
  changed('DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)');
  const cut = await run('verify', 'two.csv');
  expect([cut.code, cut.stdout]).toEqual([
    1,
    expect.stringMatching(
      /CHANGED {2}cache\/cache.sqlite: its ledger ends with page \d+, and two.csv was written after page \d+: its end was cut off/,
    ),
  ]);
  expect(await run('verify', 'one.csv')).toMatchObject({ code: 0 });
  rmSync(join(home, 'cache'), { recursive: true });
  cpSync(join(home, 'sound'), join(home, 'cache'), { recursive: true });
  changed('UPDATE ledger SET link = ? WHERE seq = (SELECT max(seq) FROM ledger)', Buffer.alloc(32, 7));
  expect((await run('verify', 'two.csv')).stdout).toContain('was written anew');
  changed('DELETE FROM ledger WHERE seq = 1');
  expect(await run('verify', 'one.csv')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('the beginning of its ledger is missing'),
  });
});

test('of another cache nothing is said', async () => {
  await run('export', 'audit', '--out', 'one.csv');
  rmSync(join(home, 'cache'), { recursive: true });
  told = [7, 8].map(entry);
  await run('sync', '--once');
  const other = await run('verify', 'one.csv');
  expect([other.code, other.stdout]).toEqual([
    0,
    expect.stringContaining('it is of another cache than the one here'),
  ]);
  const none = await certdeck(home, ['--cache', 'nowhere', 'verify', 'one.csv'], { clock: () => now });
  expect([none.code, none.stdout]).toEqual([0, expect.not.stringContaining('another cache')]);
});

test('a folder: each series from its last one back, and what has no manifest', async () => {
  mkdirSync(join(home, 'out/inner'), { recursive: true });
  for (const name of ['a', 'b', 'c']) await run('export', 'audit', '--out', `out/${name}.csv`);
  await run('export', 'jobs', '--out', 'out/jobs.jsonl');
  await run('archive', '--before', '2026-09', '--out', 'out');
  writeFileSync(join(home, 'out/notes.txt'), 'x');
  const good = await run('verify', 'out');
  expect([good.code, good.stdout.split('\n').filter((line) => !line.startsWith('note'))]).toEqual([
    0,
    ['out/c.csv: as it was written, and the 2 before it', 'out/jobs.jsonl: as it was written', ''],
  ]);
  writeFileSync(join(home, 'out/a.csv'), 'x');
  writeFileSync(join(home, 'out/stray.xlsx'), 'x');
  const bad = await run('verify', 'out');
  expect([bad.code, bad.stdout]).toEqual([
    1,
    expect.stringContaining('CHANGED  out/a.csv: its bytes are not those'),
  ]);
  expect(bad.stdout).toContain('MISSING  out/stray.xlsx: it has no manifest');
  rmSync(join(home, 'out/a.csv'));
  const { folders } = JSON.parse((await run('verify', 'out', '--format', 'json')).stdout);
  expect(folders).toMatchObject([
    { exports: [{ looked: 3 }, { looked: 1 }], without: [{ level: 'missing' }] },
  ]);
  expect(await run('verify', 'out/inner')).toMatchObject({
    code: 0,
    stdout: 'out/inner: no exports of certdeck\n',
  });
});

test('a platform that is asked again: what it dropped, and what it tells otherwise', async () => {
  expect(await run('verify', '--platform', 'clm', '--since', '1d')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^clm: tells them as it did; 4 of the 4 audit entries/),
  });
  told = [entry(1), { ...entry(3), action: 'LOGOUT' }, entry(4)];
  const ran = await run('verify', '--platform', 'clm', '--since', '1d');
  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain(
    'DROPPED  clm/audit/e2 of 2026-08-20T07:00:00.000Z: its platform gives it no more',
  );
  expect(ran.stdout).toContain(
    'CHANGED  clm/audit/e3 of 2026-08-20T06:00:00.000Z: its platform tells it otherwise',
  );
  expect(await run('verify', '--platform', 'clmm')).toMatchObject({ code: 2 });
  expect(await run('verify', '--since', '1d')).toMatchObject({ code: 2 });
  expect(await run('verify', 'x.csv', '--platform', 'clm')).toMatchObject({ code: 2 });
});
