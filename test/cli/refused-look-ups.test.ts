/** A key that may read the audit log and nobody's profile: everything is there but what only a look-up tells. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../support/http-server.ts';
import { certdeck, newHome } from './harness.ts';

const NOW = Date.UTC(2026, 7, 20, 9);

test('a sync says so once, and ends well', async () => {
  const items = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6'].map((id) => ({
    ...{ id: `e-${id}`, action: 'LOGIN', resource_type: 'USER', status: 'success' },
    ...{ user: { id, name: `name.${id}` }, timestamp: '2026-08-20T08:00:00Z' },
  }));
  const server = await startServer(({ url }) =>
    url.pathname.endsWith('/audit-log')
      ? { json: { total: items.length, offset: 0, limit: 1000, items } }
      : { status: 403, json: { errors: [{ code: 'access_denied', message: 'no' }] } },
  );
  onTestFinished(() => server.close());
  const home = newHome();
  const text = `[[platforms]]\nname = "prod"\nkind = "digicert-one"\nbase_url = "${server.url}"\napi_key = "some-key"\n`;
  writeFileSync(join(home, 'config.toml'), text, { mode: 0o600 });
  const run = (...argv: string[]) =>
    certdeck(home, argv, { clock: () => NOW, env: { CERTDECK_CONFIG: join(home, 'config.toml') } });
  const { code, stderr } = await run('sync', '--once');
  expect(code).toBe(0);
  expect(stderr.match(/^prod: users are not looked up, entries name them: .*\(HTTP 403\)$/gm)).toHaveLength(
    1,
  );
  expect(stderr).toContain('prod: audit 6 new');
  expect(server.seen.filter(({ url }) => url.pathname.includes('/user/')).length).toBeLessThanOrEqual(4);
  expect(
    (await run('audit', 'actor:name.u6', '--format', 'jsonl', '--fields', 'actor.name')).stdout,
  ).toContain('name.u6');
});
