/** The scan of this very machine, held against what openssl says about the same files. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isObject } from '../../../src/domain/json.ts';
import { DAY } from '../../../src/domain/time.ts';
import { HOST } from '../../../src/platforms/host/declaration.ts';
import type { ScanStream } from '../../../src/platforms/port.ts';
import { PLATFORM_KINDS } from '../../../src/platforms/registry.ts';
import { openIssuer, openssl } from './openssl.ts';
import { look } from './scanning.ts';

const STORE = '/etc/ssl/certs';
const made = await mkdtemp(join(tmpdir(), 'host-machine-'));
afterAll(() => rm(made, { recursive: true, force: true }));

const host = (values: Record<string, string[]>, fileRoot = '/') =>
  HOST.create(
    { name: 'here', kind: 'host', baseUrl: '', pollInterval: 0, since: 0, values, expiringWithin: 30 * DAY },
    { clock: Date.now, log: () => undefined, fileRoot },
  );
const streamOf = (platform: ReturnType<typeof host>) => platform.streams[0] as ScanStream;

test('the kind is registered and says what it needs', () => {
  expect(PLATFORM_KINDS).toContain(HOST);
  expect(HOST).toMatchObject({ kind: 'host', credential: null, hasBaseUrl: false });
  expect(HOST.settings.map(({ name }) => name)).toEqual(['paths', 'endpoints', 'scan_interval', 'expect']);
  expect(streamOf(host({}))).toMatchObject({ name: 'scan', mode: 'scan', interval: 3_600_000 });
});

describe.skipIf(!existsSync(STORE))('the trust store of this machine', () => {
  interface Truth {
    readonly notAfter: number;
    readonly bits: number;
  }

  /** Every certificate of the folder as openssl reads it, by fingerprint. */
  async function truth(): Promise<ReadonlyMap<string, Truth>> {
    const blocks = new Set<string>();
    for (const name of readdirSync(STORE)) {
      if (!/\.(pem|crt|cer|der)$/.test(name)) continue;
      const text = readFileSync(join(STORE, name), 'latin1');
      for (const [block] of text.matchAll(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)) {
        blocks.add(block.replaceAll('\r', ''));
      }
    }
    const all = join(made, 'all.pem');
    await writeFile(all, [...blocks].join('\n'));
    // One run of openssl for all: it prints them in the order of the file.
    const printed = (await openssl('storeutl', '-certs', '-noout', '-text', all))
      .split(/^\d+: Certificate$/m)
      .slice(1);
    const found = new Map<string, Truth>();
    for (const [index, block] of [...blocks].entries()) {
      const field = (pattern: RegExp) => pattern.exec(printed[index] ?? '')?.[1]?.trim() ?? '';
      const der = Buffer.from(block.replace(/-----[^-]+-----/g, ''), 'base64');
      found.set(createHash('sha256').update(der).digest('hex'), {
        notAfter: Date.parse(field(/Not After : (.+)/)),
        bits: Number(field(/Public-Key: \((\d+) bit/)),
      });
    }
    return found;
  }

  /** The two write separators and escapes in their own ways; letters and digits are the same. */
  const bare = (subject: string) => subject.replace(/\\[0-9A-F]{2}/g, '').replace(/[^A-Za-z0-9=.]/g, '');

  async function subjectsByOpenssl(): Promise<readonly string[]> {
    const bag = join(made, 'all.p7');
    await openssl('crl2pkcs7', '-nocrl', '-certfile', join(made, 'all.pem'), '-out', bag);
    const printed = await openssl('pkcs7', '-in', bag, '-print_certs', '-noout');
    return [...printed.matchAll(/^subject=(.*)$/gm)].map(([, subject]) => bare(subject ?? '')).sort();
  }

  test('has the certificates openssl finds, with the same dates, subjects and key sizes', async () => {
    const [expected, result] = await Promise.all([
      truth(),
      streamOf(host({ paths: [`${STORE}/*.{pem,crt,cer,der}`] })).scan({
        state: null,
        now: Date.now(),
        signal: new AbortController().signal,
      }),
    ]);
    if (!result.ok) throw new Error(result.failure.what);
    const records = result.value.rows.map(({ record }) => record);
    const seen = new Map<string, Truth>();
    const subjects: string[] = [];
    for (const record of records) {
      if (record.kind !== 'audit' || record.action !== 'CERTIFICATE_DISCOVERED') continue;
      const details = record.details as unknown as {
        fingerprint: string;
        subject: string;
        validity: { notAfter: string };
        key: { bits: number };
      };
      subjects.push(bare(details.subject));
      seen.set(details.fingerprint, {
        notAfter: Date.parse(details.validity.notAfter),
        bits: details.key.bits,
      });
    }
    expect(expected.size).toBeGreaterThan(0);
    expect([...seen.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [fingerprint, facts] of expected) expect(seen.get(fingerprint)).toEqual(facts);
    expect(subjects.sort()).toEqual(await subjectsByOpenssl());
    const expired = [...expected.values()].filter(({ notAfter }) => notAfter < Date.now()).length;
    const figure = (name: string) =>
      records.find((record) => record.kind === 'statistic' && record.name === name);
    expect(figure('Discovered certificates')).toMatchObject({ value: expected.size });
    expect(figure('Expired certificates')).toMatchObject({ value: expired });
    // Nothing in a trust store is in use as a server's certificate.
    const loud = records.filter(
      (record) => record.kind === 'alert' && record.type?.startsWith('EXPIR') && record.severity === 'error',
    );
    expect(loud).toEqual([]);
  });

  test('the usual places hold it too', async () => {
    const probed = await host({}).probe(new AbortController().signal);
    expect(probed).toMatchObject({ ok: true, value: expect.stringMatching(/^\d+ certificate files/) });
  });
});

