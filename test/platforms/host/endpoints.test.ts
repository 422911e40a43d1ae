import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Socket, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseEndpoint } from '../../../src/platforms/host/endpoint.ts';
import { type Issued, openIssuer, RSA, type Wish } from './openssl.ts';
import { type Look, look } from './scanning.ts';

const made = await mkdtemp(join(tmpdir(), 'host-endpoints-'));
const root = join(made, 'root');
const servers: (TcpServer | Server)[] = [];
const sockets = new Set<Socket>();
let issue: (wish: Wish) => Promise<Issued>;
let ca: Issued;
let middle: Issued;
let good: Issued;

async function listen(server: TcpServer | Server, host = '127.0.0.1'): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

/** An endpoint that serves a chain; by the name localhost unless told otherwise. */
async function serve(
  chain: readonly Issued[],
  options: TlsOptions = {},
  host = 'localhost',
): Promise<string> {
  const server = createTls({
    key: chain[0]?.keyPem ?? '',
    cert: chain.map(({ pem }) => pem).join(''),
    ciphers: 'DEFAULT:@SECLEVEL=0',
    ...options,
  });
  return `${host}:${await listen(server)}`;
}

const put = async (path: string, contents: string) => {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
};
const scan = (endpoints: readonly string[], wish: Parameters<typeof look>[1] = {}): Promise<Look> =>
  look(root, { globs: [], endpoints, ...wish });
const LOCAL = { san: 'DNS:localhost,IP:127.0.0.1' };

beforeAll(async () => {
  issue = await openIssuer(join(made, 'issuer'));
  ca = await issue({ subject: '/CN=Test Root', ca: true });
  middle = await issue({ subject: '/CN=Test Middle', ca: true, issuer: ca });
  good = await issue({ subject: '/CN=localhost', ...LOCAL, issuer: middle });
  // What the machine trusts, where Debian keeps it.
  await put('etc/ssl/certs/ca-certificates.crt', ca.pem);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  await rm(made, { recursive: true, force: true });
});

