/** Every figure of the statistics over the embedded platforms and a machine: what it says is what it opens. */
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { startDemo } from '../../src/demo/start.ts';
import { groupTitle, KNOWN_FIGURES, type KnownFigure, knownFigure } from '../../src/domain/known-figures.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { PLATFORM_KINDS } from '../../src/platforms/registry.ts';
import { createCounting } from '../../src/sync/counted.ts';
import { createSync } from '../../src/sync/engine.ts';
import { PANES } from '../../stores/panes.ts';
import type { ConsoleServices } from '../../stores/services.ts';
import { gatherSections } from '../../stores/statistics/gather.ts';
import type { Item, Section } from '../../stores/statistics/sections.ts';
import { type Issued, openIssuer } from '../platforms/host/openssl.ts';
import { secret } from '../support/platform-tools.ts';

const NOW = Date.now();
const made = await mkdtemp(join(tmpdir(), 'figures-'));
const cache = openDirect({ memory: true });
const ends: (() => unknown)[] = [() => cache.close(), () => rm(made, { recursive: true, force: true })];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** A server for a name, or the number of a port where nobody listens. */
async function listen({ pem, keyPem }: Issued): Promise<number> {
  const server = createServer({ cert: pem, key: keyPem });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

async function closedPort(): Promise<number> {
  const server = createTcp();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Files and endpoints of every sort the host's figures count. */
async function machine() {
  const issue = await openIssuer(join(made, 'issuer'));
  const san = 'DNS:localhost';
  const ca = await issue({ subject: '/CN=Root', ca: true });
  const again = await issue({ subject: '/CN=Root again', ca: true, keyOf: ca });
  const good = await issue({ subject: '/CN=localhost', san, issuer: ca, to: 200 });
  const old = await issue({ subject: '/CN=localhost', san, issuer: ca, from: -90, to: -1 });
  const soon = await issue({ subject: '/CN=soon', issuer: ca, to: 20, keyOf: old });
  const weak = await issue({ subject: '/CN=weak', issuer: ca, md: 'sha1', to: 60 });
  const anchor = await issue({ subject: '/CN=Old root', ca: true, from: -900, to: -9 });
  await mkdir(join(made, 'root/etc/ssl/certs'), { recursive: true });
  const files = {
    'ca-certificates.crt': ca.pem + again.pem + anchor.pem,
    'soon.pem': soon.pem,
    'weak.pem': weak.pem,
  };
  for (const [name, pem] of Object.entries(files))
    await writeFile(join(made, 'root/etc/ssl/certs', name), pem);
  return {
    fileRoot: join(made, 'root'),
    endpoints: [
      `localhost:${await listen(good)}`,
      `localhost:${await listen(old)}`,
      `127.0.0.1:${await closedPort()}`,
      `127.0.0.1:${await closedPort()}`,
      `127.0.0.1:${await closedPort()}`,
    ],
  };
}

let sections: readonly Section[] = [];
const services = {
  ...{ cache, clock: () => NOW, longRunningAfter: 30 * MINUTE },
  platforms: [{ name: 'ssl-clm' }],
} as unknown as ConsoleServices;
const matched = async ({ opens }: Item): Promise<number> => {
  if (opens === null) return 0;
  const selection = {
    kind: PANES[opens.pane].kind,
    query: opens.query,
    now: NOW,
    longRunningAfter: 30 * MINUTE,
  };
  return (await cache.rows({ selection, limit: 100_000 })).rows.length;
};
const items = () => sections.flatMap((section) => section.items);
const item = (label: string): Item | undefined => items().find((each) => each.label === label);

beforeAll(async () => {
  const clock = () => NOW;
  const demo = await startDemo({ seed: 7, entries: 2_000, start: NOW - HOUR, limits: null }, { clock });
  ends.push(() => demo.close());
  const { fileRoot, endpoints } = await machine();
  const asked = [
    ...demo.platforms.map(({ kind, name, baseUrl, credentials, settings }) => ({
      kind,
      name,
      baseUrl,
      values: {
        ...Object.fromEntries(Object.entries(credentials).map(([key, value]) => [key, secret(value)])),
        ...settings,
      },
    })),
    { kind: 'host', name: 'this-machine', baseUrl: '', values: { paths: ['/etc/ssl/certs/*'], endpoints } },
  ];
  const platforms = asked.map((settings) => {
    const kind = PLATFORM_KINDS.find((each) => each.kind === settings.kind);
    if (kind === undefined) throw new Error(`${settings.kind} is not registered`);
    const platform = kind.create(
      { ...settings, pollInterval: MINUTE, since: 90 * DAY, expiringWithin: 30 * DAY },
      { clock, log: () => undefined, fileRoot },
    );
    ends.push(() => platform.close());
    return { platform, pollInterval: MINUTE, since: 90 * DAY };
  });
  const afterLook = createCounting({ cache, clock, platforms: platforms.map(({ platform }) => platform) });
  const sync = createSync({ cache, platforms, clock, owner: 'test', afterLook });
  for (const { streams } of await sync.catchUp()) {
    for (const stream of streams) expect(stream).toMatchObject({ failure: null });
  }
  await sync.stop();
  sections = await gatherSections(services, new AbortController().signal);
}, 60_000);

describe('every figure', () => {
  test('opens as many records as it says, or none and says why', async () => {
    expect(items().length).toBeGreaterThan(35);
    for (const each of items()) {
      const name = `${each.label}: ${each.opens?.pane} ${each.opens?.query}`;
      if (each.opens === null) expect(each.why, name).not.toBe('');
      else expect([name, await matched(each)]).toEqual([name, each.records ?? each.value]);
    }
  });

  test('has the number of its records besides only where it counts something else', () => {
    const others = items().filter(({ records }) => records !== null);
    const [own, orders] = [
      others.filter(({ platform }) => platform === 'this-machine'),
      others.filter(({ platform }) => platform !== 'this-machine'),
    ];
    expect(own.map(({ label, value, records }) => [label, value, records])).toEqual([
      ['Total number of keys', 5, 7],
      ['Asymmetric keys', 5, 7],
      ['EC P-256 keys', 5, 7],
    ]);
    // An account's orders are counted back to its first, its jobs kept as far back as was asked for.
    for (const { label, value, records } of orders) {
      expect(label).toMatch(/^(?:Issued certificates|Orders.*)$/);
      expect(records).toBeLessThan(value ?? 0);
    }
  });

  test('what certdeck counts itself is there for every platform that logs it, with its days, and opens it', () => {
    const counted = items().filter(({ basis }) => basis !== null);
    expect(new Set(counted.map(({ platform }) => platform))).toEqual(
      new Set(['certifyclouds', 'digicert-discovery', 'digicert-one', 'ssl-clm']),
    );
    for (const { label, series, value, records, opens, basis, why } of counted) {
      expect(series.at(-1), label).toBe(value);
      expect([opens === null ? why : '', records], label).toEqual(['', null]);
      expect(series.length, label).toBeGreaterThan(7);
      expect(basis, label).toMatch(/^counted from .+ since \d{4}-\d\d-\d\d$/);
    }
  });

  test('the document says of each known figure which platforms give it, and how', async () => {
    const figures = await cache.figures('', NOW);
    const kindOf = (platform: string) => (platform === 'this-machine' ? 'host' : platform);
    const givers = (known: KnownFigure, isOwn: boolean) => {
      const of = figures.filter(({ name, category }) => knownFigure(name, category) === known);
      const kinds = of
        .filter(({ origin }) => (origin === 'platform') === isOwn)
        .map(({ platform }) => `\`${kindOf(platform)}\``);
      return [...new Set(kinds)].sort().join(', ');
    };
    // A replacement is an entry nobody has made in this world.
    const replaced = (known: KnownFigure) => (known.name === 'Rotated certificates' ? '`host`' : '');
    const rows = KNOWN_FIGURES.map((known) => [
      groupTitle(known.group),
      known.name,
      [givers(known, true), known.expected ? 'export' : ''].filter(Boolean).join(', '),
      [replaced(known), givers(known, false)].filter(Boolean).join(', '),
    ]);
    const page = readFileSync(join(import.meta.dirname, '../../docs/statistics.md'), 'utf8');
    const [, table = ''] = /<!-- known figures -->([\s\S]*?)<!-- -->/.exec(page) ?? [];
    const told = [...table.matchAll(/^\|(.*)\|$/gm)]
      .slice(2)
      .map(([, row = '']) => row.split('|').map((cell) => cell.trim()));
    expect(told).toEqual(rows);
  });

  test('no known figure is missing, and those that nobody reports say so', async () => {
    const labels = items().map(({ label }) => label);
    for (const { name, expected } of KNOWN_FIGURES) if (expected) expect(labels).toContain(name);
    expect(item('Symmetric keys')).toMatchObject({ said: 'not reported by any platform', opens: null });
    // One more platform that nobody has heard of yet may well report it.
    const waiting = { ...services, platforms: [...services.platforms, { name: 'next' }] } as ConsoleServices;
    const before = await gatherSections(waiting, new AbortController().signal);
    expect(before[2]?.items.find(({ label }) => label === 'Symmetric keys')?.said).toBe('not reported yet');
    expect(items().filter(({ said, value }) => said !== null && value !== null)).toEqual([]);
  });

  test('endpoints open the looks at them, not alerts about files', async () => {
    for (const [label, count] of [
      ['Scanned endpoints', 5],
      ['Protected endpoints', 1],
      ['Unprotected endpoints', 1],
      ['Unreachable endpoints', 3],
    ] as const) {
      expect(item(label)).toMatchObject({ value: count, records: null, opens: { pane: 'jobs' } });
    }
    // Another scan looks again: the figure stays with the looks of its own.
    expect(item('Scanned endpoints')?.opens?.query).toContain(`scheduled:${new Date(NOW).toISOString()}`);
  });

  test('a number of nothing opens nothing', () => {
    expect(item('31-90 days')).toMatchObject({ value: 1 });
    expect(item('0-7 days')).toMatchObject({
      value: 0,
      opens: null,
      why: 'Nothing to open: the number is 0',
    });
  });

  test('agrees with the others about the same records', () => {
    const by = (id: string) => sections.find((section) => section.id === id)?.items ?? [];
    const renewals = by('failed-type').find(({ label }) => label === 'RENEW_CERT');
    expect(item('Renewal jobs failed')).toMatchObject({ value: renewals?.value });
    expect(item('Renewal jobs failed')?.value).toBeGreaterThan(0);
    for (const { series, value } of by('trend')) {
      expect(series.reduce<number>((total, count) => total + (count ?? 0), 0)).toBe(value);
    }
  });

  test('alerts are called alerts, certificates by days to expiry are certificates', () => {
    const expiry = sections.find(({ id }) => id === 'expiry');
    expect(expiry?.items.map(({ label, platform }) => `${label} ${platform}`)).toEqual(
      ['0-7 days', '8-30 days', '31-90 days', '91-365 days', 'later'].map((days) => `${days} this-machine`),
    );
    const alerts = sections.find(({ id }) => id === 'alert-type');
    expect(alerts?.title).toBe('Alerts by type, read ones too');
    expect(alerts?.items.map(({ label }) => label)).toContain('EXPIRING_SOON');
  });
});
