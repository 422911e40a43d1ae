/** Statistics from day to day, in a file: what is kept, what is replaced, what they are compared with. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Cache } from '../../src/cache/port.ts';
import { KEPT_SNAPSHOTS } from '../../src/cache/snapshots.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Statistic } from '../../src/domain/statistic.ts';
import { DAY, HOUR, utcDate } from '../../src/domain/time.ts';
import { takeSnapshots } from '../../src/platforms/snapshot.ts';
import { page, statistic } from './records.ts';

const START = Date.UTC(2026, 0, 1, 9);
let root = '';
let cache: Cache;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'certdeck-snapshots-'));
  cache = openDirect({ dir: root });
});
afterEach(async () => {
  await cache.close();
  rmSync(root, { recursive: true, force: true });
});

const FIGURE = { category: 'Keys', name: 'Total number of keys', unit: 'keys' };
let state: Json = null;
beforeEach(() => {
  state = null;
});

/** What a platform's look at this instant brings. */
async function look(
  at: number,
  value: number,
): Promise<{ readonly added: number; readonly changed: number }> {
  const taken = takeSnapshots('p', [{ ...FIGURE, value }], state, at);
  state = taken.state;
  return cache.commit(page(taken.statistics, { platform: 'p', at }));
}

async function kept(now: number): Promise<readonly Statistic[]> {
  const selection = { kind: 'statistic' as const, query: '', now, longRunningAfter: 0 };
  const { rows } = await cache.rows({ selection, limit: 10_000 });
  return rows.map(({ record }) => record as Statistic).reverse();
}

/** A report of a platform that says nothing of those before it. */
const report = (at: number, value: number) =>
  statistic({ platform: 'p', id: `portal:${utcDate(at)}`, ...FIGURE, value, at });

describe('days that pass', () => {
  test('each keeps its last look, and nothing of an earlier day is written again', async () => {
    for (const [hour, value] of [1, 2, 3].entries()) await look(START + hour * HOUR, value);
    expect(await look(START + DAY, 7)).toMatchObject({ added: 1, changed: 0 });
    expect(await look(START + DAY + HOUR, 8)).toMatchObject({ added: 0, changed: 1 });
    expect((await kept(START + 2 * DAY)).map(({ at, value, previous }) => [at, value, previous])).toEqual([
      [START + 2 * HOUR, 3, null],
      [START + DAY + HOUR, 8, 3],
    ]);
    expect(await cache.known()).toMatchObject({ statistic: 1 });
  });

  test('a day is one of UTC, whatever the hour', async () => {
    const midnight = Date.UTC(2026, 2, 29);
    await look(midnight - 1, 1);
    await look(midnight, 2);
    const [figure] = await cache.figures('', midnight);
    expect(figure).toMatchObject({ value: 2, dayAgo: 1 });
  });

  test('days without certdeck are missing, not made up', async () => {
    await look(START, 1);
    await look(START + 5 * DAY, 6);
    await look(START + 7 * DAY, 8);
    const [figure] = await cache.figures('', START + 7 * DAY);
    expect(figure).toMatchObject({ value: 8, dayAgo: null, weekAgo: 1 });
    expect(figure?.series.map(({ value }) => value)).toEqual([1, 6, 8]);
  });

  test('of a figure as many are kept as a year and a month have days, the newest', async () => {
    for (let day = 0; day < KEPT_SNAPSHOTS + 3; day += 1) await look(START + day * DAY, day);
    const all = await kept(START + 500 * DAY);
    expect(all.map(({ value }) => value)).toEqual(
      Array.from({ length: KEPT_SNAPSHOTS }, (_, index) => index + 3),
    );
    // Another figure is not thrown away for it.
    await cache.commit(page([statistic({ platform: 'p', id: 'old', at: START - 900 * DAY })]));
    expect(await kept(START + 500 * DAY)).toHaveLength(KEPT_SNAPSHOTS + 1);
  });
});

describe('clocks and reports', () => {
  test('an older report of a day does not take the place of a newer one, whichever comes first', async () => {
    expect(await cache.commit(page([report(START + HOUR, 5)]))).toMatchObject({ added: 1 });
    expect(await cache.commit(page([report(START, 4)]))).toMatchObject({ added: 0, changed: 0 });
    expect(await cache.commit(page([report(START + HOUR, 5)]))).toMatchObject({ added: 0, changed: 0 });
    expect(await cache.commit(page([report(START + 2 * HOUR, 6)]))).toMatchObject({ changed: 1 });
    expect((await kept(START + DAY)).map(({ value }) => value)).toEqual([6]);
  });

  test('reports in any order each know the one before', async () => {
    for (const [day, value] of [
      [60, 3],
      [0, 1],
      [30, 2],
    ] as const)
      await cache.commit(page([report(START + day * DAY, value)]));
    const all = await kept(START + 90 * DAY);
    expect(all.map(({ value, previous }) => [value, previous])).toEqual([
      [1, null],
      [2, 1],
      [3, 2],
    ]);
  });

  test('a look dated by a clock that was ahead is not the newest until its day has come', async () => {
    await look(START + 3 * DAY, 99);
    await look(START, 1);
    expect((await cache.figures('', START))[0]).toMatchObject({ value: 1, at: START, dayAgo: null });
    await look(START + 3 * DAY + HOUR, 4);
    expect((await cache.figures('', START + 3 * DAY + HOUR))[0]).toMatchObject({ value: 4 });
    expect(await kept(START + 4 * DAY)).toHaveLength(2);
  });

  test('series of two origins or accounts are two figures', async () => {
    const account = { id: 'a', name: 'A' };
    await cache.commit(
      page([
        report(START, 1),
        { ...report(START, 2), id: 'counted', origin: 'rule:count-x' },
        { ...report(START, 3), id: 'account', account },
      ]),
    );
    const figures = await cache.figures('', START);
    expect(figures.map(({ value, origin }) => [value, origin]).sort()).toEqual([
      [1, 'platform'],
      [2, 'rule:count-x'],
      [3, 'platform'],
    ]);
    expect(await cache.figures('origin:rule:count-x', START)).toHaveLength(1);
  });
});