describe('what an endpoint serves', () => {
  test('a valid chain: no alert, one job that says what was seen, protected', async () => {
    const endpoint = await serve([good, middle]);
    const seen = await scan([endpoint]);
    expect(seen.alerts).toEqual([]);
    expect(seen.of('job')).toHaveLength(1);
    expect(seen.of('job')[0]).toMatchObject({
      name: `Scan of ${endpoint}`,
      type: 'SCAN',
      status: 'SUCCESS',
      error: null,
      certificateId: good.fingerprint,
      payload: { endpoint, host: 'localhost', serverName: 'localhost', timeoutMs: 5_000 },
      output: {
        chain: [{ fingerprint: good.fingerprint }, { fingerprint: middle.fingerprint }],
        chainVerifies: true,
        nameMatches: true,
      },
    });
    expect(seen.figure('Protected endpoints')).toBe(1);
    expect(seen.figure('Unprotected endpoints')).toBe(0);
    expect(seen.actions).toEqual([
      'SCAN_STARTED',
      'CERTIFICATE_DISCOVERED',
      'CERTIFICATE_DISCOVERED',
      'SCAN_COMPLETED',
    ]);
  });

  test('by address, over IPv4 and IPv6: no SNI, the address has to be in the certificate', async () => {
    const both = await issue({ subject: '/CN=addresses', san: 'IP:127.0.0.1,IP:::1', issuer: ca });
    const names: unknown[] = [];
    const options: TlsOptions = {
      SNICallback(name, done) {
        names.push(name);
        done(null);
      },
    };
    const four = await serve([both], options, '127.0.0.1');
    const server = createTls({ key: both.keyPem, cert: both.pem, ...options });
    const six = await listen(server, '::1').then(
      (port) => [`[::1]:${port}`],
      () => [],
    );
    const seen = await scan([four, ...six]);
    expect(seen.alerts).toEqual([]);
    expect(seen.figure('Protected endpoints')).toBe(1 + six.length);
    expect(names).toEqual([]);
  });

  test.each<[string, () => Promise<readonly Issued[]>, readonly string[], string]>([
    [
      'expired',
      async () => [
        await issue({ subject: '/CN=expired', ...LOCAL, issuer: middle, from: -90, to: -1 }),
        middle,
      ],
      ['EXPIRED expired'],
      '',
    ],
    [
      'expired and of an unknown issuer',
      async () => {
        const stranger = await issue({ subject: '/CN=Stranger', ca: true });
        return [await issue({ subject: '/CN=expired', ...LOCAL, issuer: stranger, from: -90, to: -1 })];
      },
      ['CHAIN_INVALID expired', 'EXPIRED expired'],
      'its issuer CN=Stranger is neither sent by the server nor trusted here',
    ],
    [
      'not valid yet',
      async () => [await issue({ subject: '/CN=early', ...LOCAL, issuer: ca, from: 5, to: 90 })],
      ['CHAIN_INVALID early'],
      'early is not valid before',
    ],
    [
      'for another name',
      async () => [await issue({ subject: '/CN=other', san: 'DNS:other.example', issuer: ca })],
      ['NAME_MISMATCH other'],
      'is only for DNS:other.example',
    ],
    [
      'self-signed',
      async () => [await issue({ subject: '/CN=alone', ...LOCAL })],
      ['CHAIN_INVALID alone'],
      'the certificate is self-signed',
    ],
    [
      'self-signed, expired and marked as a CA, as openssl req does',
      async () => [await issue({ subject: '/CN=alone', ...LOCAL, ca: true, from: -90, to: -1, md: 'sha1' })],
      ['CHAIN_INVALID alone', 'EXPIRED alone'],
      'the certificate is self-signed',
    ],
    [
      'without its intermediate',
      async () => [good],
      ['CHAIN_INVALID localhost'],
      'its issuer CN=Test Middle',
    ],
    [
      'under a root nobody trusts',
      async () => {
        const stranger = await issue({ subject: '/CN=Stranger', ca: true });
        return [await issue({ subject: '/CN=strange', ...LOCAL, issuer: stranger }), stranger];
      },
      ['CHAIN_INVALID strange'],
      'it ends in CN=Stranger, which this machine does not trust',
    ],
    [
      'weak in key and signature',
      async () => [await issue({ subject: '/CN=weak', ...LOCAL, issuer: ca, key: RSA(1024), md: 'sha1' })],
      ['WEAK_KEY weak', 'WEAK_SIGNATURE weak'],
      'RSA 1024',
    ],
  ])('a certificate that is %s', async (_, chain, alerts, words) => {
    const endpoint = await serve(await chain());
    const seen = await scan([endpoint]);
    expect(seen.alerts).toEqual(alerts);
    expect(
      seen
        .of('alert')
        .map(({ message }) => message)
        .join('\n'),
    ).toContain(words);
    // Whatever is wrong with the certificate, the scan itself found it out.
    expect(seen.of('job')[0]).toMatchObject({ status: 'SUCCESS', error: null });
    const weakOnly = alerts.every((alert) => alert.startsWith('WEAK'));
    expect(seen.figure('Protected endpoints')).toBe(weakOnly ? 1 : 0);
    for (const { type, severity } of seen.of('alert')) {
      expect([type, severity]).toEqual([type, type?.startsWith('WEAK') ? 'warning' : 'error']);
    }
  });

  test('an unrelated certificate in the chain and the root itself are seen, and judged for what they are', async () => {
    const stray = await issue({ subject: '/CN=Old Stray', ca: true, from: -90, to: -1 });
    const endpoint = await serve([good, stray, middle, ca]);
    const seen = await scan([endpoint]);
    expect(seen.of('job')[0]?.output).toMatchObject({ chain: [{}, {}, {}, {}], chainVerifies: true });
    expect(seen.of('alert').map(({ type, severity }) => `${type} ${severity}`)).toEqual(['EXPIRED info']);
  });

  test('several names on one address: SNI chooses', async () => {
    const server = createTls({ key: good.keyPem, cert: good.pem + middle.pem });
    const other = await issue({ subject: '/CN=special', san: 'DNS:special.localhost', issuer: ca });
    server.addContext('special.localhost', { key: other.keyPem, cert: other.pem });
    const port = await listen(server);
    const seen = await scan([`localhost:${port}`, `special.localhost:${port}`]);
    const ids = seen
      .of('job')
      .map(({ certificateId, status }) => (status === 'SUCCESS' ? certificateId : status));
    // Not every resolver knows names below localhost.
    expect(ids[0]).toBe(good.fingerprint);
    expect([other.fingerprint, 'FAILED']).toContain(ids[1]);
  });
});

