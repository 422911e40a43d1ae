/** What the demo's portal exports, read as any portal's export is. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorld } from '../../src/demo/world.ts';
import { readExport } from '../../src/platforms/certinext/exports/read-export.ts';
import type { ReadPage } from '../../src/platforms/certinext/exports/reading.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { demo, START } from './world.ts';

async function read(path: string) {
  const pages: ReadPage[] = [];
  const result = await readExport({ path, platform: 'certinext', kind: null }, async (page) => {
    pages.push(page);
  });
  return {
    reading: result.ok ? result.value : null,
    records: pages.flatMap(({ rows }) => rows.map(({ record }) => record)),
  };
}

test('the portal exports audit logs and statistics of the world, the same each time', async () => {
  const exports = temporaryFolder('portal');
  const { servers } = await demo({ exports });
  const next = servers.platforms.find(({ kind }) => kind === 'certinext');
  expect(next?.settings.exports).toBe(exports);
  expect(servers.platforms.filter(({ settings }) => 'exports' in settings)).toEqual([next]);
  await servers.writeExports();
  const log = await read(join(exports, 'AuditLogs.xlsx'));
  expect(log.reading).toMatchObject({ kind: 'audit', rejected: 0 });
  expect(log.reading?.covered?.to).toBeLessThanOrEqual(START);
  const { people } = createWorld({ seed: 1, entries: 5_000, start: START, pace: 5_000 });
  const known = new Set(['System', ...people.services.map(({ name }) => name)]);
  for (const { first, last } of people.users) known.add(`${first} ${last}`);
  for (const record of log.records) {
    if (record.kind !== 'audit') throw new Error(record.kind);
    expect(known).toContain(record.actor?.name);
    expect(record.outcome).not.toBeNull();
  }
  const figures = await read(join(exports, 'OverallStatistics.xlsx'));
  expect(figures.reading).toMatchObject({ kind: 'statistic', rejected: 0, rows: 21 });
  const values = new Map(
    figures.records.map((record) => [
      record.kind === 'statistic' && record.name,
      record.kind === 'statistic' ? record.value : 0,
    ]),
  );
  const sum = (...names: readonly string[]) =>
    names.reduce((all, name) => all + (values.get(name) ?? Number.NaN), 0);
  expect(sum('Configured certificates', 'Non-configured certificates')).toBe(sum('Discovered certificates'));
  expect(sum('Symmetric keys', 'Asymmetric keys')).toBe(sum('Total number of keys'));
  expect(statSync(join(exports, 'AuditLogs.xlsx')).mtimeMs).toBe(START);
  // A world that begins again exports the same.
  const other = temporaryFolder('portal');
  await (await demo({ exports: other })).servers.writeExports();
  expect((await read(join(other, 'AuditLogs.xlsx'))).records).toEqual(log.records);
});

test('without a folder nothing is exported', async () => {
  const { servers } = await demo();
  await servers.writeExports();
  expect(servers.platforms.some(({ settings }) => 'exports' in settings)).toBe(false);
});
