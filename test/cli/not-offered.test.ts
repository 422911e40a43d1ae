/** A licence that leaves out everything but the audit log: a sync says so, and ends well. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../support/http-server.ts';
import { certdeck, newHome } from './harness.ts';

test('what the licence leaves out is told with the reason, and is no refused user', async () => {
  const server = await startServer(({ url: { pathname } }) => {
    if (pathname === '/api/auth/login') return { json: { access_token: 'eyJ.a.b', expires_in: 28_800 } };
    return pathname === '/api/audit/entries'
      ? { json: { data: [], meta: { total: 0 } } }
      : { status: 403, json: { error: 'Forbidden', detail: 'Licence tier too low.' } };
  });
  onTestFinished(() => server.close());
  const home = newHome();
  const text = `[[platforms]]\nname = "prod"\nkind = "certifyclouds"\nbase_url = "${server.url}"\nusername = "ops"\npassword = "correct horse"\n`;
  writeFileSync(join(home, 'config.toml'), text, { mode: 0o600 });
  const env = { CERTDECK_CONFIG: join(home, 'config.toml') };
  const { code, stderr } = await certdeck(home, ['sync', '--once'], { env });
  expect(stderr.match(/^prod: \S+ is not offered: Forbidden; Licence tier too low\.$/gm)).toHaveLength(5);
  expect(code).toBe(0);
});