describe('the file an endpoint should serve', () => {
  test('the same, another, and one that cannot be read', async () => {
    const endpoint = await serve([good, middle]);
    const renewed = await issue({ subject: '/CN=localhost', ...LOCAL, issuer: middle, keyOf: good });
    await put('tls/same.pem', good.pem + middle.pem);
    await put('tls/renewed.pem', middle.pem + renewed.pem);
    await put('tls/key.pem', good.keyPem);

    expect((await scan([], { expect: { [endpoint]: '/tls/same.pem' } })).alerts).toEqual([]);

    const differs = await scan([endpoint], { expect: { [endpoint]: '/tls/renewed.pem' } });
    expect(differs.alerts).toEqual(['SERVED_DIFFERS localhost']);
    expect(differs.of('alert')[0]).toMatchObject({
      id: `SERVED_DIFFERS:${good.fingerprint}:${endpoint}`,
      severity: 'error',
      entity: { id: good.fingerprint },
    });
    expect(differs.of('job')).toHaveLength(1);

    for (const [file, reason] of [
      ['/tls/none.pem', 'no such file'],
      ['/tls/key.pem', 'holds no certificate'],
    ]) {
      const seen = await scan([endpoint], { expect: { [endpoint]: file as string } });
      expect(seen.alerts).toEqual([]);
      expect(seen.of('job')[0]).toMatchObject({
        status: 'FAILED',
        error: `${file}, which ${endpoint} should serve: ${reason}`,
        certificateId: good.fingerprint,
      });
    }
  });
});

describe('endpoints that show nothing', () => {
  const failing = async (endpoint: string, wish: Parameters<typeof look>[1] = {}) => {
    const seen = await scan([endpoint], wish);
    const [job] = seen.of('job');
    expect(job).toMatchObject({ status: 'FAILED', certificateId: null });
    expect(seen.of('audit').find(({ action }) => action === 'SCAN_FAILED')).toMatchObject({
      outcome: 'failure',
      resource: { id: job?.id, name: `Scan of ${endpoint}` },
    });
    const reached = seen.figure('Unprotected endpoints') === 1;
    expect(seen.figure('Unreachable endpoints')).toBe(reached ? 0 : 1);
    return { error: job?.error, reached };
  };

  test('a refused connection', async () => {
    const server = createTcp();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await failing(`127.0.0.1:${port}`)).toEqual({
      error: `127.0.0.1:${port}: connection refused: nothing listens on port ${port} of 127.0.0.1`,
      reached: false,
    });
  });

  test('a name DNS does not know', async () => {
    const { error, reached } = await failing('no-such-host.invalid:443');
    expect(error).toMatch(/DNS knows no host named no-such-host\.invalid|could not be resolved/);
    expect(reached).toBe(false);
  });

  test('a server that accepts and says nothing', async () => {
    const port = await listen(createTcp());
    expect(await failing(`127.0.0.1:${port}`, { limits: { handshake: 200 } })).toEqual({
      error: `127.0.0.1:${port}: the server accepts the connection but says nothing for 0.2 s`,
      reached: false,
    });
  });

  test('servers that speak plain text', async () => {
    const http = await listen(createServer((_, response) => response.end('hello')));
    const smtp = await listen(createTcp((socket) => socket.end('220 mail.example.com ESMTP\r\n')));
    const ssh = await listen(createTcp((socket) => socket.write('SSH-2.0-OpenSSH_9.9\r\n')));
    for (const port of [http, smtp, ssh]) {
      expect(await failing(`127.0.0.1:${port}`)).toEqual({
        error: `127.0.0.1:${port}: port ${port} answers in plain text, not in TLS`,
        reached: true,
      });
    }
  });

  test('a server that hangs up, and one with nothing in common', async () => {
    const rude = await listen(createTcp((socket) => socket.once('data', () => socket.destroy())));
    expect((await failing(`127.0.0.1:${rude}`)).error).toContain(
      'closed the connection during the handshake',
    );
    const picky = await serve([good], { ciphers: 'PSK', maxVersion: 'TLSv1.2' });
    const { error, reached } = await failing(picky);
    expect(error).toContain('refused the handshake');
    expect(reached).toBe(true);
  });

  test('a text that is no endpoint', async () => {
    expect((await failing('www.example.com:https')).error).toContain('is no endpoint: write host:port');
  });
});

