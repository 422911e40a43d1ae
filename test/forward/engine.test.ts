import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { ARCHIVE_STREAM } from '../../src/cache/stored.ts';
import { DAY } from '../../src/domain/time.ts';
import { openDeadLetters } from '../../src/forward/dead-letters.ts';
import { again, type Sent, settledAll, type Written } from '../../src/forward/target.ts';
import { openTrail } from '../../src/forward/trail.ts';
import { alert, audit, NOW, page } from '../cache/records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { arrive, ids, rig, ScriptedTarget, SETTINGS, UNAVAILABLE } from './support/rig.ts';

test('sends what arrived, in that order, in batches the target takes; the next run goes on there', async () => {
  const { cache, run } = rig();
  await arrive(cache, 0, 25);
  const target = new ScriptedTarget();
  expect(await run(target)).toEqual({ target: 'siem', sent: 25, refused: 0, dropped: 0, failure: null });
  expect(target.ids).toEqual(ids(0, 25));
  expect(target.batches).toEqual([10, 10, 5]);
  await arrive(cache, 25, 27);
  const next = new ScriptedTarget();
  expect((await run(next)).sent).toBe(2);
  expect(next.ids).toEqual(ids(25, 27));
  expect((await run(new ScriptedTarget())).sent).toBe(0);
});

test('from now on: what arrives between the first run and the second is sent, what was there is not', async () => {
  const { cache, run } = rig();
  await arrive(cache, 0, 5);
  const settings = { ...SETTINGS, from: 'now' } as const;
  expect((await run(new ScriptedTarget(), { settings })).sent).toBe(0);
  await arrive(cache, 5, 8);
  const target = new ScriptedTarget();
  await run(target, { settings });
  expect(target.ids).toEqual(ids(5, 8));
});

test('from a date: what happened before is left out', async () => {
  const { cache, run } = rig();
  await arrive(cache, 0, 5);
  const target = new ScriptedTarget();
  await run(target, { settings: { ...SETTINGS, from: NOW + 3 } });
  expect(target.ids).toEqual(ids(3, 5));
});

test('only what the query and the kinds ask for', async () => {
  const { cache, run } = rig();
  await cache.commit(
    page([audit({ id: 'in' }), audit({ id: 'out', action: 'LOGIN_ERROR' }), alert({ id: 'a1' })]),
  );
  const target = new ScriptedTarget();
  await run(target, { settings: { ...SETTINGS, query: 'action:LOGIN', kinds: ['audit'] } });
  expect(target.ids).toEqual(['in']);
  const both = new ScriptedTarget();
  await run(both, { settings: { ...SETTINGS, name: 'other' } });
  expect(both.ids.toSorted()).toEqual(['a1', 'in', 'out']);
});

test('what was read out of an archive goes out too, but for a target that does not want it', async () => {
  const { cache, run } = rig();
  await arrive(cache, 0, 2);
  const restored = [audit({ id: 'old' })];
  await cache.commit(page(restored, { stream: ARCHIVE_STREAM, takenIn: true }));
  await arrive(cache, 2, 3);
  const [all, own] = [new ScriptedTarget(), new ScriptedTarget()];
  await run(all, { settings: { ...SETTINGS, name: 'all' } });
  expect(all.ids).toEqual(['e0', 'e1', 'old', 'e2']);
  await run(own, { settings: { ...SETTINGS, imported: false } });
  expect(own.ids).toEqual(ids(0, 3));
});

test('a batch that is not taken is sent again, later each time, until it is', async () => {
  const { cache, run, waited, states } = rig();
  await arrive(cache, 0, 4);
  const busy = () => again(UNAVAILABLE);
  const target = new ScriptedTarget([busy, busy, busy, () => again({ ...UNAVAILABLE, retryAfter: 40_000 })]);
  expect(await run(target)).toMatchObject({ sent: 4, failure: null });
  expect(target.ids).toEqual(ids(0, 4));
  expect(waited.slice(0, 3)).toEqual([750, 1_500, 3_000]);
  expect(waited[3]).toBeGreaterThanOrEqual(40_000);
  expect(states.filter(({ phase }) => phase.kind === 'failed')).toHaveLength(4);
  expect(await cache.recall('forward:siem')).toMatchObject({ sent: 4, failure: null });
});

