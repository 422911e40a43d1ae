/** Derived records in the cache: the same whatever order pages come in, whole with their page, gone with their cause. */
import { describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Cache } from '../../src/cache/port.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { AnyRecord, Kind } from '../../src/domain/record.ts';
import type { RulesPlan } from '../../src/rules/plan.ts';
import { RULES } from '../../src/rules/registry.ts';
import { runRules } from '../../src/rules/run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { audit as anyAudit, job, NOW, page } from './records.ts';

/** What tells of an outcome in these stories is the action, but for sign-ins. */
const audit = (given: Partial<AuditEntry>) => anyAudit({ outcome: null, ...given });
const PLAN: RulesPlan = { choices: {}, brings: {} };
const select = (kind: Kind, query = '') => ({ kind, query, now: NOW, longRunningAfter: 60_000 });

/** A day of several stories, from 18 hours before NOW to 6 after, so that midnight lies inside. */
function story(): readonly AuditEntry[] {
  const at = (minutes: number) => NOW + (minutes - 1080) * 60_000;
  const entries: AuditEntry[] = [];
  const add = (minutes: number, given: Partial<AuditEntry>) =>
    entries.push(
      audit({ id: `s${entries.length}`, timestamp: at(minutes), outcome: null, ip: null, ...given }),
    );
  for (let i = 0; i < 40; i += 1) {
    const resource = { type: 'scan', id: `scan-${i}`, name: null };
    add(i * 31, { action: 'discovery.scan.started', resource, details: { mode: 'full' } });
    if (i % 5 !== 4) {
      const end = i % 3 === 0 ? 'failed' : 'completed';
      add(i * 31 + 7, {
        action: `discovery.scan.${end}`,
        resource,
        details: { error: `vault kv-${i} is down` },
      });
    }
  }
  for (let i = 0; i < 60; i += 1) {
    const actor = { type: 'user' as const, id: `u-${i % 3}`, name: `user ${i % 3}`, email: null };
    add(i * 11, { action: 'LOGIN_ERROR', outcome: 'failure', actor, ip: '192.0.2.9' });
    add(i * 11, { action: 'LOGIN', outcome: 'success', actor });
    if (i > 50)
      for (let n = 0; n < 6; n += 1) add(i * 11, { action: 'LOGIN_ERROR', outcome: 'failure', actor });
  }
  add(60, { action: 'LOW_LICENSE_WARNING_SENT', resource: { type: 'LICENSE', id: 'l', name: 'TLS' } });
  return entries;
}

/** Up to when a story is known. */
const lastOf = (entries: readonly AuditEntry[]): number =>
  Math.max(...entries.map(({ timestamp }) => timestamp ?? 0));

