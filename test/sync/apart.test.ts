/** The engine in a thread of its own, over a real cache and a real platform. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { openCache } from '../../src/cache/open.ts';
import { secretOf } from '../../src/config/secrets.ts';
import type { Settings } from '../../src/config/settings.ts';
import { type ApartOptions, syncApart } from '../../src/sync/apart.ts';
import type { SyncEvent } from '../../src/sync/events.ts';
import { digicertLog } from '../platforms/digicert-log.ts';
import { type Reply, type Seen, startServer, type TestServer } from '../support/http-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const KEY = 'a-key-nobody-may-see';
const DAY = 86_400_000;
const select = { kind: 'audit', query: '', now: Date.now(), longRunningAfter: DAY } as const;

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function world(
  answer: (seen: Seen, server: TestServer | null) => Reply,
  options: Partial<ApartOptions> = {},
) {
  let server: TestServer | null = null;
  server = await startServer((seen) => answer(seen, server));
  const cache = await openCache({ dir: temporaryFolder('apart') });
  const settings: Settings = {
    file: null,
    alerts: { expiringWithin: DAY, longRunningAfter: DAY },
    platforms: [
      {
        name: 'prod',
        kind: 'digicert-one',
        baseUrl: server.url,
        pollInterval: 60_000,
        since: 10_000 * DAY,
        values: { api_key: secretOf(KEY) },
        expiringWithin: DAY,
      },
    ],
  };
  const events: SyncEvent[] = [];
  const lines: string[] = [];
  let heard = () => {};
  const sync = syncApart(
    { settings, plan: { choices: {}, brings: {} }, owner: 'this one' },
    {
      share: cache.share,
      release: cache.release,
      onEvent(event) {
        events.push(event);
        heard();
      },
      log: (line) => lines.push(line),
      ...options,
    },
  );
  open.push(server.close, cache.close, sync.stop);
  const until = async (kind: SyncEvent['kind']) => {
    while (!events.some((event) => event.kind === kind)) {
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
  };
  return { sync, cache, server, events, lines, until };
}

const profile = ({ url }: Seen): Reply => ({ json: { id: url.pathname.split('/').at(-1), name: 'Jane' } });

function logOf(size: number) {
  const log = digicertLog({ size, cap: 1_000 });
  return (seen: Seen): Reply => (seen.url.pathname.endsWith('/audit-log') ? log.answer(seen) : profile(seen));
}

test('a catch-up fills the cache from there, and tells what it does in plain words', async () => {
  const { sync, cache, server, events, lines } = await world(logOf(2_500));
  const outcomes = await sync.catchUp();
  expect(outcomes).toMatchObject([
    { platform: 'prod', marks: null, streams: [{ added: 2_500, complete: true }] },
  ]);
  expect(await cache.count(select)).toEqual({ matched: 2_500, exact: true });
  expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['begun', 'progress', 'ended']));
  expect(server.seen[0]?.headers['x-api-key']).toBe(KEY);
  expect(lines.length).toBe(server.seen.length);
  expect(JSON.stringify([events, lines, outcomes])).not.toContain(KEY);
  // Each of the seven users and the account.
  expect(await cache.unknown('prod', 100)).toEqual([]);
});

test('whole records are what they were on the wire', async () => {
  const { sync, cache } = await world(logOf(3));
  await sync.catchUp();
  const whole = await cache.record('prod/audit/e1' as never);
  expect(whole?.record).toMatchObject({ details: { id: 'e1', status: 'success', account: { id: 'a1' } } });
  expect(JSON.parse(whole?.raw ?? '')).toEqual(whole?.record.kind === 'audit' ? whole.record.details : null);
});

test('stop ends what is under way and gives the lease back', async () => {
  const { sync, cache, until } = await world(() => () => {
    // No answer ever comes.
  });
  sync.start();
  await until('begun');
  const now = Date.now();
  expect(await cache.lease('prod', 'another', 1_000, now)).toBe(false);
  await sync.stop();
  expect(await cache.lease('prod', 'another', 1_000, now)).toBe(true);
  await expect(sync.refresh()).rejects.toMatchObject({ failure: { code: 'CANCELLED' } });
});

test('who gives up waiting hears how far it came', async () => {
  const leave = new AbortController();
  const log = digicertLog({ size: 1_500, cap: 1_000 });
  const { sync, cache } = await world((seen) => {
    if (!seen.url.pathname.endsWith('/audit-log')) return profile(seen);
    if (seen.url.searchParams.get('offset') === '0') return log.answer(seen);
    leave.abort();
    return () => {};
  });
  const outcomes = await sync.catchUp({ signal: leave.signal });
  expect(outcomes).toMatchObject([{ streams: [{ failure: { code: 'CANCELLED' }, complete: false }] }]);
  const { added = 0 } = outcomes[0]?.streams[0] ?? {};
  expect((await cache.count(select)).matched).toBe(added);
});

test('nothing is begun by who never asks', async () => {
  let shared = 0;
  const { sync } = await world(logOf(1), {
    share() {
      shared += 1;
      throw new Error('nobody asked');
    },
  });
  await sync.stop();
  expect(shared).toBe(0);
});

test('a thread that breaks off is told as a failure, the cache goes on, and the next call begins another', async () => {
  const once = join(temporaryFolder('broken'), 'once.mjs');
  const real = new URL('../../src/sync/worker.ts', import.meta.url).href;
  // Breaks off with its first call, and is the real one from its second start on.
  writeFileSync(
    once,
    `import { existsSync, writeFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     if (existsSync(new URL('begun', import.meta.url))) await import(${JSON.stringify(real)});
     else {
       writeFileSync(new URL('begun', import.meta.url), '');
       parentPort.once('message', () => {
         parentPort.postMessage({ kind: 'event', event: { event: { kind: 'begun', platform: 'prod', stream: 'audit' } } });
         throw new Error('a defect');
       });
     }`,
  );
  const { sync, cache, events, lines, until } = await world(logOf(10), { entry: pathToFileURL(once) });
  await expect(sync.refresh()).rejects.toMatchObject({ failure: { code: 'INTERNAL', cause: 'a defect' } });
  await until('trouble');
  expect(events).toMatchObject([
    { kind: 'begun' },
    { kind: 'ended', stream: 'audit', outcome: { failure: { cause: 'a defect' } }, again: null },
    { kind: 'trouble', platform: 'prod', part: 'sync', failure: { cause: 'a defect' } },
  ]);
  expect(lines).toEqual(['the sync came to an unexpected end: a defect']);
  expect(await cache.count(select)).toMatchObject({ matched: 0 });
  await sync.refresh();
  expect(await cache.count(select)).toMatchObject({ matched: 10 });
});
