/** Retention on the command line: what is kept, what it takes of the disk, and that the rest is not held. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY } from '../../src/domain/time.ts';
import { startServer, type TestServer } from '../support/http-server.ts';
import { certdeck, newHome } from './harness.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
const ago = (days: number) => new Date(NOW - days * DAY).toISOString();
const AUDIT = [0.5, 3, 9, 20, 60].map((days, index) => ({
  id: `e${index}`,
  timestamp: ago(days),
  action: 'LOGIN',
  actorType: 'user',
  actorId: `u${index}`,
}));
const ALERTS = [3, 60].flatMap((days) =>
  [true, false].map((read) => ({
    id: `a${days}-${read}`,
    severity: 'ERROR',
    title: 'x',
    createdAt: ago(days),
    read,
  })),
);

let server: TestServer;
const home = newHome();
const configured = (retention: string) => {
  const text = `[[platforms]]\nname = "clm"\nkind = "ssl-clm"\nbase_url = "${server.url}"\ntoken = "some-token"\n${retention}\n`;
  writeFileSync(join(home, 'config.toml'), text, { mode: 0o600 });
};
const run = (argv: readonly string[]) =>
  certdeck(home, argv, { clock: () => NOW, env: { CERTDECK_CONFIG: join(home, 'config.toml') } });

beforeAll(async () => {
  server = await startServer(({ url: { pathname } }) => {
    const list = pathname.endsWith('/alerts') ? ALERTS : pathname.endsWith('/audit-logs') ? AUDIT : [];
    return { json: list };
  });
});
afterAll(() => server.close());

const refs = async (...argv: string[]) => {
  const { stdout } = await run([...argv, '--format', 'jsonl']);
  return stdout.trim() === ''
    ? []
    : stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id as string);
};

test('a sync ends with what is kept and no more, complete', async () => {
  configured('');
  expect((await run(['sync', '--once'])).code).toBe(0);
  expect(await refs('audit')).toHaveLength(5);
  configured('retention = { audit = "10d", alerts = "30d" }');
  const { code, stderr } = await run(['sync', '--once']);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('hole')]);
  expect(await refs('audit')).toEqual(['e0', 'e1', 'e2']);
  // Nobody has read it.
  expect(await refs('alerts')).toEqual(['a3-false', 'a3-true', 'a60-false']);
  expect((await run(['audit'])).stderr).toBe('');
});

test('a list of what was dropped says that it is not held', async () => {
  const { stderr } = await run(['audit', 'since:40d']);
  expect(stderr).toContain(
    'clm: audit is kept from 2026-08-10 00:00Z on (retention); what is older is not held.',
  );
  const { stdout } = await run(['audit', 'since:40d', '--format', 'json']);
  expect(JSON.parse(stdout).coverage).toEqual([
    expect.objectContaining({ stream: 'audit', complete: false }),
  ]);
  const out = join(home, 'audit.csv');
  expect((await run(['export', 'audit', 'since:40d', '--format', 'csv', '--out', out])).code).toBe(5);
  expect((await run(['export', 'audit', 'since:9d', '--format', 'csv', '--out', out])).code).toBe(0);
});

test('a sync that is to reach further than is kept says so', async () => {
  const { code, stderr } = await run(['sync', '--once', '--since', '90d']);
  expect(stderr).toContain(
    'clm: audit is kept from 2026-08-10T00:00:00.000Z on (retention): --since 90d reaches no further',
  );
  expect(code).toBe(5);
  expect(await refs('audit')).toHaveLength(3);
  expect((await run(['sync', '--once', '--since', '9d'])).code).toBe(0);
});

test('`platforms` tells what is kept and what the disk holds', async () => {
  const { stdout } = await run(['platforms']);
  expect(stdout).toMatch(/^clm +ssl-clm +audit +fresh .* 10d +exact /m);
  expect(stdout).toMatch(/^Disk: [\d.]+ [KM]iB in .*cache\.sqlite, .*[\d.]+ (?:B|[KM]iB) in its log$/m);
  expect(stdout).toMatch(
    /^ {2}clm: about [\d.]+ KiB \(.*audit [\d.]+ KiB.*\); keeps audit for 10d, alerts for 30d$/m,
  );
});

test('and the same to scripts', async () => {
  const told = JSON.parse((await run(['platforms', '--format', 'json'])).stdout);
  expect(told.streams).toContainEqual(
    expect.objectContaining({
      platform: 'clm',
      stream: 'audit',
      state: 'fresh',
      records: 3,
      keptFrom: '2026-08-10T00:00:00.000Z',
      holes: [],
    }),
  );
  expect(told.retention).toEqual({
    clm: {
      all: { age: null, records: null, bytes: null },
      kinds: {
        audit: { age: 10 * DAY, records: null, bytes: null },
        alert: { age: 30 * DAY, records: null, bytes: null },
      },
    },
  });
  expect(told.disk.file).toBeGreaterThan(0);
  const { shares } = told.disk as { shares: { platform: string; kind: string; bytes: number }[] };
  expect(shares.map(({ kind }) => kind)).toContain('audit');
  expect(shares.every(({ platform, bytes }) => platform === 'clm' && bytes > 0)).toBe(true);
});

test('an import takes nothing that would be dropped again, and says so', async () => {
  const record = (id: string, days: number) => ({ kind: 'audit', platform: 'clm', id, timestamp: ago(days) });
  const file = join(home, 'archive.jsonl');
  writeFileSync(file, [record('i1', 2), record('i2', 40)].map((one) => `${JSON.stringify(one)}\n`).join(''));
  const { code, stderr } = await run(['import', file]);
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining('2 records read: 1 new, 1 older than retention keeps, not taken'),
  ]);
  expect(await refs('audit')).toContain('i1');
});

test('what is kept longer again is fetched again', async () => {
  configured('retention = { audit = "30d" }');
  expect((await run(['sync', '--once'])).code).toBe(0);
  expect(await refs('audit')).toEqual(['e0', 'i1', 'e1', 'e2', 'e3']);
  expect(await refs('alerts')).toHaveLength(4);
});
