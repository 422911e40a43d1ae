/** `certdeck forward`: what it says, where it goes on, and how it ends. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { DAY } from '../../src/domain/time.ts';
import { audit, NOW, page } from '../cache/records.ts';
import { keeping, retain } from '../cache/retention.ts';
import { startHec } from '../forward/servers/hec-server.ts';
import { arrive, ids } from '../forward/support/rig.ts';
import { startReceiver } from '../forward/support/syslog-receiver.ts';
import { certdeck, newHome } from './harness.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A home with a configuration, and `count` audit entries in its cache. */
async function homeWith(targets: string, count = 30) {
  const home = newHome();
  const [config, dir] = [join(home, 'certdeck.toml'), join(home, 'cache')];
  writeFileSync(config, `[[platforms]]\nname = "prod"\nkind = "host"\n${targets}`, { mode: 0o600 });
  const cache = openDirect({ dir });
  await arrive(cache, 0, count);
  await cache.close();
  const env = { CERTDECK_CONFIG: config, CERTDECK_CACHE: dir };
  return { home, dir, run: (...argv: string[]) => certdeck(home, argv, { env }) };
}

const syslog = (port: number, more = '') =>
  `[[targets]]\nname = "logs"\nkind = "syslog"\nhost = "127.0.0.1"\nport = ${port}\ntransport = "tcp"\nfrom = "start"\nfields = "as-is"\n${more}`;

async function receiver() {
  const started = await startReceiver();
  open.push(started);
  return started;
}

test('sends once, says how much, and goes on where it was', async () => {
  const { port, messages } = await receiver();
  const { run, dir } = await homeWith(syslog(port));
  expect(await run('forward', '--once')).toEqual({ code: 0, stdout: '', stderr: 'logs: 30 sent\n' });
  const cache = openDirect({ dir });
  await arrive(cache, 30, 33);
  await cache.close();
  expect((await run('forward', '--to', 'logs', '--once')).stderr).toBe('logs: 3 sent\n');
  expect(messages.map(({ text }) => (JSON.parse(text) as { id: string }).id)).toEqual(ids(0, 33));
  expect((await run('platforms')).stdout).toContain('logs (syslog): up to date, 33 sent\n');
  const { targets } = JSON.parse((await run('platforms', '--format', 'json')).stdout);
  expect(targets).toMatchObject([{ target: 'logs', sent: 33, refused: 0, behindAtMost: 0, failure: null }]);
});

test('what retention dropped before a target took it is said, ends with 5, and stands in platforms', async () => {
  const { port } = await receiver();
  const { run, dir } = await homeWith(syslog(port));
  await run('forward', '--once');
  const cache = openDirect({ dir });
  const days = Array.from({ length: 10 }, (_, day) => audit({ id: `d${day}`, timestamp: NOW + day * DAY }));
  await cache.commit(page(days));
  await retain(cache, keeping({ audit: { age: DAY } }), NOW + 7 * DAY);
  await cache.close();
  const said = '6 dropped by retention before this target took them';
  expect(await run('forward', '--once')).toEqual({
    code: 5,
    stdout: '',
    stderr: `logs: 4 sent, ${said}\n  Keep longer than a target may be down (\`retention\`).\n`,
  });
  expect((await run('platforms')).stdout).toContain(`logs (syslog): up to date, 34 sent, ${said}\n`);
  const { targets } = JSON.parse((await run('platforms', '--format', 'json')).stdout);
  expect(targets).toMatchObject([{ target: 'logs', sent: 34, dropped: 6 }]);
});

test('each of several targets has a position of its own', async () => {
  const [one, two] = [await receiver(), await receiver()];
  const { run } = await homeWith(
    `${syslog(one.port)}${syslog(two.port, 'query = "no:actor"\n').replace('"logs"', '"none"')}`,
  );
  const { code, stderr } = await run('forward', '--once');
  expect(code).toBe(0);
  expect(stderr.split('\n').toSorted()).toEqual(['', 'logs: 30 sent', 'none: 0 sent']);
  expect(two.messages).toEqual([]);
});

test('a refused token is exit 4, refused events are exit 1 with a file of them', async () => {
  const token = '5e1f7c0a-3b44-4a91-9d2e-7f0c6b1a2d33';
  const hec = await startHec({
    token,
    refuses: (event) => ((event as { id: string }).id === 'e7' ? 6 : null),
  });
  open.push(hec);
  const target = (secret: string) =>
    `[[targets]]\nname = "splunk"\nkind = "splunk-hec"\nurl = "${hec.url}"\ntoken = "${secret}"\nfrom = "start"\nfields = "as-is"\n`;
  const wrong = await (await homeWith(target('another-token'))).run('forward', '--once');
  expect(wrong).toMatchObject({ code: 4, stdout: '' });
  expect(wrong.stderr).not.toContain('another-token');
  const { run, home } = await homeWith(target(token));
  const { code, stderr } = await run('forward', '--once');
  expect(code).toBe(1);
  const file = join(home, '.local/state/certdeck/forward/splunk.dead-letters.jsonl');
  expect(stderr).toContain(`splunk: 29 sent, 1 refused for good: ${file}`);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ ref: 'prod/audit/e7', event: { id: 'e7' } });
  const taken = hec.indexed.map(({ event }) => (event as { id: string }).id);
  expect(new Set(taken)).toEqual(new Set(ids(0, 30).filter((id) => id !== 'e7')));
});

test('a file that is missing is told before anything is sent', async () => {
  const { run } = await homeWith(syslog(1).replace('"tcp"', '"tls"\nca_file = "nowhere.pem"'));
  expect(await run('forward', '--once')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('logs: ca_file cannot be read'),
  });
});

test('what cannot be meant is a usage error that says what can', async () => {
  const { run } = await homeWith(syslog(1));
  expect(await run('forward', '--to', 'log')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"logs"?'),
  });
  expect(await run('forward', '--read-only')).toMatchObject({ code: 2 });
  const none = await homeWith('');
  expect(await none.run('forward')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('[[targets]]'),
  });
});

test('an interrupt ends it with 130, and nothing that was not taken counts as sent', async () => {
  const gone = await startReceiver();
  await gone.close();
  const { home, dir } = await homeWith(syslog(gone.port));
  const stop = new AbortController();
  const env = { CERTDECK_CONFIG: join(home, 'certdeck.toml'), CERTDECK_CACHE: dir };
  const running = certdeck(home, ['forward'], { env, signal: stop.signal });
  const cache = openDirect({ dir });
  for (let kept = null; kept === null; ) {
    const json = await cache.recall('forward:logs');
    kept = (json as { failure?: unknown } | null)?.failure ?? null;
    await new Promise(setImmediate);
  }
  stop.abort();
  expect((await running).code).toBe(130);
  expect(await cache.recall('forward:logs')).toMatchObject({ sent: 0 });
  await cache.close();
  const { port, messages } = await receiver();
  writeFileSync(env.CERTDECK_CONFIG, `[[platforms]]\nname = "prod"\nkind = "host"\n${syslog(port)}`);
  await certdeck(home, ['forward', '--once'], { env });
  expect(messages).toHaveLength(30);
});

test('what [redaction] hides does not leave', async () => {
  const { port, messages } = await receiver();
  const { run } = await homeWith(`${syslog(port)}[redaction]\npersonal = ["actor.name", "ip"]\n`);
  expect((await run('forward', '--once')).code).toBe(0);
  const [first] = messages.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
  expect(first).toMatchObject({ id: 'e0', actor: { id: 'u-1' } });
  expect(JSON.stringify(first)).not.toMatch(/alice|192\.0\.2\.7/);
});
