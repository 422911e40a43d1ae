/** Long exports of text, made by several threads: the very bytes that one would write, of one moment. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { openScan, type Scan } from '../../src/cache/scan.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Json } from '../../src/domain/json.ts';
import { KIND_TABLES } from '../../src/domain/kinds.ts';
import { exportBounded } from '../../src/export/bounded.ts';
import type { ExportJob } from '../../src/export/job.ts';
import { exportView } from '../../src/export/run.ts';
import { audit, NOW, page } from '../cache/records.ts';

const ROWS = 3_000;
/** More are made by several threads. */
const MANY = 1_000;
let dir = '';
let cache: ReturnType<typeof openDirect>;

const DETAILS: readonly Json[] = [
  { note: 'é "quoted", 名前\r\nnext' },
  { password: 'hunter2', who: 'alice@example.com' },
  ['=1+1'],
  null,
];

function entry(at: number): AuditEntry {
  const details = at === 777 || at === 2_400 ? { long: 'ü"'.repeat(400_000) } : (DETAILS[at % 4] ?? null);
  return audit({
    ...{ id: `e${at}`, timestamp: NOW - at * 7, details },
    description: at % 3 === 0 ? `by alice@example.com, token=abcdef1234${at}` : `=${at}`,
    actor: { type: 'user', id: 'u1', name: 'Alice', email: 'alice@example.com' },
  });
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lines-'));
  cache = openDirect({ dir });
  const all = Array.from({ length: ROWS }, (_, at) => entry(at));
  await cache.commit(page(all));
});
afterAll(async () => {
  await cache.close();
  rmSync(dir, { recursive: true, force: true });
});

function asked(format: string, change: Partial<ExportJob> = {}): ExportJob {
  const selection = { kind: 'audit', query: '', now: NOW, longRunningAfter: 1_000 } as const;
  return { selection, columns: null, format, toolVersion: '9.9.9', coverage: [], ...change };
}

/** The export, and how often its threads were begun. */
async function exported(job: ExportJob, scan: Scan, name: string, onProgress?: () => void) {
  let begun = 0;
  const together = (others: () => Promise<unknown>) => {
    begun++;
    return (scan.divided as NonNullable<Scan['divided']>).together(others);
  };
  const counting = scan.divided === undefined ? scan : { ...scan, divided: { ...scan.divided, together } };
  const out = join(dir, name);
  const told = onProgress === undefined ? {} : { onProgress };
  const result = await exportView(job, { cache: counting, out, clock: () => NOW, many: MANY, ...told });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return { begun, rows: result.value.rows, bytes: readFileSync(out) };
}

describe.skipIf(availableParallelism() < 2)('by several threads', () => {
  const personal = { secrets: true, personal: ['actor.email'], how: 'hash', salt: 's' } as const;
  test.each([
    ['csv', {}],
    ['csv', { redaction: personal, timezone: 'Asia/Kolkata', rawCells: true }],
    ['jsonl', { redaction: personal }],
    ['json', {}],
  ] as const)('%s %j is what one writes', async (format, change) => {
    using scan = openScan({ dir });
    const { divided: _, ...alone } = scan;
    const job = asked(format, change);
    const many = await exported(job, scan, `many.${format}`);
    const one = await exported(job, alone as Scan, `one.${format}`);
    expect([many.begun, one.begun]).toEqual([1, 0]);
    expect([many.rows, one.rows]).toEqual([ROWS, ROWS]);
    expect(many.bytes.equals(one.bytes)).toBe(true);
  });

  test('what is written meanwhile is not in it', async () => {
    using scan = openScan({ dir });
    const writing: Promise<unknown>[] = [];
    const { bytes, begun } = await exported(
      asked('csv', { columns: KIND_TABLES.audit.columns.filter(({ path }) => path === 'id') }),
      scan,
      'moment.csv',
      () => {
        if (writing.length === 0)
          writing.push(cache.commit(page([audit({ id: 'late', timestamp: NOW - ROWS * 7 - 1 })])));
      },
    );
    await Promise.all(writing);
    const ids = bytes.toString().trim().split('\r\n').slice(1);
    expect(begun).toBe(1);
    expect(ids).toEqual(Array.from({ length: ROWS }, (_, at) => `e${at}`));
  });

  test('a long workbook is made in a thread whose memory is bounded, and says what went wrong', async () => {
    using scan = openScan({ dir });
    const out = join(dir, 'long.xlsx');
    const columns = KIND_TABLES.audit.columns.slice(0, 4);
    const done = await exportBounded(asked('xlsx', { columns }), {
      cache: scan,
      out,
      clock: () => NOW,
      many: MANY,
    });
    expect(done).toMatchObject({ ok: true, value: { rows: ROWS + 1, file: { path: out } } });
    const failed = await exportBounded(asked('xlsx', { columns }), {
      ...{ cache: scan, out: join(dir, 'missing', 'long.xlsx'), clock: () => NOW, many: MANY },
    });
    expect(failed).toMatchObject({ ok: false, failure: { code: 'FILE_UNWRITABLE' } });
  });

  test('an abort in the midst of it leaves nothing behind', async () => {
    using scan = openScan({ dir });
    const cancel = new AbortController();
    const before = readdirSync(dir).sort();
    const result = await exportView(asked('csv'), {
      ...{ cache: scan, out: join(dir, 'never.csv'), clock: () => NOW, many: MANY, signal: cancel.signal },
      onProgress: ({ rows }) => rows > 0 && cancel.abort(),
    });
    expect(result).toMatchObject({ ok: false, failure: { code: 'CANCELLED' } });
    expect(readdirSync(dir).sort()).toEqual(before);
  });
});
