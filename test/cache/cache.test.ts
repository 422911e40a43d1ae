import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { openCache } from '../../src/cache/open.ts';
import { alert, audit, job, NOW, page, statistic } from './records.ts';

const select = (kind: 'alert' | 'job' | 'audit' | 'statistic', query = '') => ({
  kind,
  query,
  now: NOW,
  longRunningAfter: 60_000,
});

test('records come back as they went in', async () => {
  const cache = openDirect({ memory: true });
  const all = [alert(), job(), audit(), statistic()];
  expect(await cache.commit(page(all))).toMatchObject({ added: 4, changed: 0 });
  expect(await cache.commit(page(all))).toMatchObject({ added: 0, changed: 0 });
  for (const record of all) {
    const { rows, atStart, atEnd } = await cache.rows({
      selection: select(record.kind),
      limit: 10,
      whole: true,
    });
    expect(rows.map((row) => row.record)).toEqual([record]);
    expect([atStart, atEnd]).toEqual([true, true]);
    expect(await cache.count(select(record.kind))).toEqual({ matched: 1, exact: true });
  }
  expect(await cache.known()).toEqual({ alert: 1, job: 1, audit: 1, statistic: 1 });
  await cache.close();
});

test('threads answer as the direct cache does', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'certdeck-'));
  const cache = await openCache({ dir });
  await cache.commit(page([audit({ id: 'e1' }), audit({ id: 'e2', timestamp: NOW })]));
  const { rows } = await cache.rows({ selection: select('audit', 'alice action:login logged'), limit: 10 });
  expect(rows.map(({ ref }) => ref)).toEqual(['prod/audit/e2', 'prod/audit/e1']);
  await expect(cache.rows({ selection: select('audit', '('), limit: 1 })).rejects.toMatchObject({
    failure: { code: 'QUERY_INVALID' },
  });
  await cache.close();
  rmSync(dir, { recursive: true });
});

test('rules and lists have the bodies that crossed as the row alone', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'certdeck-'));
  const cache = await openCache({ dir, rules: { choices: {}, brings: {} } });
  const row = { id: 'e1', note: 'three vaults', duration_seconds: 60 };
  const record = audit({
    id: 'e1',
    action: 'discovery.scan.completed',
    outcome: null,
    timestamp: NOW,
    resource: { type: 'scan', id: 'scan-1', name: null },
    details: row,
  });
  const commit = page([], { stream: 'audit', syncedAt: NOW });
  await cache.commit({ ...commit, rows: [{ record, raw: JSON.stringify(row), wholeIn: 'details' }] });
  const { rows } = await cache.rows({ selection: select('job'), limit: 10, whole: true });
  expect(rows.map((one) => one.record)).toMatchObject([{ kind: 'job', output: row }]);
  const found = await cache.rows({ selection: select('audit', 'vaults'), limit: 10, whole: true });
  expect(found.rows.map((one) => one.record)).toEqual([record]);
  await cache.close();
  rmSync(dir, { recursive: true });
});
