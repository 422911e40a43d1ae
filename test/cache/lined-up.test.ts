/** A cache that other rules derived: who opens it for a short run can wait until it is in line. */
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { openCache } from '../../src/cache/open.ts';
import type { RulesPlan } from '../../src/rules/plan.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { audit, NOW, page } from './records.ts';

const plan = (enabled: boolean): RulesPlan => ({
  choices: { 'event-jobs': { enabled, thresholds: {} } },
  brings: {},
});

test('a run that waits finds everything derived, however many slices it takes', async () => {
  const dir = temporaryFolder('lined-up');
  const before = openDirect({ dir }, plan(false));
  const scans = Array.from({ length: 1_200 }, (_, i) =>
    audit({
      id: `s${i}`,
      action: 'discovery.scan.completed',
      outcome: null,
      timestamp: NOW - i * 60_000,
      resource: { type: 'scan', id: `scan-${i}`, name: null },
    }),
  );
  await before.commit(page(scans, { stream: 'audit', syncedAt: NOW }));
  await before.close();
  const cache = await openCache({ dir, rules: plan(true) });
  await cache.linedUp;
  const selection = { kind: 'job' as const, query: '', now: NOW, longRunningAfter: 60_000 };
  expect(await cache.count(selection)).toMatchObject({ matched: 1_200 });
  await cache.close();
});
