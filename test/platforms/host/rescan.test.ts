import { mkdir, mkdtemp, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createServer as createTls, type Server as TlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isObject, type Json } from '../../../src/domain/json.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { type Issued, openIssuer, RSA, type Wish } from './openssl.ts';
import { type Look, look } from './scanning.ts';

const made = await mkdtemp(join(tmpdir(), 'host-rescan-'));
const noon = new Date().setUTCHours(12, 0, 0, 0);
let issue: (wish: Wish) => Promise<Issued>;
let ca: Issued;
let first: Issued;
let renewed: Issued;
let root: string;
let roots = 0;
let servers: (Server | TlsServer)[] = [];

const put = async (path: string, ...certificates: readonly (Issued | string)[]) => {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, certificates.map((one) => (typeof one === 'string' ? one : one.pem)).join(''));
};
const about = (seen: Look, action: string) => seen.of('audit').filter((entry) => entry.action === action);
const names = (seen: Look, action: string) => about(seen, action).map(({ resource }) => resource?.name);

beforeAll(async () => {
  issue = await openIssuer(join(made, 'issuer'));
  ca = await issue({ subject: '/CN=House CA', ca: true });
  const wish = { subject: '/CN=localhost', san: 'DNS:localhost', issuer: ca, key: RSA(1024) };
  first = await issue({ ...wish, to: 20 });
  renewed = await issue({ ...wish, to: 90 });
});
beforeEach(async () => {
  roots += 1;
  root = join(made, `root-${roots}`);
  await mkdir(root);
});
afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  servers = [];
});
afterAll(() => rm(made, { recursive: true, force: true }));

