/** Counts by value and by time, figures with their past, and what completion is offered. */

import SQLite from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { histogram } from '../../src/cache/histogram.ts';
import { migrate } from '../../src/cache/migrate.ts';
import { LastOrder } from '../../src/cache/order/by-pass.ts';
import { RecordReader } from '../../src/cache/read-record.ts';
import { writerHandlers } from '../../src/cache/writer.ts';
import { KIND_TABLES, timeOf, valueAt } from '../../src/domain/kinds.ts';
import { KINDS, refOf } from '../../src/domain/record.ts';
import { DAY } from '../../src/domain/time.ts';
import { RECORDS } from './arbitrary.ts';
import { alert, audit, NOW, page, statistic } from './records.ts';

const CONTEXT = { now: NOW, longRunningAfter: 1000 };

test.each(KINDS)('groups and histograms of %s add up to the records', async (kind) => {
  const fields = KIND_TABLES[kind].fields.filter(({ type }) => type !== 'time');
  const runs = fc.tuple(
    fc.array(RECORDS[kind], { maxLength: 20 }),
    fc.constantFrom(...fields),
    fc.constantFrom(
      '',
      'since:2026-08-20T11:59:50Z',
      'platform:dc1',
      'platform:dc1 until:2026-08-20',
      'alice',
    ),
  );
  await fc.assert(
    fc.asyncProperty(runs, async ([records, field, query]) => {
      const cache = openDirect({ memory: true });
      await cache.commit(page(records));
      const selection = { kind, query, ...CONTEXT };
      const { rows } = await cache.rows({ selection, limit: 100 });
      expect(await cache.count(selection)).toEqual({ matched: rows.length, exact: true });
      const path = field.paths[0] ?? '';
      const expected = new Map<string | null, number>();
      for (const { record } of rows) {
        const value = valueAt(record, path);
        const text = value === null ? null : String(value);
        expected.set(text, (expected.get(text) ?? 0) + 1);
      }
      const groups = await cache.groups({ selection, field: field.name, limit: 100 });
      expect(new Map(groups.map(({ value, count }) => [value, count]))).toEqual(expected);

      const request = { selection, from: NOW - 20_000, to: NOW, buckets: 7 };
      for (const by of [undefined, 'platform', 'origin']) {
        const asked = by === undefined ? request : { ...request, by };
        const { from, width, series } = await cache.histogram(asked);
        expect(await cache.histogram({ ...asked, roughly: true })).toEqual({
          from,
          width,
          series,
          exact: true,
        });
        const inside = rows.filter(({ record }) => {
          const at = timeOf(record);
          return at !== null && at >= from && at < from + 7 * width;
        });
        expect(series.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(
          inside.length,
        );
      }
      await cache.close();
    }),
    { numRuns: 25 },
  );
});

test('a picture by time that took too long is estimated from the rows of each stretch, and says so', async () => {
  const db = new SQLite(':memory:');
  migrate(db, ':memory:');
  const writer = writerHandlers(db, () => {});
  const numbers = Array.from({ length: 2_000 }, (_, i) => i);
  writer.commit(
    page(
      numbers.map((i) =>
        audit({
          id: `e${i}`,
          timestamp: NOW - (i + 1) * 1_000,
          outcome: i % 4 === 0 ? 'failure' : 'success',
          details: { even: i % 2 === 0 },
        }),
      ),
    ),
  );
  const reading = { db, reader: new RecordReader(db), lastOrder: new LastOrder() };
  const ask = (query: string, patience?: number, signal?: AbortSignal) =>
    histogram(
      reading,
      {
        selection: { kind: 'audit', query, ...CONTEXT },
        from: NOW - 2_000_000,
        to: NOW,
        buckets: 4,
        by: 'outcome',
        roughly: true,
      },
      { signal },
      patience,
    );
  for (const query of ['', 'outcome:success,failure', 'alice', '/alice/', '@even:true']) {
    const half = query === '@even:true';
    // However busy the machine is.
    const exactly = await ask(query, Number.POSITIVE_INFINITY);
    expect(exactly.exact, query).toBe(true);
    const counts = new Map(exactly.series.map((series) => [series.value, series.counts]));
    expect(counts.get('failure'), query).toEqual([125, 125, 125, 125]);
    expect(counts.get('success'), query).toEqual(half ? [125, 125, 125, 125] : [375, 375, 375, 375]);
    // What the index counts is exact however little time there is.
    const hasty = await ask(query, 0);
    expect(hasty.exact, query).toBe(query === '' || query.startsWith('outcome'));
    for (const { value, counts: about } of hasty.series) {
      for (const [bucket, count] of about.entries()) {
        expect(Math.abs(count - (counts.get(value)?.[bucket] ?? 0)), `${query} ${value}`).toBeLessThan(60);
      }
    }
  }
  await expect(ask('/alice/', 0, AbortSignal.abort())).rejects.toThrow('cancelled');
  db.close();
});

test('a figure knows its day and week before', async () => {
  const cache = openDirect({ memory: true });
  const values = [3, 4, 9, 9, 9, 9, 9, 20];
  const snapshots = values.map((value, day) =>
    statistic({ id: `expired-${day}`, value, at: NOW - day * DAY }),
  );
  await cache.commit(page([...snapshots, statistic({ id: 'keys', name: 'Keys', value: 1 })]));
  const figures = await cache.figures('', NOW);
  const expired = figures.find(({ name }) => name === 'Expired');
  expect(expired).toMatchObject({ value: 3, dayAgo: 4, weekAgo: 20, at: NOW });
  expect(expired?.series.map(({ value }) => value)).toEqual([...values].reverse());
  expect(expired?.ref).toBe(refOf(statistic({ id: 'expired-0' })));
  expect(figures.find(({ name }) => name === 'Keys')).toMatchObject({ dayAgo: null, weekAgo: null });
  await cache.close();
});

test('completion offers what is there, most frequent first', async () => {
  const cache = openDirect({ memory: true });
  const actors = ['alice', 'alan', 'Alan'].map(
    (name) => ({ type: 'user', id: null, name, email: null }) as const,
  );
  await cache.commit(
    page(actors.map((actor, i) => audit({ id: `e${i}`, actor, action: i ? 'LOGOUT' : 'LOGIN' }))),
  );
  expect(await cache.values('audit', 'action', 'LOG', 5)).toEqual(['LOGOUT', 'LOGIN']);
  expect(await cache.values('audit', 'actor', 'al', 2)).toEqual(['Alan', 'alan']);
  expect(await cache.values('audit', 'status', '', 5)).toEqual(['success']);
  expect(await cache.values('audit', 'nothing', '', 5)).toEqual([]);
  await cache.commit(page([alert({ id: 'gone' })]));
  await cache.commit(page([], { retired: ['prod/alert/gone'] }));
  expect(await cache.values('alert', 'type', '', 5)).toEqual([]);
  await cache.close();
});
