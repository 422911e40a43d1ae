import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Issued, openIssuer, openssl, RSA } from '../platforms/host/openssl.ts';
import { type Home, newHome, openConsole } from './support/open-console.ts';
import { configure } from './support/world.ts';

const STORE = '/etc/ssl/certs';
/** A silent server is given ten seconds before it counts as one. */
const SCANNED = 60_000;

const made = mkdtempSync(join(tmpdir(), 'certdeck-host-story-'));
const servers: Server[] = [];
const sockets = new Set<Socket>();
let home: Home;
let root: Issued;
let served: Readonly<Record<'valid' | 'expired' | 'weak' | 'stranger', Issued>>;
let at: Readonly<Record<'valid' | 'expired' | 'weak' | 'stranger' | 'refusing' | 'silent', string>>;

async function listen(server: Server): Promise<string> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  servers.push(server);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return `localhost:${(server.address() as AddressInfo).port}`;
}

const serve = ({ pem, keyPem }: Issued): Promise<string> =>
  listen(createTls({ cert: pem, key: keyPem, ciphers: 'DEFAULT:@SECLEVEL=0' }));

async function refusing(): Promise<string> {
  const server = createTcp();
  const endpoint = await listen(server);
  servers.splice(servers.indexOf(server), 1);
  const { promise, resolve } = Promise.withResolvers<unknown>();
  server.close(resolve);
  await promise;
  return endpoint;
}

beforeAll(async () => {
  const issue = await openIssuer(join(made, 'issuer'));
  root = await issue({ subject: '/CN=Story Root', ca: true });
  const san = 'DNS:localhost';
  const subject = '/CN=localhost';
  const issuer = root;
  served = {
    valid: await issue({ subject, san, issuer }),
    expired: await issue({ subject, san, issuer, from: -90, to: -3 }),
    weak: await issue({ subject, san, issuer, key: RSA(1024) }),
    stranger: await issue({ subject: '/CN=www.example.org', san: 'DNS:www.example.org', issuer }),
  };
  at = {
    valid: await serve(served.valid),
    expired: await serve(served.expired),
    weak: await serve(served.weak),
    stranger: await serve(served.stranger),
    refusing: await refusing(),
    silent: await listen(createTcp()),
  };
  home = newHome();
  configure(home, [
    { name: 'here', kind: 'host', paths: [`${STORE}/*.{pem,crt,cer,der}`], endpoints: Object.values(at) },
  ]);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  home.remove();
  rmSync(made, { recursive: true, force: true });
});

/** What openssl says about the certificates of the trust store: how many there are, how many have expired. */
async function storeByOpenssl(): Promise<{ readonly count: number; readonly expired: number }> {
  const blocks = new Map<string, string>();
  for (const name of readdirSync(STORE).filter((each) => /\.(pem|crt|cer|der)$/.test(each))) {
    const text = readFileSync(join(STORE, name), 'latin1');
    for (const [block] of text.matchAll(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)) {
      blocks.set(block.replace(/\s/g, ''), block);
    }
  }
  const all = join(made, 'all.pem');
  writeFileSync(all, [...blocks.values()].join('\n'));
  const printed = await openssl('storeutl', '-certs', '-noout', '-text', all);
  const ends = [...printed.matchAll(/Not After : (.+)/g)].map(([, date = '']) => Date.parse(date));
  return { count: ends.length, expired: ends.filter((end) => end < Date.now()).length };
}

/** What openssl finds wrong with a certificate served as localhost; empty when nothing. */
async function verdict({ file }: Issued): Promise<string> {
  const asked = ['-CAfile', root.file, '-verify_hostname', 'localhost', '-auth_level', '2', file];
  return await openssl('verify', ...asked).then(
    () => '',
    (error: { stderr: string }) => error.stderr,
  );
}

const WRONG = [
  ['expired', 'EXPIRED', /certificate has expired/],
  ['weak', 'WEAK_KEY', /key too weak/],
  ['stranger', 'NAME_MISMATCH', /hostname mismatch/],
] as const;

describe.skipIf(!existsSync(STORE))('certdeck with nothing but this machine', () => {
  test('fills all four panes with what openssl says', async () => {
    const store = await storeByOpenssl();
    await using deck = openConsole({ home, env: { NODE_EXTRA_CA_CERTS: root.file } });
    const filled = /1 Alerts [1-9].*2 Jobs 2 .*3 Audit [1-9].*4 Statistics [1-9]/;
    const alerts = await deck.until((screen) => filled.test(screen) && screen.includes('● here'), SCANNED);

    // Alerts: one for each certificate that openssl refuses, none for the one it accepts.
    const serious = alerts.split('\n').filter((line) => /^ +(✗ error|! warning)/.test(line));
    expect(await verdict(served.valid)).toBe('');
    for (const [name, type, reason] of WRONG) {
      expect(await verdict(served[name])).toMatch(reason);
      expect(serious.filter((line) => line.includes(` ${type} `))).toHaveLength(1);
    }
    expect(serious).toHaveLength(WRONG.length);
    deck.press('e\r');
    await deck.until(/\[Message\][\s\S]*localhost:\d+/);
    deck.press('q');

    // Jobs: a scan of each endpoint; the two that nobody can talk to failed, each for its own reason.
    deck.press('2');
    const jobs = await deck.until(/\[2 Jobs[\s\S]*FAILED[\s\S]*FAILED/);
    expect(jobs).toMatch(new RegExp(`FAILED +\\S+ +Scan of ${at.refusing}`));
    expect(jobs).toMatch(new RegExp(`FAILED +\\S+ +Scan of ${at.silent}`));
    expect(jobs).toMatch(/ 2 shown \/ 2 matched \/ 7 known/);
    deck.press(`/\u0015name:"${at.refusing}"\r`);
    await deck.until(/name:"localhost:\d+" .* 1 matched/);
    deck.press('\r');
    await deck.until(/\[Error\][\s\S]*refused/);
    deck.press('\u001b\u001b');
    await deck.until(/ 2 matched/);
    deck.press(`/\u0015name:"${at.silent}"\r`);
    await deck.until(/name:"localhost:\d+" .* 1 matched/);
    deck.press('\r');
    await deck.until(/\[Error\][\s\S]*says nothing for 10 s/);
    deck.press('\u001b');

    // Audit: every certificate there is was discovered, those of the servers among them.
    deck.press('3/');
    await deck.until(/^ {2}action: +what was done/m);
    deck.press('\u0015action:CERTIFICATE_DISCOVERED\r');
    await deck.until(` ${store.count + Object.keys(served).length} matched `);

    // Statistics: the same numbers as figures.
    deck.press('4');
    const figures = await deck.until(/\[4 Statistics[\s\S]*Discovered certificates · here/);
    const figure = (name: string) => Number(new RegExp(`${name} · here +([\\d,]+)`).exec(figures)?.[1]);
    expect({
      discovered: figure('Discovered certificates'),
      expired: figure('Expired certificates'),
      scanned: figure('Scanned endpoints'),
      unreachable: figure('Unreachable endpoints'),
    }).toEqual({
      discovered: store.count + Object.keys(served).length,
      expired: store.expired + 1,
      scanned: Object.keys(at).length,
      unreachable: 2,
    });
  });
});