test('a target that takes nothing is given up with its failure; nothing is passed over', async () => {
  const { cache, run, waited } = rig();
  await arrive(cache, 0, 4);
  const target = new ScriptedTarget(Array.from({ length: 99 }, () => () => again(UNAVAILABLE)));
  expect(await run(target)).toMatchObject({ sent: 0, failure: UNAVAILABLE });
  expect(waited.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(180_000);
  expect(await cache.recall('forward:siem')).toMatchObject({ failure: { what: UNAVAILABLE.what } });
  const next = new ScriptedTarget();
  await run(next);
  expect(next.ids).toEqual(ids(0, 4));
});

test('what waiting does not mend is given up at once', async () => {
  const { cache, run, waited } = rig();
  await arrive(cache, 0, 4);
  const refused = { code: 'UNAUTHORISED', what: 'siem: the token was refused', next: '' } as const;
  expect((await run(new ScriptedTarget([() => again(refused)]))).failure).toEqual(refused);
  expect(waited).toEqual([]);
});

test('events refused for good go to a file with the reason, and hold up nothing', async () => {
  const { cache, run, dead, deadFile } = rig();
  await arrive(cache, 0, 25);
  const target = new ScriptedTarget([
    (batch) => settledAll(batch, [{ index: 3, why: 'no such index' }]),
    // Only the start of a batch is over: the rest comes again.
    () => ({ settled: 2, refused: [{ index: 1, why: 'bad field' }], failure: null }),
  ]);
  expect(await run(target)).toMatchObject({ sent: 23, refused: 2, failure: null });
  expect(target.ids).toEqual(ids(0, 25).filter((id) => id !== 'e3' && id !== 'e11'));
  expect(dead()).toMatchObject([
    { target: 'siem', ref: 'prod/audit/e3', why: 'no such index', event: { id: 'e3' } },
    { target: 'siem', ref: 'prod/audit/e11', why: 'bad field' },
  ]);
  expect(statSync(deadFile).mode & 0o777).toBe(0o600);
});

test('what is larger than the target takes is refused unsent', async () => {
  const { cache, run, dead } = rig();
  await cache.commit(page([audit({ id: 'small' }), audit({ id: 'large', description: 'x'.repeat(5_000) })]));
  const target = new ScriptedTarget([], { events: 10, bytes: 3_000 });
  expect(await run(target)).toMatchObject({ sent: 1, refused: 1 });
  expect(dead()).toMatchObject([
    { ref: 'prod/audit/large', why: expect.stringContaining('more than the 3000') },
  ]);
});

test('a target that answers nonsense is no endless loop, and nothing is lost', async () => {
  const { cache, run } = rig();
  await arrive(cache, 0, 4);
  const nothing: Sent = { settled: 0, refused: [], failure: null };
  const target = new ScriptedTarget([() => nothing, (batch) => ({ ...nothing, settled: batch.length + 7 })]);
  expect(await run(target)).toMatchObject({ sent: 4, failure: null });
});

test('never more than a batch and a piece of the cache are in memory', async () => {
  const { cache, run } = rig();
  await arrive(cache, 0, 1_000);
  let read = 0;
  let taken = 0;
  let most = 0;
  const counted = {
    ...cache,
    arrivals: async (...ask: Parameters<typeof cache.arrivals>) => {
      const answer = await cache.arrivals(...ask);
      // One alone is asked for to see whether there is more.
      if (ask[2] > 1) read += answer.arrivals.length;
      most = Math.max(most, read - taken);
      return answer;
    },
  };
  const target = new ScriptedTarget(
    Array.from({ length: 200 }, () => (batch: readonly Written[]) => {
      taken += batch.length;
      return settledAll(batch);
    }),
  );
  await run(target, { cache: counted });
  expect(taken).toBe(1_000);
  expect(most).toBeLessThanOrEqual(210);
});

test('one process at a time sends to a target; the other waits and takes over', async () => {
  const { cache, run, states } = rig();
  await arrive(cache, 0, 4);
  await cache.lease('forward:siem', 'another', 5_000, NOW);
  expect(await run(new ScriptedTarget())).toMatchObject({ sent: 4 });
  expect(states[0]?.phase.kind).toBe('elsewhere');
  await cache.lease('forward:siem', 'another', 300_000, NOW);
  expect((await run(new ScriptedTarget())).failure).toMatchObject({ code: 'CACHE_BUSY' });
});

test('without an end: waits for what arrives, and stops when it is told to', async () => {
  const { cache, run } = rig();
  await arrive(cache, 0, 3);
  const stop = new AbortController();
  const target = new ScriptedTarget([
    (batch) => settledAll(batch),
    (batch) => {
      stop.abort();
      return settledAll(batch);
    },
  ]);
  const running = run(
    target,
    {
      once: null,
      onState: ({ phase }) => {
        if (phase.kind === 'idle') void arrive(cache, 3, 5);
      },
    },
    stop.signal,
  );
  expect(await running).toMatchObject({ sent: 5, failure: null });
  expect(target.ids).toEqual(ids(0, 5));
});

test('a cache restored from a copy is noticed, and sent whole: nothing of it is taken for sent', async () => {
  const { cache, run } = rig();
  await arrive(cache, 0, 4);
  await run(new ScriptedTarget());
  const kept = (await cache.recall('forward:siem')) ?? null;
  const other = openDirect({ memory: true });
  await arrive(other, 0, 2);
  await arrive(other, 2, 6);
  await other.remember('forward:siem', kept);
  const target = new ScriptedTarget();
  await run(target, { cache: other });
  expect(target.ids).toEqual(ids(0, 6));
});

test('a cache that is lost takes the position with it: what may not have been sent is, what happened long before is not', async () => {
  const { cache, run, deadFile } = rig();
  const settings = { ...SETTINGS, from: 'now' } as const;
  const trail = openTrail(`${deadFile}.trail`);
  const old = audit({ id: 'old', timestamp: NOW - 5 * DAY });
  await run(new ScriptedTarget(), { settings, trail });
  await cache.commit(page([old], { at: NOW }));
  await arrive(cache, 0, 3);
  const first = new ScriptedTarget();
  await run(first, { settings, trail });
  expect(first.ids).toEqual(['old', ...ids(0, 3)]);
  // The next one has all of it again, and two that came while it was made.
  const next = openDirect({ memory: true });
  await next.commit(page([old], { at: NOW + 10 }));
  await arrive(next, 0, 5);
  const notices: string[] = [];
  const second = new ScriptedTarget();
  await run(second, { settings, trail, cache: next, onNotice: (line) => notices.push(line) });
  expect(second.ids).toEqual(ids(0, 5));
  expect(notices).toEqual([expect.stringContaining('another than the one sent from last')]);
  const idOf = new Map(first.taken.map(({ ref, id }) => [ref, id]));
  expect(second.taken.slice(0, 3).map(({ id }) => id)).toEqual(
    second.taken.slice(0, 3).map(({ ref }) => idOf.get(ref)),
  );
  // What comes to it later is sent however old it is.
  await next.commit(page([audit({ id: 'late', timestamp: NOW - 9 * DAY })], { at: NOW + 3 * DAY }));
  const third = new ScriptedTarget();
  await run(third, { settings, trail, cache: next });
  expect(third.ids).toEqual(['late']);
});

test('what was looked up later, and a read mark, leave the id as it is; a change does not', async () => {
  const { cache, run } = rig();
  const entry = audit({ id: 'e1' });
  await cache.commit(page([entry, alert({ id: 'a1' })]));
  const first = new ScriptedTarget();
  await run(first);
  await cache.markRead(['prod/alert/a1'], true, NOW, []);
  await cache.saveProfiles(
    'prod',
    [
      {
        type: 'user',
        id: 'u-1',
        name: 'Alice',
        email: 'alice@example.com',
        actorType: 'service',
        status: 'found',
        body: { id: 'u-1', more: 1 },
      } as never,
    ],
    NOW,
  );
  const second = new ScriptedTarget();
  await run(second, { settings: { ...SETTINGS, name: 'again' } });
  expect(second.taken.map(({ id }) => id)).toEqual(first.taken.map(({ id }) => id));
  expect(second.taken.map(({ body }) => body)).not.toEqual(first.taken.map(({ body }) => body));
  await cache.commit(page([{ ...entry, description: 'another' }], { at: NOW + 9 }));
  const third = new ScriptedTarget();
  await run(third);
  expect(third.ids).toEqual(['e1']);
  expect(third.taken[0]?.id).not.toBe(first.taken.find(({ kind }) => kind === 'audit')?.id);
});

test('secrets do not leave, and leave no trace in the id', async () => {
  const { cache, run } = rig();
  const one = audit({ id: 'e1', details: { api_key: 'first-secret', note: 'token=abcdef123' } });
  await cache.commit(page([one]));
  const first = new ScriptedTarget();
  await run(first);
  expect(JSON.stringify(first.taken)).not.toMatch(/first-secret|abcdef123/);
  const other = rig();
  await other.cache.commit(page([{ ...one, details: { api_key: 'other-secret', note: 'token=abcdef123' } }]));
  const second = new ScriptedTarget();
  await other.run(second);
  expect(second.taken[0]?.id).toBe(first.taken[0]?.id);
});

test('whatever a target answers, every event is taken or refused once by its word, in order, and ids tell doubles', async () => {
  const answer = fc.oneof(
    fc.constant({ kind: 'all' } as const),
    fc.constant({ kind: 'busy' } as const),
    // It had them, and the answer was lost.
    fc.constant({ kind: 'cut' } as const),
    fc.constant({ kind: 'stop' } as const),
    fc.record({ kind: fc.constant('part' as const), settled: fc.nat(12), refused: fc.nat(11) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(answer, { maxLength: 30 }),
      fc.integer({ min: 1, max: 60 }),
      async (answers, count) => {
        const { cache, run, dead } = rig();
        await arrive(cache, 0, count);
        const seen: string[] = [];
        const refusedIds: string[] = [];
        const script = [...answers];
        for (let runs = 0; runs < 40; runs += 1) {
          const stop = new AbortController();
          const target = new ScriptedTarget(
            Array.from({ length: 99 }, () => (batch: readonly Written[]) => {
              const next = script.shift() ?? { kind: 'all' };
              const see = (events: readonly Written[]) => seen.push(...events.map(({ event }) => event.id));
              if (next.kind === 'busy') return again(UNAVAILABLE);
              if (next.kind === 'cut') see(batch);
              if (next.kind === 'cut') return again(UNAVAILABLE);
              if (next.kind === 'stop') {
                see(batch);
                stop.abort();
                throw new Error('killed');
              }
              if (next.kind === 'all') {
                see(batch);
                return settledAll(batch);
              }
              const settled = Math.min(next.settled, batch.length);
              const refused = next.refused < settled ? [{ index: next.refused, why: 'bad' }] : [];
              see(batch.slice(0, settled).filter((_, at) => at !== refused[0]?.index));
              refusedIds.push(...refused.map(({ index }) => batch[index]?.event.id ?? ''));
              return { settled, refused, failure: null };
            }),
          );
          const ended = await run(target, {}, stop.signal);
          if (!stop.signal.aborted && ended.failure === null) break;
        }
        const deadIds = refusedIds.length === 0 ? [] : dead().map(({ id }) => id);
        expect(new Set(deadIds)).toEqual(new Set(refusedIds));
        expect(new Set([...seen, ...refusedIds]).size).toBe(count);
      },
    ),
    { numRuns: 60 },
  );
});

test('what a kill left of a dead letter does not spoil the next', async () => {
  const file = join(temporaryFolder('dead'), 'siem.jsonl');
  writeFileSync(file, '{"at":"2026-08-20T12:00:00.000Z","tar');
  const event = {
    id: 'e1',
    at: NOW,
    ref: 'p/audit/e1',
    kind: 'audit',
    platform: 'p',
    severity: 'info',
    body: {},
  } as const;
  await openDeadLetters(file, 'siem').add([{ event, why: 'no' }], NOW);
  const lines = readFileSync(file, 'utf8').split('\n');
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ id: 'e1' });
});
