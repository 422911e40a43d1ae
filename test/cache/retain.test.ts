/** Retention: what goes, what stays, and that what is left is told as if there had never been more. */
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Cache } from '../../src/cache/port.ts';
import { Telling } from '../../src/cache/retain/telling.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { AnyRecord, Kind } from '../../src/domain/record.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { alert, audit, job, NOW, page, statistic } from './records.ts';
import { keeping, retain } from './retention.ts';

const select = (kind: Kind, query = '') => ({ kind, query, now: NOW, longRunningAfter: 60_000 });
const TODAY = Math.floor(NOW / DAY) * DAY;
const ACTIONS = ['LOGIN', 'LOGOUT', 'CREATE', 'DELETE'];

/** An entry every six hours, with words and people of its own. */
function entries(count: number, given: Partial<AuditEntry> = {}): readonly AuditEntry[] {
  return Array.from({ length: count }, (_, index) =>
    audit({
      id: `e${index}`,
      timestamp: NOW - index * 6 * HOUR,
      action: ACTIONS[index % ACTIONS.length] ?? null,
      actor: { type: 'user', id: `u-${index % 17}`, name: `user ${index % 17}`, email: null },
      description: `entry number${index} of ${index % 3 === 0 ? 'three' : 'others'}`,
      ip: `192.0.2.${index % 40}`,
      details: { index, word: `detail${index}` },
      ...given,
    }),
  );
}

const QUERIES = [
  '',
  'action:LOGIN',
  'actor:"user 3"',
  'ip:192.0.2.7',
  'three',
  'detail7',
  'since:30d',
  'until:20d action:DELETE',
  'action:LOGIN three since:60d',
  'id:e5',
  '@index:>50',
];

/** Everything that is told of the entries. */
async function told(cache: Cache) {
  const counts = [];
  for (const query of QUERIES) counts.push([query, await cache.count(select('audit', query))]);
  const { rows } = await cache.rows({ selection: select('audit'), limit: 1000, whole: true });
  const groups = await cache.groups({ selection: select('audit'), field: 'action', limit: 9 });
  const people = await cache.groups({ selection: select('audit'), field: 'actor', limit: 40 });
  const histogram = await cache.histogram({
    selection: select('audit'),
    from: TODAY - 200 * DAY,
    to: TODAY + DAY,
    buckets: 201,
  });
  return {
    counts,
    records: rows.map(({ record }) => record),
    groups,
    people,
    histogram,
    known: await cache.known(),
    unknown: await cache.unknown('prod', 100),
  };
}

async function filled(records: readonly AnyRecord[], cache = openDirect({ memory: true })): Promise<Cache> {
  const covered = { from: NOW - 300 * DAY, to: NOW };
  await cache.commit(page(records, { stream: 'audit', kinds: ['audit'], covered, syncedAt: NOW }));
  return cache;
}

