/** The cache as a file: rights, damage, newer schemas, other processes, threads that are told to stop. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { openCache } from '../../src/cache/open.ts';
import type { Cache } from '../../src/cache/port.ts';
import type { ChangeNotice } from '../../src/cache/stored.ts';
import { audit, NOW, page } from './records.ts';

const select = (query = '') => ({ kind: 'audit', query, now: NOW, longRunningAfter: 60_000 }) as const;
let root = '';
let dir = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'certdeck-cache-'));
  dir = join(root, 'state');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The next notice that passes. */
function notice(cache: Cache, passes: (notice: ChangeNotice) => boolean = () => true): Promise<ChangeNotice> {
  return new Promise((resolve) => {
    const stop = cache.onChange((heard) => {
      if (!passes(heard)) return;
      stop();
      resolve(heard);
    });
  });
}

test('nobody else can read it', async () => {
  const cache = openDirect({ dir });
  await cache.commit(page([audit()]));
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  for (const file of readdirSync(dir)) expect(statSync(join(dir, file)).mode & 0o777).toBe(0o600);
  await cache.close();
});

test('a damaged file is set aside and said, a newer one refused and left alone', async () => {
  await openDirect({ dir }).close();
  const path = join(dir, 'cache.sqlite');
  writeFileSync(path, 'this is no database, whatever its name says. '.repeat(50));
  const cache = await openCache({ dir });
  expect(cache.setAside).toMatch(/cache\.sqlite\.damaged-/);
  expect(statSync(cache.setAside ?? '').size).toBe(2250);
  await cache.close();

  const db = new SQLite(path);
  db.pragma('user_version = 999');
  db.close();
  const newer = { failure: { code: 'CACHE_FAILED', what: expect.stringContaining('newer certdeck') } };
  await expect(openCache({ dir })).rejects.toMatchObject(newer);
  await expect(openCache({ dir, readOnly: true })).rejects.toMatchObject(newer);
  expect(statSync(path).size).toBeGreaterThan(10_000);
});

test('a place that cannot be a folder is a failure with a next step', async () => {
  writeFileSync(dir, 'a file');
  await expect(openCache({ dir })).rejects.toMatchObject({
    failure: { code: 'CACHE_FAILED', next: expect.stringContaining('--cache') },
  });
});

test('reading only leaves no trace and refuses to write', async () => {
  const empty = await openCache({ dir, readOnly: true });
  expect(await empty.known()).toEqual({ alert: 0, job: 0, audit: 0, statistic: 0 });
  await expect(empty.remember('a', 1)).rejects.toMatchObject({ failure: { code: 'READ_ONLY' } });
  await empty.close();
  expect(readdirSync(root)).toEqual([]);

  const writer = openDirect({ dir });
  await writer.commit(page([audit()]));
  const reader = await openCache({ dir, readOnly: true });
  expect(await reader.count(select('alice'))).toEqual({ matched: 1, exact: true });
  await reader.close();
  await writer.close();
});

test('commits are told, own ones at once and those of another process a little later', async () => {
  const one = await openCache({ dir });
  const two = await openCache({ dir });
  const own = notice(one);
  const foreign = notice(two, (heard) => heard.foreign);
  await one.commit(page([audit()]));
  expect(await own).toEqual({ kinds: ['audit'], platforms: ['prod'], foreign: false });
  expect(await foreign).toEqual({ kinds: ['audit'], platforms: ['prod'], foreign: true });
  expect(await two.count(select())).toEqual({ matched: 1, exact: true });
  const [first, second] = await Promise.all([
    one.commit(page([audit({ id: 'e2' })])),
    two.commit(page([audit({ id: 'e3' }), audit({ id: 'e2' })])),
  ]);
  expect(first.added + second.added).toBe(2);
  expect(await one.known()).toMatchObject({ audit: 3 });
  await one.close();
  await two.close();
});

test('a search that takes long tells how far it is, lets others through, and ends when told', async () => {
  const cache = await openCache({ dir });
  const entries = Array.from({ length: 4000 }, (_, i) => audit({ id: `e${i}`, timestamp: NOW - i * 1000 }));
  await cache.commit(page(entries));
  const controller = new AbortController();
  const told = Promise.withResolvers<void>();
  // Far more than the tenth of a second after which it tells.
  const nowhere = Array.from({ length: 200 }, (_, i) => `/n.v.r${i}|n.where|no.hing/`).join(' OR ');
  const slow = cache.count(select(nowhere), {
    signal: controller.signal,
    onProgress: () => told.resolve(),
  });
  const failed = expect(slow).rejects.toMatchObject({ failure: { code: 'CANCELLED' } });
  const { rows } = await cache.rows({ selection: select('action:login'), limit: 3 });
  expect(rows).toHaveLength(3);
  await told.promise;
  controller.abort();
  await failed;
  await expect(cache.count(select(), { signal: AbortSignal.abort() })).rejects.toThrow();
  expect((await cache.count(select())).matched).toBe(4000);
  await cache.close();
});