async function derivedOf(cache: Cache): Promise<readonly AnyRecord[]> {
  const lists = await Promise.all(
    (['alert', 'job'] as const).map((kind) =>
      cache.rows({ selection: select(kind, '-origin:platform'), limit: 1000, whole: true }),
    ),
  );
  return lists.flatMap(({ rows }) => rows.map(({ record }) => record)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

const expected = (entries: readonly AnyRecord[], plan = PLAN) =>
  runRules(entries, plan)
    .map(({ record }) => record)
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** The same shuffle for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  let state = seed;
  return items
    .map((item) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return { item, at: state };
    })
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

describe('derived records', () => {
  test.each([
    [
      'ascending',
      (all: readonly AuditEntry[]) => all.toSorted((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0)),
    ],
    [
      'newest first',
      (all: readonly AuditEntry[]) => all.toSorted((a, b) => (b.timestamp ?? 0) - (a.timestamp ?? 0)),
    ],
    ['in any order', (all: readonly AuditEntry[]) => shuffled(all, 7)],
    [
      'in any order, every page twice',
      (all: readonly AuditEntry[]) => [...shuffled(all, 3), ...shuffled(all, 5)],
    ],
  ])('are the same with pages %s', async (_name, order) => {
    const cache = openDirect({ memory: true }, PLAN);
    const entries = order(story());
    for (let i = 0; i < entries.length; i += 7) await cache.commit(page(entries.slice(i, i + 7)));
    await cache.commit(page([], { syncedAt: lastOf(story()) }));
    const wanted = expected(story());
    expect(wanted.filter(({ kind }) => kind === 'job')).toHaveLength(40);
    expect(wanted.filter(({ kind }) => kind === 'alert').length).toBeGreaterThan(10);
    expect(await derivedOf(cache)).toEqual(wanted);
    expect(await cache.known()).toMatchObject({ audit: story().length, job: 40 });
    await cache.close();
  });

  test('name what they rest on, and count in the answer of no page', async () => {
    const cache = openDirect({ memory: true }, PLAN);
    const started = audit({ id: 'a', action: 'sync.started', timestamp: NOW - 9_000 });
    const failed = audit({ id: 'b', action: 'sync.failed', timestamp: NOW, details: { error: 'no route' } });
    expect(await cache.commit(page([started]))).toMatchObject({ added: 1, changed: 0 });
    const [running] = await derivedOf(cache);
    expect(running).toMatchObject({ kind: 'job', status: 'RUNNING', origin: 'rule:event-jobs' });
    expect(await cache.open('prod', 'job', 10)).toEqual([]);
    await cache.commit(page([failed]));
    const [alert, ended] = [...(await derivedOf(cache))].sort((a, b) => (a.kind < b.kind ? -1 : 1));
    expect(ended).toMatchObject({
      id: running?.id,
      status: 'FAILED',
      error: 'no route',
      startedAt: NOW - 9_000,
    });
    expect(alert).toMatchObject({ type: 'SYNC_FAILED', message: 'no route' });
    const whole = await cache.record(`prod/job/${running?.id}`);
    expect(JSON.parse(whole?.raw ?? '')).toMatchObject({ restsOn: ['prod/audit/a', 'prod/audit/b'] });
    await cache.close();
  });

  test('keep read marks that no platform is told of', async () => {
    const cache = openDirect({ memory: true }, PLAN);
    const entry = audit({ id: 'a', action: 'sync.failed', details: { error: 'no route' } });
    await cache.commit(page([entry]));
    const refs = await cache.refs(select('alert'), 10);
    expect(refs).toHaveLength(1);
    expect(await cache.markRead(refs, true, NOW, ['prod'])).toEqual({ changed: refs });
    expect(await cache.outbox()).toEqual([]);
    const again = audit({
      id: 'b',
      action: 'sync.failed',
      timestamp: NOW - 1500,
      details: { error: 'no route' },
    });
    await cache.commit(page([again]));
    expect(await cache.refs(select('alert', 'is:read title:"2 times"'), 10)).toEqual(refs);
    await cache.close();
  });

  test('go when their cause goes, or changes', async () => {
    const cache = openDirect({ memory: true }, PLAN);
    const entry = audit({ id: 'a', action: 'sync.failed', details: null });
    const other = audit({ id: 'b', action: 'rotation.failed', details: null });
    await cache.commit(page([entry, other]));
    expect(await derivedOf(cache)).toHaveLength(4);
    await cache.commit(page([{ ...entry, action: 'sync.completed', outcome: 'success' }]));
    expect(await derivedOf(cache)).toHaveLength(3);
    await cache.commit(page([], { retired: ['prod/audit/a', 'prod/audit/b'] }));
    expect(await derivedOf(cache)).toEqual([]);
    expect(await cache.known()).toMatchObject({ alert: 0, job: 0 });
    await cache.close();
  });

  test('give way to the job the platform reports itself, whichever comes first', async () => {
    for (const order of [1, -1]) {
      const cache = openDirect({ memory: true }, PLAN);
      const resource = { type: 'scan', id: 'scan-1', name: null };
      const event = audit({ id: 'a', action: 'discovery.scan.started', resource });
      const pages: readonly AnyRecord[] = [event, job({ id: 'scan-1', startedAt: NOW - 2000 })];
      for (const one of order === 1 ? pages : pages.toReversed()) await cache.commit(page([one]));
      expect(await cache.refs(select('job'), 10)).toEqual(['prod/job/scan-1']);
      await cache.close();
    }
  });

  test('are not there when their page is not', async () => {
    const cache = openDirect({ memory: true }, PLAN);
    const good = audit({ id: 'a', action: 'new.action.sync.failed' });
    const broken = { ...audit({ id: 'z', timestamp: NOW + 1 }), platform: null } as unknown as AuditEntry;
    await expect(cache.commit(page([good, broken]))).rejects.toThrow();
    expect(await derivedOf(cache)).toEqual([]);
    await cache.commit(page([good]));
    expect(await derivedOf(cache)).toEqual(expected([good]));
    await cache.close();
  });

  test('come and go when rules are tuned, switched off, or new to a cache', async () => {
    const dir = temporaryFolder('derived');
    const opened = async (plan: RulesPlan | null, work: (cache: Cache) => Promise<void>) => {
      const cache = openDirect({ dir }, plan);
      await work(cache);
      await cache.close();
    };
    await opened(null, async (cache) => {
      await cache.commit(page(story(), { syncedAt: lastOf(story()) }));
      expect(await derivedOf(cache)).toEqual([]);
    });
    let marked: readonly string[] = [];
    await opened(PLAN, async (cache) => {
      expect(await derivedOf(cache)).toEqual(expected(story()));
      marked = await cache.refs(select('alert', 'type:LOW_LICENSE_WARNING'), 5);
      await cache.markRead(marked, true, NOW, []);
    });
    const tuned: RulesPlan = {
      choices: { 'failed-sign-ins': { enabled: true, thresholds: { attempts: 50 } } },
      brings: { prod: ['job'] },
    };
    await opened(tuned, async (cache) => {
      expect(await cache.refs(select('alert', 'is:read'), 5)).toEqual(marked);
      const ids = (await derivedOf(cache)).map(({ id }) => id);
      expect(ids).toEqual(expected(story(), tuned).map(({ id }) => id));
    });
    const off: RulesPlan = {
      choices: Object.fromEntries(RULES.map(({ name }) => [name, { enabled: false, thresholds: {} }])),
      brings: {},
    };
    await opened(off, async (cache) => expect(await derivedOf(cache)).toEqual([]));
  });
});