test('a server that demands a client certificate is seen with TLS 1.3, and named with TLS 1.2', async () => {
  const demanding = { requestCert: true, rejectUnauthorized: true, ca: ca.pem };
  const three = await serve([good, middle], { ...demanding, minVersion: 'TLSv1.3' });
  expect((await scan([three])).of('job')[0]?.certificateId).toBe(good.fingerprint);
  // The server breaks off before node:tls shows its certificate.
  const two = await serve([good, middle], { ...demanding, maxVersion: 'TLSv1.2' });
  expect((await scan([two])).of('job')[0]?.error).toContain('or it demands a client certificate');
});

test('an abort ends a scan that waits for a server', async () => {
  const server = createTcp();
  const port = await listen(server);
  const abort = new AbortController();
  server.once('connection', () => abort.abort());
  const { runScan } = await import('../../../src/platforms/host/scan.ts');
  const { LIMITS } = await import('../../../src/platforms/host/limits.ts');
  const order = {
    platform: 'here',
    fileRoot: root,
    globs: [],
    expect: {},
    expiringWithin: 0,
    state: null,
    now: 0,
  };
  const result = await runScan(
    { ...order, endpoints: [`127.0.0.1:${port}`], limits: LIMITS },
    { signal: abort.signal },
  );
  expect(result).toMatchObject({ ok: false, failure: { code: 'CANCELLED' } });
});

test.each([
  ['www.example.com', 'www.example.com:443', 'www.example.com'],
  ['WWW.Example.com:8443', 'www.example.com:8443', 'www.example.com'],
  ['www.example.com.', 'www.example.com:443', 'www.example.com'],
  ['https://www.example.com/path?x', 'www.example.com:443', 'www.example.com'],
  ['https://user:secret@www.example.com:8443', 'www.example.com:8443', 'www.example.com'],
  ['bücher.example:1', 'xn--bcher-kva.example:1', 'xn--bcher-kva.example'],
  ['10.0.0.1', '10.0.0.1:443', null],
  ['[2001:DB8::1]:8443', '[2001:db8::1]:8443', null],
  ['2001:db8::1', '[2001:db8::1]:443', null],
  ['[::1]', '[::1]:443', null],
])('%s is the endpoint %s', (text, id, serverName) => {
  expect(parseEndpoint(text)).toMatchObject({ id, serverName });
});

test.each([
  '',
  ':443',
  'host:0',
  'host:65536',
  'host:http',
  'a b',
  '[::1',
  '[host]:1',
  'host:1:2',
  'http://x',
  '-'.repeat(300),
])('%j is no endpoint', (text) => {
  expect(parseEndpoint(text)).toBeNull();
});
