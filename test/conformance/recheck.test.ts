/** A log read again, over each platform's own wire format: the same rows are the same, and one that is missing is named. */
import { describe, expect, test } from 'vitest';
import { recheck } from '../../src/sync/recheck.ts';
import { audit } from '../cache/records.ts';
import { fewPages, rig, START } from './rig.ts';
import { SUBJECTS } from './subjects.ts';

describe.each(SUBJECTS.map((subject) => [subject.kind, subject] as const))('%s', (_kind, subject) => {
  test('gives its audit log again as the cache has it', async () => {
    const { platform, cache, sync, clock } = await rig(subject, fewPages(subject));
    await sync().catchUp();
    const { rows } = await cache.rows({
      selection: { kind: 'audit', query: '', now: clock(), longRunningAfter: 0 },
      limit: 500,
    });
    const times = rows.flatMap(({ record }) => (record.kind === 'audit' ? (record.timestamp ?? []) : []));
    const options = {
      platform,
      cache,
      window: { from: Math.min(...times), to: START },
      clock,
      signal: new AbortController().signal,
    };
    const found = await recheck(options);
    const isLog = platform.streams.every(({ kinds, mode }) => !kinds.includes('audit') || mode === 'log');
    expect(found).toMatchObject({ missing: [], changed: [], older: 0 });
    // Of what somebody exported and what is told at a look only, nobody can say what is missing.
    expect(found.partial === null).toBe(isLog);
    expect(found.given).toBe(found.held);
    expect(found.held).toBeGreaterThan(10);
    const gone = audit({ platform: platform.name, id: 'gone', timestamp: times[5] ?? 0 });
    await cache.commit({
      platform: platform.name,
      stream: 'audit',
      kinds: ['audit'],
      rows: [{ record: gone, raw: '{}' }],
      rejected: [],
      at: clock(),
    });
    const again = await recheck(options);
    expect(again.missing).toEqual(isLog ? [{ ref: `${platform.name}/audit/gone`, time: times[5] }] : []);
  });
});
