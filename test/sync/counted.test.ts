/** What a platform's own records add up to: counted by day, once they are caught up, and never made up. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Cache } from '../../src/cache/port.ts';
import type { Commit } from '../../src/cache/stored.ts';
import { fail } from '../../src/domain/failure.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import type { Statistic } from '../../src/domain/statistic.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { COUNTED_FIGURES, countedBy } from '../../src/platforms/counted-figures.ts';
import { PLATFORM_KINDS } from '../../src/platforms/registry.ts';
import { countedKey, countedQuery, createCounting } from '../../src/sync/counted.ts';
import { createSync } from '../../src/sync/engine.ts';
import { changingOf, entry, job, logOf, platformOf, source } from './fake-platform.ts';

const START = Date.UTC(2026, 7, 20, 12);
let now = START;
let cache: Cache;
let written: Commit[] = [];
beforeEach(() => {
  now = START;
  written = [];
  cache = openDirect({ memory: true });
});
afterEach(() => cache.close());

const renewed = (id: string, at: number) => job(id, at - HOUR, 'SUCCESS', at);

function open(jobs: AnyRecord[], entries: AnyRecord[] = []) {
  const [ofJobs, ofEntries] = [source(jobs), source(entries)];
  const platform = platformOf([changingOf(ofJobs, 'job'), logOf(ofEntries)], { kind: 'ssl-clm' });
  const counted: Cache = {
    ...cache,
    commit: (page) => {
      if (page.rows.some(({ record }) => record.kind === 'statistic')) written.push(page);
      return cache.commit(page);
    },
  };
  const clock = () => now;
  const afterLook = createCounting({ cache: counted, platforms: [platform], clock });
  const sync = createSync({
    cache,
    platforms: [{ platform, pollInterval: HOUR, since: 30 * DAY }],
    clock,
    owner: 'test',
    afterLook,
  });
  return { jobs: ofJobs, entries: ofEntries, sync };
}

async function kept(): Promise<readonly Statistic[]> {
  const selection = { kind: 'statistic' as const, query: '', now, longRunningAfter: 0 };
  const { rows } = await cache.rows({ selection, limit: 10_000, at: 'start' });
  return rows.map(({ record }) => record as Statistic).reverse();
}
const said = async () =>
  (await kept()).map(({ name, at, value, previous }) => [
    name,
    new Date(at ?? 0).toISOString(),
    value,
    previous,
  ]);

const rotated = COUNTED_FIGURES.find(({ rule }) => rule === 'clm-rotated');
const behind = async (at: number): Promise<number> => {
  const since = await cache.recall(countedKey('p', 'job'));
  if (rotated === undefined || typeof since !== 'number') throw new Error('nothing was counted');
  const selection = { query: countedQuery(rotated, 'p', since, at), now, longRunningAfter: 0 };
  return (await cache.count({ kind: 'job', ...selection })).matched;
};

describe('counting', () => {
  test('gives every day its number, from the first record to now', async () => {
    const { sync } = open([
      renewed('d', now - HOUR),
      job('failed', now - 2 * HOUR, 'FAILED', now - HOUR),
      job('runs', now - HOUR, 'RUNNING'),
      renewed('c', now - 2 * DAY),
      renewed('b', now - 2 * DAY - HOUR),
      renewed('a', now - 3 * DAY),
    ]);
    await sync.catchUp();
    expect(await said()).toEqual([
      ['Rotated certificates', '2026-08-17T23:59:59.999Z', 1, null],
      ['Rotated certificates', '2026-08-18T23:59:59.999Z', 3, 1],
      ['Rotated certificates', '2026-08-19T23:59:59.999Z', 3, 3],
      ['Rotated certificates', '2026-08-20T12:00:00.000Z', 4, 3],
    ]);
    expect((await kept())[0]).toMatchObject({ origin: 'rule:count-clm-rotated', platform: 'p' });
    expect(await cache.recall(countedKey('p', 'job'))).toBe(now - 3 * DAY);
    expect(await behind(now)).toBe(4);
    const whole = await cache.record('p/statistic/count-clm-rotated:2026-08-18');
    expect(JSON.parse(whole?.raw ?? '')).toMatchObject({
      ...{ rule: 'count-clm-rotated', kind: 'job' },
      query: expect.stringMatching(
        /^platform="p" origin=platform type=RENEW_CERT status:SUCCESS since:\S+ until:\S+$/,
      ),
    });
    const [figure] = await cache.figures('', now);
    expect(figure).toMatchObject({ value: 4, dayAgo: 3, weekAgo: null });
    await sync.stop();
  });

  test('claims no number for what was never seen', async () => {
    const { sync } = open([], [entry('e', now - HOUR)]);
    await sync.catchUp();
    expect(await kept()).toEqual([]);
    await sync.stop();
  });

  test('writes only what is new: nothing for an idle look, one day for a new one', async () => {
    const { sync, jobs } = open([renewed('a', now - DAY)]);
    await sync.catchUp();
    expect(written).toHaveLength(1);
    await sync.catchUp();
    expect(written).toHaveLength(1);
    // Something came in.
    now += HOUR;
    jobs.rows = [renewed('b', now - 60_000), ...jobs.rows];
    await sync.catchUp();
    expect(written).toHaveLength(2);
    expect(await said()).toEqual([
      ['Rotated certificates', '2026-08-19T23:59:59.999Z', 1, null],
      ['Rotated certificates', '2026-08-20T13:00:00.000Z', 2, 1],
    ]);
    // A day begins, nothing else: the day before is closed, and two later ones are there.
    now += 2 * DAY;
    await sync.catchUp();
    expect((await said()).slice(1)).toEqual([
      ['Rotated certificates', '2026-08-20T23:59:59.999Z', 2, 1],
      ['Rotated certificates', '2026-08-21T23:59:59.999Z', 2, 2],
      ['Rotated certificates', '2026-08-22T13:00:00.000Z', 2, 2],
    ]);
    await sync.stop();
  });

  test('what came late is counted into its own day', async () => {
    const { sync, jobs } = open([renewed('c', now - HOUR), renewed('a', now - 2 * DAY)]);
    await sync.catchUp();
    jobs.rows = [renewed('c', now - HOUR), renewed('late', now - DAY), renewed('a', now - 2 * DAY)];
    await sync.catchUp();
    expect((await said()).map(([, , value]) => value)).toEqual([1, 2, 3]);
    expect(await behind(now)).toBe(3);
    await sync.stop();
  });

  test('begins anew behind a hole, and lets go of the days before it', async () => {
    const platform = platformOf([changingOf(source([]), 'job')], { kind: 'ssl-clm' });
    const count = createCounting({ cache, platforms: [platform], clock: () => now });
    const stream = { platform: 'p', stream: 'jobs', kinds: ['job'] as const };
    const counts = { pages: 1, rows: 1, added: 1, changed: 0, rejected: 0 };
    const look = async (from: number, ...jobs: readonly AnyRecord[]) => {
      const rows = jobs.map((record) => ({ record, raw: null }));
      const covered = { from, to: now };
      await cache.commit({ ...stream, rows, rejected: [], covered, at: now, syncedAt: now });
      await count({ ...stream, ...counts, failure: null, notOffered: false, complete: true });
    };
    await look(now - 3 * DAY, renewed('a', now - 2 * DAY), renewed('b', now - HOUR));
    expect((await said()).map(([, , value]) => value)).toEqual([1, 1, 2]);
    // Nobody looked for ten days, and the platform does not give them any more.
    now += 10 * DAY;
    await look(now - 2 * DAY, renewed('c', now - DAY), renewed('d', now - HOUR));
    expect((await said()).map(([, , value]) => value)).toEqual([1, 2]);
    expect(await behind(now)).toBe(2);
    // The hole is filled after all.
    await look(now - 12 * DAY, renewed('e', now - 5 * DAY));
    expect((await said()).map(([, , value]) => value)).toEqual([1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 5]);
  });

  test('a look that failed counts nothing, and what rules derived does not count', async () => {
    const { sync, jobs } = open([renewed('b', now - HOUR)]);
    jobs.onAsk = () => fail({ code: 'UNREACHABLE', what: 'p is out of reach', next: 'Wait.', where: 'p' });
    await sync.catchUp();
    expect(await kept()).toEqual([]);
    jobs.onAsk = () => null;
    await cache.commit({
      ...{ platform: 'p', stream: 'jobs', kinds: ['job'], rejected: [], at: now },
      rows: [{ record: { ...renewed('derived', now - HOUR), origin: 'rule:x' }, raw: null }],
    });
    await sync.catchUp();
    expect((await said()).map(([, , value]) => value)).toEqual([1]);
    await sync.stop();
  });
});

describe('the table', () => {
  test('is the one of the document', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/statistics.md'), 'utf8');
    const [, table = ''] = /<!-- counted figures -->([\s\S]*?)<!-- -->/.exec(page) ?? [];
    const told = [...table.matchAll(/^\|(.*)\|$/gm)]
      .slice(2)
      .map(([, row = '']) => row.split('|').map((cell) => cell.trim()));
    expect(told).toEqual(
      COUNTED_FIGURES.map(({ platform, name, kind, query }) => [
        `\`${platform}\``,
        name,
        kind === 'job' ? 'jobs' : 'audit',
        `\`${query}\``,
      ]),
    );
  });

  test('names kinds of platforms that there are, and each rule once', () => {
    const kinds = new Set(PLATFORM_KINDS.map(({ kind }) => kind));
    expect(COUNTED_FIGURES.filter(({ platform }) => !kinds.has(platform))).toEqual([]);
    expect(new Set(COUNTED_FIGURES.map(({ rule }) => rule)).size).toBe(COUNTED_FIGURES.length);
    for (const figure of COUNTED_FIGURES) expect(countedBy(`rule:count-${figure.rule}`)).toBe(figure);
    expect(countedBy('platform')).toBeNull();
  });
});