describe('a second scan', () => {
  test('of the same files tells nothing new, and its alerts keep id and instant', async () => {
    await put('etc/www.pem', first, ca);
    const one = await look(root, { now: noon });
    const two = await look(root, { now: noon + HOUR, state: one.state });
    expect(one.alerts).toEqual(['EXPIRING_SOON localhost', 'WEAK_KEY localhost']);
    expect(two.of('alert')).toEqual(one.of('alert'));
    expect(two.actions).toEqual(['SCAN_STARTED', 'SCAN_COMPLETED']);
    expect(two.scan.retired).toEqual([]);
    // First sight for what has no instant of its own.
    expect(one.of('alert').find(({ type }) => type === 'WEAK_KEY')?.createdAt).toBe(noon);
    const ids = [...one.of('audit'), ...two.of('audit'), ...one.of('job'), ...two.of('job')].map(
      ({ id }) => id,
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('the same scan repeated gives the same ids', async () => {
    await put('etc/www.pem', first);
    const [one, two] = [await look(root, { now: noon }), await look(root, { now: noon })];
    const ids = (seen: Look) => seen.scan.rows.map(({ record }) => `${record.kind}/${record.id}`);
    expect(ids(two)).toEqual(ids(one));
  });

  test('after a renewal: replaced, the old one gone, its alerts retired', async () => {
    await put('etc/www.pem', first, ca);
    const one = await look(root, { now: noon });
    await put('etc/www.pem', renewed, ca);
    const two = await look(root, { now: noon + HOUR, state: one.state });
    expect(names(two, 'CERTIFICATE_DISCOVERED')).toEqual(['localhost']);
    expect(about(two, 'CERTIFICATE_REPLACED')).toMatchObject([
      {
        resource: { type: 'Certificate', id: renewed.fingerprint },
        details: { replaced: [{ place: '/etc/www.pem', fingerprint: first.fingerprint, name: 'localhost' }] },
      },
    ]);
    expect(about(two, 'CERTIFICATE_GONE')).toMatchObject([
      { resource: { id: first.fingerprint, name: 'localhost' }, details: { places: ['/etc/www.pem'] } },
    ]);
    expect([...two.scan.retired].sort()).toEqual([
      `here/alert/EXPIRING_SOON:${first.fingerprint}`,
      `here/alert/WEAK_KEY:${first.fingerprint}`,
    ]);
    expect(two.alerts).toEqual(['WEAK_KEY localhost']);
  });

  test('a link that points at the renewed file is a replacement too', async () => {
    await put('archive/cert1.pem', first);
    await put('archive/cert2.pem', renewed);
    await mkdir(join(root, 'live'));
    await symlink('../archive/cert1.pem', join(root, 'live/cert.pem'));
    const one = await look(root, { globs: ['/live/*.pem'] });
    await unlink(join(root, 'live/cert.pem'));
    await symlink('../archive/cert2.pem', join(root, 'live/cert.pem'));
    const two = await look(root, { globs: ['/live/*.pem'], state: one.state });
    expect(about(two, 'CERTIFICATE_REPLACED')).toMatchObject([
      { resource: { id: renewed.fingerprint }, details: { replaced: [{ place: '/live/cert.pem' }] } },
    ]);
  });

  test('a bundle that gains and loses unrelated certificates replaces none', async () => {
    const [a, b, c] = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        openIssuer(join(made, `issuer-${roots}-${name}`)).then((make) =>
          make({ subject: `/CN=${name}`, ca: true }),
        ),
      ),
    );
    await put('etc/roots.pem', ca, a as Issued, b as Issued);
    const one = await look(root);
    await put('etc/roots.pem', ca, a as Issued, c as Issued);
    const two = await look(root, { state: one.state });
    expect(names(two, 'CERTIFICATE_DISCOVERED')).toEqual(['c']);
    expect(names(two, 'CERTIFICATE_GONE')).toEqual(['b']);
    expect(about(two, 'CERTIFICATE_REPLACED')).toEqual([]);
  });

  test('what cannot be read today is not gone', async () => {
    await put('etc/www.pem', first);
    const one = await look(root, { now: noon });
    await put('etc/www.pem', first.pem.slice(0, 200));
    const two = await look(root, { now: noon + HOUR, state: one.state });
    expect(two.actions).toEqual(['SCAN_STARTED', 'SCAN_FAILED', 'SCAN_COMPLETED']);
    expect(two.scan.retired).toEqual([]);
    await put('etc/www.pem', first);
    const three = await look(root, { now: noon + 2 * HOUR, state: two.state });
    expect(three.actions).toEqual(['SCAN_STARTED', 'SCAN_COMPLETED']);
    expect(three.of('alert')).toEqual(one.of('alert'));
    await unlink(join(root, 'etc/www.pem'));
    const four = await look(root, { now: noon + 3 * HOUR, state: three.state });
    expect(names(four, 'CERTIFICATE_GONE')).toEqual(['localhost']);
    expect(four.scan.retired).toHaveLength(2);
  });

  test('time alone turns expiring into expired', async () => {
    await put('etc/www.pem', first);
    const one = await look(root, { now: noon });
    const two = await look(root, { now: noon + 21 * DAY, state: one.state });
    expect(two.alerts).toEqual(['EXPIRED localhost', 'WEAK_KEY localhost']);
    expect(two.scan.retired).toEqual([`here/alert/EXPIRING_SOON:${first.fingerprint}`]);
  });
});

describe('an endpoint over time', () => {
  const serve = async (certificate: Issued, port = 0): Promise<[string, () => Promise<void>]> => {
    const server = createTls({
      key: certificate.keyPem,
      cert: certificate.pem,
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const stop = () => new Promise<void>((resolve) => void server.close(() => resolve()));
    return [`localhost:${(server.address() as AddressInfo).port}`, stop];
  };

  test('down, then back with another certificate', async () => {
    const [endpoint, stop] = await serve(first);
    const wish = { globs: [], endpoints: [endpoint] };
    const one = await look(root, { ...wish, now: noon });
    expect(one.alerts).toEqual(['CHAIN_INVALID localhost', 'EXPIRING_SOON localhost', 'WEAK_KEY localhost']);
    await stop();
    const down = await look(root, { ...wish, now: noon + HOUR, state: one.state });
    expect(down.of('job')[0]?.status).toBe('FAILED');
    expect(down.scan.retired).toEqual([]);
    expect(down.actions).toEqual(['SCAN_STARTED', 'SCAN_FAILED', 'SCAN_COMPLETED']);
    const [, stopAgain] = await serve(renewed, Number(endpoint.split(':')[1]));
    const back = await look(root, { ...wish, now: noon + 2 * HOUR, state: down.state });
    await stopAgain();
    expect(about(back, 'CERTIFICATE_REPLACED')).toMatchObject([
      { details: { replaced: [{ place: endpoint }] } },
    ]);
    expect(back.alerts).toEqual(['CHAIN_INVALID localhost', 'WEAK_KEY localhost']);
    expect(back.scan.retired).toHaveLength(3);
  });

  test('one that is no longer configured takes its certificate and alerts along', async () => {
    const [endpoint, stop] = await serve(first);
    const one = await look(root, { globs: [], endpoints: [endpoint] });
    await stop();
    const two = await look(root, { globs: [], endpoints: [], state: one.state });
    expect(names(two, 'CERTIFICATE_GONE')).toEqual(['localhost']);
    expect(two.scan.retired).toHaveLength(3);
  });

  test('a listening port without TLS keeps what it served before', async () => {
    const [endpoint, stop] = await serve(first);
    const one = await look(root, { globs: [], endpoints: [endpoint] });
    await stop();
    const plain = createServer((socket) => socket.resume().end('hello\r\n'));
    servers.push(plain);
    await new Promise<void>((resolve) => plain.listen(Number(endpoint.split(':')[1]), '127.0.0.1', resolve));
    const two = await look(root, { globs: [], endpoints: [endpoint], state: one.state });
    expect(two.figure('Unprotected endpoints')).toBe(1);
    expect(two.scan.retired).toEqual([]);
  });
});

describe('figures', () => {
  test('one snapshot a figure a day; the next day compares with the last', async () => {
    await put('etc/www.pem', first);
    const one = await look(root, { now: noon });
    await put('etc/ca.pem', ca);
    const later = await look(root, { now: noon + HOUR, state: one.state });
    await unlink(join(root, 'etc/www.pem'));
    const next = await look(root, { now: noon + DAY, state: later.state });
    const values = [one, later, next].map((seen) => {
      const figure = seen.of('statistic').find(({ name }) => name === 'Discovered certificates');
      return [figure?.id, figure?.value, figure?.previous];
    });
    const [today, tomorrow] = [noon, noon + DAY].map((at) => new Date(at).toISOString().slice(0, 10));
    expect(values).toEqual([
      [`discovered-certificates:${today}`, 1, null],
      [`discovered-certificates:${today}`, 2, null],
      [`discovered-certificates:${tomorrow}`, 1, 2],
    ]);
    // The last key of its size went away: the figure falls to zero rather than standing still.
    const rsa = next.of('statistic').find(({ name }) => name === 'RSA 1024 keys');
    expect(rsa).toMatchObject({ value: 0, previous: 1, category: 'Keys', unit: 'keys' });
    for (const { id, at } of next.of('statistic'))
      expect(id.endsWith(new Date(at ?? 0).toISOString().slice(0, 10))).toBe(true);
  });
});

describe('the state', () => {
  const damage: readonly (readonly [string, (state: { [key: string]: Json }) => Json])[] = [
    ['missing', () => null],
    ['a text', () => 'position'],
    ['a list', () => [1, 2]],
    ['another version', (state) => ({ ...state, version: 99 })],
    ['without alerts', ({ alerts: _, ...state }) => state],
    ['with a wrong type inside', (state) => ({ ...state, files: { '/etc/www.pem': [1] } })],
    ['with broken figures', (state) => ({ ...state, figures: { date: 1 } })],
  ];
  test.each(damage)('%s counts as none', async (_, spoil) => {
    await put('etc/www.pem', first);
    const one = await look(root, { now: noon });
    if (!isObject(one.state)) throw new Error('a state is an object');
    const two = await look(root, { now: noon + HOUR, state: spoil(one.state) });
    expect(names(two, 'CERTIFICATE_DISCOVERED')).toEqual(['localhost']);
  });

  test('odd file names survive it', async () => {
    await put('etc/__proto__.pem', first);
    await put('etc/a\u001b[31m\nb.pem', ca);
    const one = await look(root);
    const two = await look(root, { state: one.state });
    expect(two.actions).toEqual(['SCAN_STARTED', 'SCAN_COMPLETED']);
  });
});
