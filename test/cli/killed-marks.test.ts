/** A read mark whose process is killed before the platform has heard of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { COMPILED } from '../support/compiled.ts';
import { type Reply, startServer } from '../support/http-server.ts';
import { certdeck, newHome } from './harness.ts';

const MAIN = resolve(import.meta.dirname, '../../src/main.ts');
const ALERT = { id: 'a1', severity: 'ERROR', title: 'x', createdAt: new Date().toISOString() };
const home = newHome();
const config = join(home, 'config.toml');

/** The platform: what it was told, and what becomes of the answer. */
let told = 0;
let read = false;
let taking = false;
const asked = Promise.withResolvers<void>();
const server = await startServer(({ method, url }): Reply => {
  if (method !== 'POST') return { json: url.pathname.endsWith('/alerts') ? [{ ...ALERT, read }] : [] };
  told += 1;
  asked.resolve();
  if (!taking) return () => {};
  read = true;
  return { status: 204, text: '' };
});
afterAll(() => server.close());
writeFileSync(
  config,
  `[[platforms]]\nname = "clm"\nkind = "ssl-clm"\nbase_url = "${server.url}"\ntoken = "some-token"\n`,
  { mode: 0o600 },
);
const env = { CERTDECK_CONFIG: config };
const run = (...argv: string[]) => certdeck(home, argv, { env });

function sync(): ChildProcess {
  return spawn(process.execPath, ['--no-warnings', MAIN, 'sync', '--once'], {
    cwd: home,
    env: { HOME: home, PATH: process.env.PATH ?? '', ...COMPILED, ...env },
    stdio: 'ignore',
  });
}

test('is still set, still waits, and is sent by the next process', async () => {
  expect((await run('sync', '--once')).code).toBe(0);
  await run('alerts', '--mark-read', 'clm/alert/a1');
  const doomed = sync();
  await asked.promise;
  doomed.kill('SIGKILL');
  expect(await once(doomed, 'exit')).toEqual([null, 'SIGKILL']);
  expect(read).toBe(false);
  expect((await run('alerts', 'is:unread', '--format', 'jsonl')).stdout).toBe('');
  expect((await run('platforms')).stdout).toContain('clm: one read mark has waited for ');
  taking = true;
  expect((await run('sync', '--once')).code).toBe(0);
  expect({ told, read }).toEqual({ told: 2, read: true });
  expect((await run('platforms')).stdout).not.toContain('read mark');
});
