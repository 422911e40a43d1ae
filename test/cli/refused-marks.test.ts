/** Read marks that a platform refuses: they wait, and every place that tells of platforms says so. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/http-server.ts';
import { certdeck, newHome } from './harness.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
const ALERT = { id: 'a1', severity: 'ERROR', title: 'x', createdAt: '2026-08-20T08:00:00Z', read: false };
let server: TestServer;
const home = newHome();

beforeAll(async () => {
  server = await startServer(({ method, url }) => {
    if (method === 'POST') return { status: 403, json: { error: 'no' } };
    return { json: url.pathname.endsWith('/alerts') ? [ALERT] : [] };
  });
  const text = `[[platforms]]\nname = "clm"\nkind = "ssl-clm"\nbase_url = "${server.url}"\ntoken = "refused-token"\n`;
  writeFileSync(join(home, 'config.toml'), text, { mode: 0o600 });
});
afterAll(() => server.close());

const run = (argv: readonly string[], now = NOW) =>
  certdeck(home, argv, { clock: () => now, env: { CERTDECK_CONFIG: join(home, 'config.toml') } });
const posts = () => server.seen.filter(({ method }) => method === 'POST').length;

test('a refused mark is sent once a run, and `platforms` says what waits and why', async () => {
  expect((await run(['sync', '--once'])).code).toBe(0);
  expect((await run(['platforms'])).stdout).not.toContain('waited');
  expect((await run(['alerts', '--mark-read', 'clm/alert/a1'])).code).toBe(0);
  const { code, stderr } = await run(['sync', '--once']);
  expect(code).toBe(4);
  expect(stderr.match(/may not mark alert a1 read/g)).toHaveLength(1);
  expect(posts()).toBe(1);
  const told = await run(['platforms'], NOW + 7_200_000);
  expect(told.code).toBe(0);
  expect(told.stdout).toContain(
    'clm: one read mark is refused, kept for 2h, sent once in vain; failed last: clm: the token may not mark alert a1 read (HTTP 403)\n' +
      '  Give the owner of token a role that may, or use another key.\n',
  );
});
