/** The main job on this platform alone: files and endpoints through sync and cache to what the panes ask for. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterAll, expect, test } from 'vitest';
import { openDirect } from '../../../src/cache/direct.ts';
import type { AnyRecord, Kind } from '../../../src/domain/record.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { HOST } from '../../../src/platforms/host/declaration.ts';
import { createSync } from '../../../src/sync/engine.ts';
import { openIssuer } from './openssl.ts';

const made = await mkdtemp(join(tmpdir(), 'host-panes-'));
afterAll(() => rm(made, { recursive: true, force: true }));

test('all four panes hold what is true, and follow it', async () => {
  const issue = await openIssuer(join(made, 'issuer'));
  const ca = await issue({ subject: '/CN=Panes Root', ca: true });
  const old = await issue({ subject: '/CN=localhost', san: 'DNS:localhost', issuer: ca, from: -90, to: -1 });
  const fresh = await issue({ subject: '/CN=localhost', san: 'DNS:localhost', issuer: ca });
  await mkdir(join(made, 'etc/tls'), { recursive: true });
  await mkdir(join(made, 'etc/ssl/certs'), { recursive: true });
  await writeFile(join(made, 'etc/ssl/certs/ca-certificates.crt'), ca.pem);
  await writeFile(join(made, 'etc/tls/www.pem'), old.pem + old.keyPem);

  const server = createServer({ key: old.keyPem, cert: old.pem });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `localhost:${(server.address() as AddressInfo).port}`;
  const refused = createTcp();
  await new Promise<void>((resolve) => refused.listen(0, '127.0.0.1', resolve));
  const closedPort = (refused.address() as AddressInfo).port;
  await new Promise((resolve) => refused.close(resolve));

  const platform = HOST.create(
    {
      name: 'this-machine',
      kind: 'host',
      baseUrl: '',
      pollInterval: MINUTE,
      since: 90 * DAY,
      values: {
        paths: ['/etc/tls/*.pem', '/etc/ssl/certs/*.crt'],
        endpoints: [endpoint, `127.0.0.1:${closedPort}`],
        expect: { [endpoint]: '/etc/tls/www.pem' },
      },
      expiringWithin: 30 * DAY,
    },
    { clock: Date.now, log: () => undefined, fileRoot: made },
  );
  const cache = openDirect({ memory: true });
  const sync = createSync({
    cache,
    platforms: [{ platform, pollInterval: MINUTE, since: 90 * DAY }],
    clock: Date.now,
    owner: 'test',
  });
  const ask = async (kind: Kind, query: string): Promise<readonly AnyRecord[]> => {
    const selection = { kind, query, now: Date.now(), longRunningAfter: 30 * MINUTE };
    return (await cache.rows({ selection, limit: 100, whole: true })).rows.map(({ record }) => record);
  };

  expect((await sync.catchUp())[0]).toMatchObject({ streams: [{ complete: true, failure: null }] });
  expect(await ask('alert', 'is:unread severity:error')).toMatchObject([
    { type: 'EXPIRED', entity: { id: old.fingerprint, name: 'localhost' } },
  ]);
  expect(await ask('job', 'status:failed')).toMatchObject([
    { name: `Scan of 127.0.0.1:${closedPort}`, payload: { port: closedPort } },
  ]);
  expect(await ask('job', `certificate:${old.fingerprint}`)).toMatchObject([{ name: `Scan of ${endpoint}` }]);
  expect(await ask('audit', `entity:${old.fingerprint}`)).toMatchObject([
    { action: 'CERTIFICATE_DISCOVERED', details: { serial: expect.any(String), standing: 'served' } },
  ]);
  expect(await ask('audit', 'outcome:failure')).toMatchObject([{ action: 'SCAN_FAILED' }]);
  const figures = new Map((await cache.figures('', Date.now())).map(({ name, value }) => [name, value]));
  expect(figures.get('Discovered certificates')).toBe(2);
  expect(figures.get('Expired certificates')).toBe(1);
  expect(figures.get('Unprotected endpoints')).toBe(1);
  expect(figures.get('Total number of keys')).toBe(2);

  // A mark set here outlives the next scan, which gives the same alert again.
  const expired = `this-machine/alert/EXPIRED:${old.fingerprint}`;
  await cache.markRead([expired], true, Date.now(), []);
  await sync.catchUp();
  expect(await ask('alert', 'is:unread severity:error')).toEqual([]);
  expect(await ask('alert', 'type:EXPIRED is:read')).toHaveLength(1);

  // The certificate is renewed on disk, the server not yet told.
  await writeFile(join(made, 'etc/tls/www.pem'), fresh.pem + fresh.keyPem);
  await sync.catchUp();
  expect(await ask('alert', 'is:unread')).toMatchObject([{ type: 'SERVED_DIFFERS' }]);
  // Now it is.
  server.setSecureContext({ key: fresh.keyPem, cert: fresh.pem });
  await sync.catchUp();
  expect(await ask('alert', '')).toEqual([]);
  expect((await ask('audit', 'action:CERTIFICATE_REPLACED')).length).toBeGreaterThan(0);
  expect(await ask('audit', 'action:CERTIFICATE_GONE')).toMatchObject([
    { resource: { id: old.fingerprint } },
  ]);

  await sync.stop();
  await platform.close();
  await cache.close();
  await new Promise((resolve) => server.close(resolve));
});