describe('through the platform', () => {
  test('a scan runs in its own thread, tells its steps, and ends at once when aborted', async () => {
    const root = join(made, 'apart');
    await mkdir(join(root, 'etc'), { recursive: true });
    const leaf = await (await openIssuer(join(made, 'issuer')))({ subject: '/CN=apart' });
    await writeFile(join(root, 'etc/one.pem'), leaf.pem);
    const stream = streamOf(host({ paths: ['/etc/*.pem'] }, root));
    const steps: (readonly [number, number])[] = [];
    const ask = { state: null, now: Date.now() };
    const result = await stream.scan({
      ...ask,
      signal: new AbortController().signal,
      onStep: (done, total) => steps.push([done, total]),
    });
    expect(result).toMatchObject({ ok: true });
    expect(steps.at(-1)).toEqual([1, 1]);
    const abort = new AbortController();
    const cancelled = stream.scan({ ...ask, signal: abort.signal });
    abort.abort();
    expect(await cancelled).toMatchObject({ ok: false, failure: { code: 'CANCELLED' } });
  });

  test('closing the platform ends its scans', async () => {
    const platform = host({ paths: ['/etc/*.pem'] }, made);
    const scan = streamOf(platform).scan({ state: null, now: 0, signal: new AbortController().signal });
    await platform.close();
    expect(await scan).toMatchObject({ ok: false, failure: { code: 'CANCELLED' } });
  });

  test('the probe says what is there and what does not answer', async () => {
    const root = join(made, 'probed');
    await mkdir(join(root, 'etc'), { recursive: true });
    await writeFile(join(root, 'etc/one.pem'), '');
    const signal = new AbortController().signal;
    expect(await host({ paths: ['/etc/*.pem'] }, root).probe(signal)).toEqual({
      ok: true,
      value: '1 certificate file',
    });
    const partly = await host({ paths: ['/etc/*.pem'], endpoints: ['127.0.0.1:1'] }, root).probe(signal);
    expect(partly).toMatchObject({ ok: true });
    expect(partly.ok && partly.value).toMatch(
      /^1 certificate file, 0 of 1 endpoints answer; 127\.0\.0\.1:1: connection refused/,
    );
    const nothing = await host({ paths: ['/srv/*.pem'], endpoints: ['127.0.0.1:1'] }, root).probe(signal);
    expect(nothing).toMatchObject({ ok: false, failure: { code: 'UNREACHABLE' } });
    const empty = await host({ paths: ['/srv/*.pem'] }, root).probe(signal);
    expect(empty).toMatchObject({ ok: false, failure: { code: 'NOT_FOUND' } });
  });
});

test('ten thousand files: bounded, complete, each certificate once', { timeout: 120_000 }, async () => {
  const root = join(made, 'many');
  await mkdir(join(root, 'etc'), { recursive: true });
  const issue = await openIssuer(join(made, 'many-issuer'));
  const kinds = [
    await issue({ subject: '/CN=a' }),
    await issue({ subject: '/CN=b' }),
    await issue({ subject: '/CN=c' }),
  ];
  for (let i = 0; i < 10_000; i += 1) writeFileSync(join(root, `etc/${i}.pem`), kinds[i % 3]?.pem ?? '');
  const seen = await look(root, { globs: ['/etc/*.pem'] });
  expect(seen.of('job')[0]?.output).toMatchObject({ files: 10_000, certificates: 3 });
  const discovered = seen.of('audit').find(({ action }) => action === 'CERTIFICATE_DISCOVERED');
  const details = discovered?.details;
  const locations = isObject(details) && isObject(details.locations) ? details.locations : {};
  expect(locations).toMatchObject({ fileCount: 3_334 });
  expect(locations.files).toHaveLength(100);
});
