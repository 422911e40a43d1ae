import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startHec } from '../forward/servers/hec-server.ts';
import { startIngestion } from '../forward/servers/logs-ingestion-server.ts';
import { certdeck, newHome } from './harness.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

test('every target is asked, nothing is sent, and a refused one is told by exit code 4', async () => {
  const hec = await startHec({ token: 'the-right-token' });
  const app = { tenant: 'contoso.example', clientId: 'app', rule: 'dcr-1', stream: 'Custom-A_CL' };
  const azure = await startIngestion({ ...app, clientSecret: 'the-right-secret' });
  open.push(hec, azure);
  const home = newHome();
  const file = join(home, 'certdeck.toml');
  writeFileSync(
    file,
    `
[[platforms]]
name = "prod"
kind = "digicert-one"
base_url = "https://one.example.com"
api_key = { env = "NOT_SET_AND_NOT_NEEDED" }
[[targets]]
name = "splunk"
kind = "splunk-hec"
url = "${hec.url}"
token = { env = "TOKEN" }
[[targets]]
name = "sentinel"
kind = "azure-logs"
url = "${azure.url}"
login_url = "${azure.url}"
dcr = "dcr-1"
stream = "Custom-A_CL"
tenant = "contoso.example"
client_id = "app"
client_secret = { env = "CLIENT_SECRET" }
[[targets]]
name = "hook"
kind = "webhook"
url = "${hec.url}"
`,
  );
  chmodSync(file, 0o600);
  const env = { TOKEN: 'the-right-token', CLIENT_SECRET: 'the-right-secret' };
  const good = await certdeck(home, ['forward', '--test', '--config', file], { env });
  expect(good.stderr).toBe('');
  expect(good.stdout).toMatch(/splunk: ready\n/);
  expect(good.stdout).toMatch(/sentinel: ready\n/);
  expect(good.stdout).toMatch(/hook: settings in order/);
  expect(good.code).toBe(0);
  const wrong = { ...env, CLIENT_SECRET: 'an-old-secret' };
  const bad = await certdeck(home, ['forward', '--test', '--config', file], { env: wrong });
  expect(bad.code).toBe(4);
  expect(bad.stderr).toContain('AADSTS7000215');
  expect(bad.stderr).not.toContain('an-old-secret');
  expect(hec.indexed).toEqual([]);
  expect(azure.rows).toEqual([]);
});