describe('an age', () => {
  test('leaves what a cache would hold that never held more', async () => {
    const all = entries(600);
    const cache = await filled(all);
    const steps = await retain(cache, keeping({ audit: { age: 30 * DAY } }), NOW);
    const kept = all.filter(({ timestamp }) => (timestamp ?? 0) >= TODAY - 30 * DAY);
    expect(steps.reduce((sum, one) => sum + one, 0)).toBe(all.length - kept.length);
    expect(await told(cache)).toEqual(await told(await filled(kept)));
  });

  test('goes in steps, in days of UTC, and a second round finds nothing', async () => {
    const cache = await filled(entries(2000));
    const steps = await retain(cache, keeping({ audit: { age: 10 * DAY } }), NOW);
    expect(steps.length).toBeGreaterThan(7);
    expect(Math.max(...steps)).toBeLessThanOrEqual(256);
    const { rows } = await cache.rows({ selection: select('audit'), limit: 1, at: 'end' });
    expect(rows[0]?.record).toMatchObject({ timestamp: TODAY - 10 * DAY });
    expect(await retain(cache, keeping({ audit: { age: 10 * DAY } }), NOW)).not.toContain(1);
  });

  test('leaves other platforms and kinds alone', async () => {
    const old = { timestamp: NOW - 90 * DAY };
    const cache = await filled([
      audit({ id: 'old', ...old }),
      audit({ id: 'old', platform: 'other', ...old }),
      job({ scheduledAt: null, startedAt: null, completedAt: NOW - 90 * DAY }),
      statistic({ at: NOW - 90 * DAY }),
    ]);
    await retain(cache, keeping({ audit: { age: DAY } }), NOW);
    expect(await cache.known()).toEqual({ alert: 0, job: 1, audit: 1, statistic: 1 });
    expect(await cache.record('other/audit/old')).not.toBeNull();
  });

  test('keeps what is pinned, open or on its way to the platform, until it is so no more', async () => {
    const old = NOW - 90 * DAY;
    const times = { scheduledAt: old, startedAt: old, completedAt: null };
    const cache = await filled([
      audit({ id: 'pinned', timestamp: old }),
      audit({ id: 'other', timestamp: old }),
      alert({ id: 'unread', createdAt: old }),
      alert({ id: 'read', createdAt: old, read: true }),
      alert({ id: 'marked', createdAt: old }),
      job({ id: 'running', ...times, status: 'RUNNING' }),
      job({ id: 'ended', ...times }),
    ]);
    await cache.pin(['prod/audit/pinned'], true);
    await cache.markRead(['prod/alert/marked'], true, NOW, ['prod']);
    const bounds = keeping({ audit: { age: DAY }, alert: { age: DAY }, job: { age: DAY } });
    await retain(cache, bounds, NOW);
    const left = async () => {
      const refs = (['audit', 'alert', 'job'] as const).map((kind) => cache.refs(select(kind), 9));
      return (await Promise.all(refs)).flat().sort();
    };
    expect(await left()).toEqual([
      'prod/alert/marked',
      'prod/alert/unread',
      'prod/audit/pinned',
      'prod/job/running',
    ]);
    expect(await cache.outbox()).toHaveLength(1);
    await cache.pin(['prod/audit/pinned'], false);
    await cache.outboxDone((await cache.outbox())[0]?.seq ?? 0, null);
    await cache.markRead(['prod/alert/unread'], true, NOW, []);
    await cache.commit(page([job({ id: 'running', ...times, status: 'FAILED' })]));
    await retain(cache, bounds, NOW);
    expect(await left()).toEqual([]);
  });

  test('takes who is named no more out of what look-ups told', async () => {
    const person = { type: 'user', status: 'found', email: null, actorType: null, body: null } as const;
    const actor = (id: string) => ({ type: 'user' as const, id, name: id, email: null });
    const cache = await filled([
      audit({ id: 'a', actor: actor('stays') }),
      audit({ id: 'b', actor: actor('goes'), timestamp: NOW - 90 * DAY }),
    ]);
    const people = ['stays', 'goes'].map((id) => ({ ...person, id, name: id }));
    await cache.saveProfiles('prod', people, NOW);
    await retain(cache, keeping({ audit: { age: DAY } }), NOW);
    const mentions = people.map(({ type, id }) => ({ type, id }));
    expect((await cache.profiles('prod', mentions)).map(({ id }) => id)).toEqual(['stays']);
  });
});

describe('the edge', () => {
  const state = async (cache: Cache) => (await cache.streams())[0];

  test('is cut from what is covered before anything goes, and nothing covers it again', async () => {
    const cache = await filled(entries(600));
    const edge = TODAY - 30 * DAY;
    await retain(cache, keeping({ audit: { age: 30 * DAY } }), NOW, 1);
    expect(await state(cache)).toMatchObject({ keptFrom: edge, covered: [{ from: edge, to: NOW }] });
    const late = [audit({ id: 'late', timestamp: edge - 1 }), audit({ id: 'news', timestamp: edge })];
    const covered = { from: edge - 9 * DAY, to: NOW + 1 };
    const done = await cache.commit(page(late, { stream: 'audit', kinds: ['audit'], covered }));
    expect(done).toMatchObject({ added: 1, older: 1 });
    expect(await cache.record('prod/audit/late')).toBeNull();
    expect(await state(cache)).toMatchObject({ covered: [{ from: edge, to: NOW + 1 }] });
  });

  test('lets what stays be told anew', async () => {
    const old = { scheduledAt: NOW - 90 * DAY, startedAt: null, completedAt: null };
    const cache = await filled([job({ id: 'j', ...old, status: 'RUNNING', error: null })]);
    await retain(cache, keeping({ job: { age: DAY } }), NOW);
    const again = job({ id: 'j', ...old, status: 'RUNNING', error: 'still trying' });
    expect(await cache.commit(page([again]))).toMatchObject({ changed: 1 });
    expect((await cache.record('prod/job/j'))?.record).toMatchObject({ error: 'still trying' });
  });

  test('goes back with a longer age and goes away without one: then holes are to be filled', async () => {
    const cache = await filled(entries(600));
    await retain(cache, keeping({ audit: { age: 30 * DAY } }), NOW);
    await retain(cache, keeping({ audit: { age: 60 * DAY } }), NOW);
    expect(await state(cache)).toMatchObject({
      keptFrom: TODAY - 60 * DAY,
      covered: [{ from: TODAY - 30 * DAY, to: NOW }],
    });
    await retain(cache, keeping({}), NOW);
    expect(await state(cache)).not.toHaveProperty('keptFrom');
    expect(await cache.commit(page([audit({ id: 'late', timestamp: 1 })]))).toMatchObject({ added: 1 });
  });

  test('of a stream that brings several kinds is the latest of theirs', async () => {
    const cache = await filled([]);
    const kinds = ['job', 'audit', 'statistic'] as const;
    await cache.commit(page([], { stream: 'scan', kinds, covered: { from: 0, to: NOW } }));
    await retain(cache, keeping({ job: { age: 9 * DAY }, audit: { age: 30 * DAY } }), NOW);
    const scan = (await cache.streams()).find(({ stream }) => stream === 'scan');
    expect(scan).toMatchObject({ keptFrom: TODAY - 9 * DAY, covered: [{ from: TODAY - 9 * DAY, to: NOW }] });
  });
});

