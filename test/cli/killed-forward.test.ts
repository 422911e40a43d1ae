/** The process that sends is killed while its targets are being asked: at the first request, the second, and so on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { HOUR } from '../../src/domain/time.ts';
import { audit, NOW, page } from '../cache/records.ts';
import { startHec } from '../forward/servers/hec-server.ts';
import { startHook } from '../forward/servers/hook-server.ts';
import { startIngestion } from '../forward/servers/logs-ingestion-server.ts';
import { COMPILED } from '../support/compiled.ts';
import { certdeck, newHome } from './harness.ts';

const MAIN = resolve(import.meta.dirname, '../../src/main.ts');
const COUNT = 300;
const home = newHome();
const config = join(home, 'config.toml');
const [TOKEN, APP_SECRET, HOOK_SECRET] = ['a-token-of-splunk', 'a-secret-of-the-app', 'a-secret-of-the-hook'];

const hec = await startHec({ token: TOKEN, ack: true });
const app = { tenant: 'contoso.example', clientId: 'app', rule: 'dcr-1', stream: 'Custom-A_CL' };
const azure = await startIngestion({ ...app, clientSecret: APP_SECRET });
const hook = await startHook({ secret: HOOK_SECRET });
const servers = [hec, azure, hook];
afterAll(() => Promise.all(servers.map((server) => server.close())));

writeFileSync(
  config,
  `
[[platforms]]
name = "prod"
kind = "digicert-one"
base_url = "https://one.example.com"
api_key = { env = "NOT_NEEDED" }
[[targets]]
name = "splunk"
kind = "splunk-hec"
from = "start"
url = "${hec.url}"
token = "${TOKEN}"
ack = true
batch_events = 50
[[targets]]
name = "sentinel"
kind = "azure-logs"
from = "start"
url = "${azure.url}"
login_url = "${azure.url}"
dcr = "dcr-1"
stream = "Custom-A_CL"
tenant = "contoso.example"
client_id = "app"
client_secret = "${APP_SECRET}"
batch_bytes = 70000
[[targets]]
name = "hook"
kind = "webhook"
from = "start"
url = "${hook.url}"
signing_secret = "${HOOK_SECRET}"
batch_events = 50
`,
  { mode: 0o600 },
);
const env = { CERTDECK_CONFIG: config };

function send(): ChildProcess {
  return spawn(process.execPath, ['--no-warnings', MAIN, 'forward', '--once'], {
    cwd: home,
    env: { HOME: home, PATH: process.env.PATH ?? '', ...COMPILED, ...env },
    stdio: 'ignore',
  });
}

test('has lost nothing, and what comes twice has the same id', async () => {
  await certdeck(home, ['platforms'], { env });
  const cache = openDirect({ dir: join(home, '.local/state/certdeck/cache') });
  const entries = Array.from({ length: COUNT }, (_, at) => audit({ id: `e${at}`, timestamp: NOW + at }));
  await cache.commit(page(entries, { at: NOW }));
  /** The right to send outlives the process for half a minute; nobody waits for that here. */
  const release = async () => {
    for (const target of ['splunk', 'sentinel', 'hook']) {
      await cache.lease(`forward:${target}`, 'test', 1, Date.now() + HOUR);
    }
    await cache.release('test');
  };
  for (const request of [1, 2, 4, 7]) {
    const doomed = send();
    let come = 0;
    // What is asked has come, and is taken; whether the answer is heard is a matter of luck.
    for (const server of servers) {
      server.onCame = () => {
        come += 1;
        if (come === request) doomed.kill('SIGKILL');
      };
    }
    expect(await once(doomed, 'exit')).toEqual([null, 'SIGKILL']);
    await release();
  }
  await cache.close();
  for (const server of servers) server.onCame = () => {};
  const last = await certdeck(home, ['forward', '--once'], { env });
  expect(last).toMatchObject({ code: 0 });
  const ids = [
    hec.indexed.map(({ fields }) => fields?.event_id),
    azure.rows.map(({ EventId }) => EventId),
    hook.taken.flat().map((body) => (body as { event: { id: string } }).event.id),
  ];
  const [first] = ids;
  expect(new Set(first).size).toBe(COUNT);
  for (const those of ids) expect(new Set(those)).toEqual(new Set(first));
  expect([...hec.violations, ...azure.violations]).toEqual([]);
});
