import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { USUAL_PLACES } from '../../../src/platforms/host/places.ts';
import { EC, type Issued, openIssuer, openssl, RSA, type Wish } from './openssl.ts';
import { look } from './scanning.ts';

const made = await mkdtemp(join(tmpdir(), 'host-files-'));
let issue: (wish: Wish) => Promise<Issued>;
let ca: Issued;
let leaf: Issued;
let root: string;
let roots = 0;

const put = async (path: string, contents: string | Buffer) => {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
  return file;
};
const der = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');

/** Root may read everything, so the test steps down for a moment. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  await chmod(made, 0o755);
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

beforeAll(async () => {
  issue = await openIssuer(join(made, 'issuer'));
  ca = await issue({ subject: '/CN=House CA/O=House', ca: true, to: 3650 });
  leaf = await issue({ subject: '/CN=www.example.com', san: 'DNS:www.example.com', issuer: ca });
});
beforeEach(async () => {
  roots += 1;
  root = join(made, `root-${roots}`);
  await mkdir(root);
});
afterAll(() => rm(made, { recursive: true, force: true }));

describe('what a file holds', () => {
  test('PEM, DER and bundles with text, keys and requests around', async () => {
    const second = await issue({ subject: '/CN=second', issuer: ca, key: RSA(2048) });
    await put('etc/one.pem', `subject=... a note\r\n${leaf.pem.replaceAll('\n', '\r\n')}`);
    await put('etc/two.der', der(second.pem));
    await put('etc/all.crt', `# roots\n${ca.pem}${second.keyPem}\n${second.pem}trailing words\n${leaf.pem}`);
    const seen = await look(root);
    const entries = seen.of('audit').filter(({ action }) => action === 'CERTIFICATE_DISCOVERED');
    expect(new Set(entries.map(({ resource }) => resource?.id))).toEqual(
      new Set([ca.fingerprint, leaf.fingerprint, second.fingerprint]),
    );
    const [job] = seen.of('job');
    expect(job).toMatchObject({ status: 'SUCCESS', error: null, output: { files: 3, certificates: 3 } });
  });

  test('no byte of a private key reaches a record or the state', async () => {
    await put('etc/both.pem', `${leaf.keyPem}${leaf.pem}`);
    await put('etc/broken.pem', `${leaf.pem.slice(0, 300)}\n${leaf.keyPem}`);
    await put('etc/key.pem', ca.keyPem);
    const text = JSON.stringify((await look(root)).scan);
    for (const pem of [leaf.keyPem, ca.keyPem]) {
      const lines = pem.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'));
      expect(lines.length).toBeGreaterThan(1);
      for (const line of lines) expect(text).not.toContain(line);
    }
    expect(text).not.toContain('PRIVATE');
  });

  test('a file with only a key, a request or parameters is no failure, nor is an empty one', async () => {
    await put('etc/key.pem', leaf.keyPem);
    await put('etc/empty.pem', '');
    await put('etc/key.der', execFileSync('openssl', ['pkey', '-in', leaf.keyFile, '-outform', 'DER']));
    await put(
      'etc/p7.der',
      execFileSync('openssl', ['crl2pkcs7', '-nocrl', '-certfile', leaf.file, '-outform', 'DER']),
    );
    const seen = await look(root);
    expect(seen.of('job')[0]).toMatchObject({ status: 'SUCCESS', output: { files: 4, certificates: 0 } });
  });

  test('TRUSTED CERTIFICATE blocks are the same certificate without their trust settings', async () => {
    await put('etc/t.pem', await openssl('x509', '-in', leaf.file, '-trustout', '-addtrust', 'serverAuth'));
    await put('etc/plain.pem', leaf.pem);
    const seen = await look(root);
    expect(seen.figure('Discovered certificates')).toBe(1);
    expect(seen.actions.filter((action) => action === 'CERTIFICATE_DISCOVERED')).toHaveLength(1);
  });

  test.each([
    ['cut off in the middle', (pem: string) => pem.slice(0, pem.length / 2), 'END line is missing'],
    ['not base64', (pem: string) => pem.replace('MII', 'M!I'), 'is not base64'],
    [
      'shorter than its length says',
      (pem: string) => {
        const lines = pem.split('\n');
        return [...lines.slice(0, 4), ...lines.slice(-2)].join('\n');
      },
      'its length says more',
    ],
    [
      'something else under that label',
      () => '-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n',
      'is no X.509',
    ],
    ['garbage', () => '\u0000\u0001garbage\u001b[2J', 'holds neither PEM nor DER'],
  ])('a certificate that is %s fails the job and nothing else', async (_, spoil, reason) => {
    await put('etc/bad.pem', `${spoil(leaf.pem)}`);
    await put('etc/good.pem', ca.pem);
    const seen = await look(root);
    const [job] = seen.of('job');
    expect(job).toMatchObject({ status: 'FAILED', output: { certificates: 1, notReadCount: 1 } });
    expect(job?.error).toMatch(/^\/etc\/bad\.pem: /);
    expect(job?.error).toContain(reason);
    expect(seen.of('audit').find(({ action }) => action === 'SCAN_FAILED')).toMatchObject({
      outcome: 'failure',
    });
    expect(seen.figure('Discovered certificates')).toBe(1);
  });

  test('one damaged certificate of a bundle does not hide the others', async () => {
    await put('etc/bundle.pem', `${ca.pem}${leaf.pem.slice(0, 200)}\n${leaf.pem}`);
    const seen = await look(root);
    expect(seen.figure('Discovered certificates')).toBe(2);
    expect(seen.of('job')[0]?.error).toContain('certificate 2 is cut off');
  });
});

describe('where files are', () => {
  test('links, bundles and copies lead to one certificate with every real path once', async () => {
    await put('live/archive/cert1.pem', leaf.pem);
    await put('copies/bundle.crt', `${ca.pem}${leaf.pem}`);
    await symlink('archive/cert1.pem', join(root, 'live/cert.pem'));
    await symlink(join(root, 'live'), join(root, 'other'));
    const seen = await look(root);
    const found = seen.of('audit').find(({ resource }) => resource?.id === leaf.fingerprint);
    expect(found?.details).toMatchObject({
      locations: {
        fileCount: 2,
        files: expect.arrayContaining([
          {
            path: '/live/archive/cert1.pem',
            links: expect.arrayContaining(['/live/cert.pem', '/other/cert.pem', '/other/archive/cert1.pem']),
          },
          { path: '/copies/bundle.crt', links: [] },
        ]),
      },
    });
    expect(seen.figure('Discovered certificates')).toBe(2);
  });

  test('links in a circle and links to nowhere end', async () => {
    await put('a/one.pem', leaf.pem);
    await symlink('..', join(root, 'a/up'));
    await symlink('loop.pem', join(root, 'a/loop.pem'));
    await symlink('nowhere', join(root, 'a/gone.pem'));
    const seen = await look(root);
    expect(seen.figure('Discovered certificates')).toBe(1);
    expect(seen.of('job')[0]?.status).toBe('SUCCESS');
  });

  test('pipes and devices are never opened, large files are left out, each with its reason', async () => {
    await mkdir(join(root, 'etc'));
    execFileSync('mkfifo', [join(root, 'etc/pipe.pem')]);
    await symlink('pipe.pem', join(root, 'etc/linked.pem'));
    await symlink('/dev/zero', join(root, 'etc/zero.pem'));
    await put('etc/huge.pem', Buffer.alloc(70_000, 'x'));
    await put('etc/folder.pem/inner.txt', 'a folder');
    await put('etc/fine.pem', leaf.pem);
    const seen = await look(root, {
      limits: { fileBytes: 65_536 },
      globs: ['/etc/*.pem', '/etc/folder.pem'],
    });
    const [job] = seen.of('job');
    expect(job?.status).toBe('FAILED');
    expect(job?.output).toMatchObject({
      certificates: 1,
      notRead: [
        { path: '/etc/folder.pem', reason: 'is a folder' },
        { path: '/etc/huge.pem', reason: 'is larger than 64 KiB' },
        { path: '/etc/linked.pem', reason: 'is no regular file' },
        { path: '/etc/zero.pem', reason: 'is no regular file' },
      ],
    });
  });

  test('a file whose name looks like a glob is that file', async () => {
    await put('etc/www (copy) [1].pem', leaf.pem);
    const seen = await look(root, { globs: ['/etc/www (copy) [1].pem'] });
    expect(seen.figure('Discovered certificates')).toBe(1);
  });

  test('a named file that does not exist, a relative path, a glob without matches', async () => {
    const seen = await look(root, { globs: ['/etc/none.pem', 'relative/*.pem', '/srv/*.pem'] });
    const [job] = seen.of('job');
    expect(job?.error).toBe('/etc/none.pem: no such file\nrelative/*.pem: is not an absolute path');
    expect(job?.output).toMatchObject({ matchedNothing: ['/srv/*.pem'] });
  });

  test('unreadable files and folders', async () => {
    await chmod(await put('etc/secret.pem', leaf.pem), 0);
    await put('etc/closed/one.pem', ca.pem);
    await chmod(join(root, 'etc/closed'), 0);
    const seen = await asNobody(() => look(root));
    expect(seen.of('job')[0]).toMatchObject({
      status: 'FAILED',
      error: '/etc/closed: permission denied\n/etc/secret.pem: permission denied',
    });
    // The same folder met on the way through a usual place is only noted: nobody asked for it by name.
    await put('etc/nginx/tls/one.pem', ca.pem);
    await chmod(join(root, 'etc/nginx/tls'), 0);
    const usual = await asNobody(() => look(root, { globs: USUAL_PLACES }));
    expect(usual.of('job')[0]).toMatchObject({
      status: 'SUCCESS',
      output: { closedFolders: [{ path: '/etc/nginx/tls', reason: 'permission denied' }] },
    });
    // Or the clean-up cannot empty them.
    for (const folder of ['etc/closed', 'etc/nginx/tls']) await chmod(join(root, folder), 0o700);
  });

  test('the usual places are scanned where they exist and missed without a word where not', async () => {
    await put('etc/ssl/certs/ca.pem', ca.pem);
    await put('etc/letsencrypt/live/www/fullchain.pem', `${leaf.pem}${ca.pem}`);
    await put('etc/letsencrypt/live/README', 'not a certificate');
    await put('home/someone/else.pem', leaf.pem);
    const seen = await look(root, { globs: USUAL_PLACES });
    expect(seen.of('job')[0]).toMatchObject({ status: 'SUCCESS', output: { files: 2, certificates: 2 } });
  });
});

describe('judgements on files', () => {
  test('each fault is told, with the severity its use deserves', async () => {
    const old = { from: -800, to: -10 };
    const expired = await issue({ subject: '/CN=expired', issuer: ca, ...old });
    const expiredRoot = await issue({ subject: '/CN=Old Root', ca: true, ...old });
    const expiredMiddle = await issue({ subject: '/CN=Old Middle', ca: true, issuer: ca, ...old });
    const soon = await issue({ subject: '/CN=soon', issuer: ca, from: -60, to: 20 });
    const later = await issue({ subject: '/CN=later', issuer: ca, to: 40 });
    const weakKey = await issue({ subject: '/CN=weak key', issuer: ca, key: RSA(1024) });
    const weakCurve = await issue({ subject: '/CN=weak curve', issuer: ca, key: EC('prime192v1') });
    const sha1 = await issue({ subject: '/CN=sha1', issuer: ca, md: 'sha1' });
    const md5Root = await issue({ subject: '/CN=MD5 Root', ca: true, key: RSA(2048), md: 'md5' });
    const fine = await issue({ subject: '/CN=fine', issuer: ca, key: ['-algorithm', 'ED25519'] });
    const pss = await issue({
      subject: '/CN=pss',
      key: ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'],
    });
    const ownServer = await issue({ subject: '/CN=own server', san: 'DNS:own', ca: true, ...old });
    const all = [
      ownServer,
      expired,
      expiredRoot,
      expiredMiddle,
      soon,
      later,
      weakKey,
      weakCurve,
      sha1,
      md5Root,
      fine,
      pss,
      ca,
    ];
    await put('etc/all.pem', all.map(({ pem }) => pem).join(''));
    const seen = await look(root);
    const told = Object.fromEntries(
      seen.of('alert').map(({ type, entity, severity }) => [`${type} ${entity?.name}`, severity]),
    );
    expect(told).toEqual({
      'EXPIRED expired': 'error',
      'EXPIRED own server': 'error',
      'EXPIRED Old Root': 'info',
      'EXPIRED Old Middle': 'warning',
      'EXPIRING_SOON soon': 'warning',
      'WEAK_KEY weak key': 'warning',
      'WEAK_KEY weak curve': 'warning',
      'WEAK_SIGNATURE sha1': 'warning',
    });
    const alert = seen
      .of('alert')
      .find(({ type, entity }) => type === 'EXPIRED' && entity?.name === 'expired');
    expect(alert).toMatchObject({
      id: `EXPIRED:${expired.fingerprint}`,
      entity: { type: 'Certificate', id: expired.fingerprint, name: 'expired' },
      read: false,
    });
    const notAfter = await openssl('x509', '-in', expired.file, '-noout', '-enddate');
    expect(alert?.createdAt).toBe(Date.parse(notAfter.replace('notAfter=', '')));
    expect(seen.figure('Expired certificates')).toBe(4);
    expect(seen.figure('Expiring certificates')).toBe(1);
    expect(seen.figure('Vulnerable certificates')).toBe(3);
    expect(seen.figure('RSA 1024 keys')).toBe(1);
    expect(seen.figure('EC P-192 keys')).toBe(1);
    expect(seen.figure('Ed25519 keys')).toBe(1);
    expect(seen.figure('Total number of keys')).toBe(all.length);
  });

  test('names: several attributes, escapes, none at all', async () => {
    const odd = await issue({ subject: '/O=House, Ltd/OU=a=b/CN=x \\+ y', issuer: ca });
    const sanOnly = await issue({ subject: '/O=House', san: 'DNS:only.san.example,IP:10.0.0.1', issuer: ca });
    const orgOnly = await issue({ subject: '/C=DE/O=House Org', issuer: ca });
    await put('etc/names.pem', odd.pem + sanOnly.pem + orgOnly.pem);
    const seen = await look(root);
    const names = seen
      .of('audit')
      .flatMap(({ action, resource }) => (action === 'CERTIFICATE_DISCOVERED' ? [resource?.name] : []));
    expect(names).toEqual(['x + y', 'only.san.example', 'House Org']);
    const found = seen.of('audit').find(({ resource }) => resource?.id === sanOnly.fingerprint);
    expect(found?.details).toMatchObject({
      alternativeNames: ['DNS:only.san.example', 'IP Address:10.0.0.1'],
    });
  });
});