describe('a size', () => {
  test('in records takes the oldest, and moves the edge with them', async () => {
    const cache = await filled(entries(600));
    await retain(cache, keeping({ audit: { records: 100 } }), NOW);
    expect(await cache.known()).toMatchObject({ audit: 100 });
    expect(await told(cache)).toEqual(await told(await filled(entries(100))));
    const edge = NOW - 100 * 6 * HOUR + 1;
    expect((await cache.streams())[0]).toMatchObject({ keptFrom: edge, covered: [{ from: edge, to: NOW }] });
    expect(await cache.commit(page(entries(600)))).toMatchObject({ added: 0, older: 500 });
  });

  test('of everything takes the oldest of all kinds', async () => {
    const times = { scheduledAt: null, startedAt: null };
    const jobs = Array.from({ length: 50 }, (_, index) =>
      job({ id: `j${index}`, ...times, completedAt: NOW - index * DAY }),
    );
    const cache = await filled([...entries(200), ...jobs]);
    await retain(cache, keeping({ audit: {}, job: {} }, { records: 100 }), NOW);
    expect(await cache.known()).toMatchObject({ audit: 80, job: 20 });
  });

  test('in bytes is kept as far as it can be estimated', async () => {
    const cache = await filled(entries(2000));
    const before = await cache.disk();
    const of = ({ shares }: typeof before) => shares.reduce((sum, { bytes }) => sum + bytes, 0);
    const bytes = Math.round(of(before) / 2);
    await retain(cache, keeping({ audit: { bytes } }), NOW);
    const { audit: left } = await cache.known();
    expect(left).toBeGreaterThan(900);
    expect(left).toBeLessThan(1100);
  });

  test('that is wider than before lets older ones come again', async () => {
    const cache = await filled(entries(600));
    await retain(cache, keeping({ audit: { records: 100 } }), NOW);
    await retain(cache, keeping({ audit: { records: 300 } }), NOW);
    expect((await cache.streams())[0]).not.toHaveProperty('keptFrom');
    expect(await cache.commit(page(entries(300)))).toMatchObject({ added: 200 });
  });
});

test('a round is told when it begins and when it is over, not with every step', () => {
  const told: (readonly string[])[] = [];
  const telling = new Telling(({ kinds, platforms }) => told.push([...platforms, ...kinds]));
  const touched = (...kinds: Kind[]) => ({ kinds: new Set(kinds), platforms: new Set(['prod']) });
  telling.touched(touched(), false);
  for (let step = 0; step < 50; step += 1) telling.touched(touched(step % 2 === 0 ? 'audit' : 'job'), false);
  telling.touched({ kinds: new Set(), platforms: new Set() }, true);
  telling.touched({ kinds: new Set(), platforms: new Set() }, true);
  expect(told).toEqual([['prod'], ['prod', 'audit', 'job']]);
});

describe('a round that is cut anywhere', () => {
  test('leaves a true cache, and the next goes on', async () => {
    for (const steps of [1, 2, 4, 7]) {
      const dir = temporaryFolder(`cut-${steps}`);
      const all = entries(900);
      const first = await filled(all, openDirect({ dir }));
      await retain(first, keeping({ audit: { age: 30 * DAY } }), NOW, steps);
      await first.close();
      const cache = openDirect({ dir });
      const { rows } = await cache.rows({ selection: select('audit'), limit: 2000 });
      expect(await cache.count(select('audit'))).toEqual({ matched: rows.length, exact: true });
      const { covered = [] } = (await cache.streams())[0] ?? {};
      // Everything that is said to be held is there.
      const held = all.filter(({ timestamp }) => (timestamp ?? 0) >= (covered[0]?.from ?? 0));
      for (const { id } of held) expect(await cache.record(`prod/audit/${id}`)).not.toBeNull();
      await retain(cache, keeping({ audit: { age: 30 * DAY } }), NOW);
      expect(await cache.known()).toMatchObject({ audit: held.length });
      await cache.close();
    }
  });

  test('gives pages back to a file that was made for it, and its parts agree', async () => {
    const dir = temporaryFolder('pages');
    const cache = await filled(entries(3000), openDirect({ dir }));
    const { file } = await cache.disk();
    await retain(cache, keeping({ audit: { age: 10 * DAY } }), NOW);
    const after = await cache.disk();
    expect(after.file).toBeLessThan(file * 0.8);
    await cache.close();
    const db = new SQLite(join(dir, 'cache.sqlite'));
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const count = (sql: string) => db.prepare(sql).pluck().get();
    expect(count('SELECT count(*) FROM audit')).toBe(count('SELECT count(*) FROM audit_body'));
    expect(count('SELECT sum(n) FROM audit_combination')).toBe(count('SELECT count(*) FROM audit'));
    expect(count('SELECT n FROM tally')).toBe(count('SELECT count(*) FROM audit'));
    db.close();
  });
});
