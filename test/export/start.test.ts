import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { recordJson } from '../../src/domain/record-json.ts';
import type { ExportJob, ExportProgress } from '../../src/export/job.ts';
import { startExport } from '../../src/export/start.ts';
import { audit, NOW } from '../query/records.ts';
import { readCsv } from './csv.ts';

const ENTRIES = 5_000;
let folder = '';
const cacheDir = () => join(folder, 'cache');
const entry = (at: number): AuditEntry =>
  audit({
    id: `e${String(at).padStart(6, '0')}`,
    timestamp: NOW - Math.floor(at / 7) * 1000,
    action: at % 2 === 0 ? 'LOGIN' : 'DELETE',
    details: { at },
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
  const cache = openDirect({ dir: cacheDir() });
  for (let from = 0; from < ENTRIES; from += 1_000) {
    await cache.commit({
      platform: 'prod',
      stream: 'audit',
      kinds: ['audit'],
      rows: Array.from({ length: 1_000 }, (_, at) => ({ record: entry(from + at), raw: null })),
      rejected: [],
      at: NOW,
    });
  }
  await cache.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asked = (format: string, query = ''): ExportJob => ({
  selection: { kind: 'audit', query, now: NOW, longRunningAfter: 1_800_000 },
  columns: null,
  format,
  toolVersion: '1.0.0',
  coverage: [],
});
const files = () => readdirSync(folder).filter((name) => name !== 'cache');

test('a thread exports what the real cache holds, in the order of the list', async () => {
  const out = join(folder, 'out.jsonl');
  const told: ExportProgress[] = [];
  const result = await startExport(asked('jsonl', 'action:LOGIN'), out, {
    cacheDir: cacheDir(),
    onProgress: (progress) => told.push(progress),
  });
  expect(result).toMatchObject({ ok: true, value: { rows: ENTRIES / 2, file: { path: out } } });
  const records = readFileSync(out, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const wanted = Array.from({ length: ENTRIES / 2 }, (_, at) => recordJson(entry(at * 2)));
  expect(records).toEqual(wanted);
  expect(told.length).toBeGreaterThan(0);
  for (const name of files()) rmSync(join(folder, name));
});

test('a whole cache comes out as csv', async () => {
  const out = join(folder, 'out.csv');
  await startExport(asked('csv'), out, { cacheDir: cacheDir() });
  const ids = readCsv(readFileSync(out, 'utf8')).map((row) => row[2]);
  expect(ids.slice(1)).toEqual(Array.from({ length: ENTRIES }, (_, at) => entry(at).id));
  for (const name of files()) rmSync(join(folder, name));
});

test('the order of the view is the order of the file, over pages', async () => {
  const out = join(folder, 'sorted.csv');
  const sort = [{ field: 'action', descending: false }];
  const result = await startExport({ ...asked('csv'), sort }, out, { cacheDir: cacheDir() });
  expect(result).toMatchObject({ ok: true, value: { rows: ENTRIES } });
  const rows = readCsv(readFileSync(out, 'utf8')).slice(1);
  expect(new Set(rows.map((row) => row[2])).size).toBe(ENTRIES);
  expect(rows.map((row) => row[5])).toEqual(rows.map((row) => row[5]).sort());
  for (const name of files()) rmSync(join(folder, name));
});

test('cancelling from outside leaves nothing behind', async () => {
  const cancel = new AbortController();
  const result = await startExport(asked('xlsx'), join(folder, 'out.xlsx'), {
    cacheDir: cacheDir(),
    signal: cancel.signal,
    onProgress: () => cancel.abort(),
  });
  expect(result).toMatchObject({ ok: false, failure: { code: 'CANCELLED' } });
  expect(files()).toEqual([]);
});

test('what is wrong comes back as a failure', async () => {
  const out = join(folder, 'missing', 'out.csv');
  expect(await startExport(asked('csv'), out, { cacheDir: cacheDir() })).toMatchObject({
    ok: false,
    failure: { code: 'FILE_UNWRITABLE', where: out },
  });
  expect(await startExport(asked('csv', '('), join(folder, 'o.csv'), { cacheDir: cacheDir() })).toMatchObject(
    {
      ok: false,
      failure: { code: 'QUERY_INVALID' },
    },
  );
  expect(files()).toEqual([]);
});
