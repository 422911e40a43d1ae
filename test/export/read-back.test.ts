/**
 * Exports of a real cache read back by readers that are not ours, over whatever a platform may have sent: what a file
 * says is what the cache holds, but for what its format cannot carry.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read, utils, type WorkBook } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { openScan } from '../../src/cache/scan.ts';
import type { Json } from '../../src/domain/json.ts';
import { KIND_TABLES, valueAt } from '../../src/domain/kinds.ts';
import { type AnyRecord, KINDS, type Kind } from '../../src/domain/record.ts';
import { recordJson } from '../../src/domain/record-json.ts';
import { NOTHING_HIDDEN } from '../../src/domain/redaction-policy.ts';
import { exportView } from '../../src/export/run.ts';
import { RECORDS } from '../cache/arbitrary.ts';
import { NOW, page } from '../cache/records.ts';

const DAY = 86_400_000;
/** What may stand in a field of any platform. */
const HOSTILE = [
  '=1+1',
  '+cmd|" /C calc"!A0',
  '-2+3',
  '@SUM(A1)',
  '\tx',
  '\rx',
  'a "quoted", text; more',
  'two\r\nlines\n\nand a blank one',
  ' blanks ',
  '00012345678901234567890',
  '1e10',
  'TRUE',
  '2026-01-01',
  '<b>&amp;&lt;</b>]]>',
  '_x0041_',
  '\u001b]0;title\u0007\u001b[31mred\u0000',
  '\ud800 half',
  '\ufeffmark \u2028 \u202e \u{1F600} e\u0301 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 日本語',
  'x'.repeat(40_000),
  '',
];
const hostile = (kind: Kind) =>
  fc
    .record({ record: RECORDS[kind], text: fc.constantFrom(...HOSTILE) })
    .map(({ record, text }): AnyRecord => {
      const texts: Readonly<Record<Kind, string>> = {
        alert: 'title',
        job: 'error',
        audit: 'description',
        statistic: 'unit',
      };
      return { ...record, [texts[kind]]: text } as AnyRecord;
    });

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-back-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let turn = 0;
/** The records as the cache holds them, in its order, and a function that exports them. */
async function kept(kind: Kind, records: readonly AnyRecord[]) {
  const dir = join(folder, String(turn++));
  const cache = openDirect({ dir });
  await cache.commit(page(records));
  const selection = { kind, query: '', now: NOW, longRunningAfter: 1_800_000 };
  const { rows } = await cache.rows({ selection, limit: 1_000, whole: true });
  await cache.close();
  const written = async (format: string): Promise<string> => {
    using scan = openScan({ dir });
    const job = {
      selection,
      columns: null,
      format,
      redaction: NOTHING_HIDDEN,
      toolVersion: '9',
      coverage: [],
    };
    const out = join(dir, `out.${format}`);
    const done = await exportView(job, { cache: scan, out, clock: () => NOW });
    if (!done.ok) throw new Error(done.failure.what);
    return out;
  };
  return { records: rows.map(({ record }) => record), written };
}

const columnsOf = (kind: Kind) => KIND_TABLES[kind].columns;
const inert = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** What a csv cell is to say. */
function csvCell(value: Json, type: string): Json {
  if (value === null) return '';
  if (type === 'time') return inert(new Date(value as number).toISOString());
  if (typeof value === 'string') return inert(value.toWellFormed());
  return typeof value === 'object' ? (JSON.parse(JSON.stringify(value)) as Json) : inert(String(value));
}

/** What a spreadsheet's cell is to hold: days since its day 0 for times. */
function sheetCell(value: Json, type: string): Json {
  if (value === null) return null;
  // Line ends are this reader's own affair.
  const carried = (text: string) =>
    text
      .replace(/\r\n/g, '\n')
      .toWellFormed()
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
  if (type === 'time') return Math.round((value as number) - Date.UTC(1899, 11, 30));
  if (typeof value === 'string') return carried(value).slice(0, 32_000);
  if (typeof value === 'object') return JSON.parse(JSON.stringify(value)) as Json;
  // Documents are text, also the few that are a number.
  return type === 'json' ? String(value) : value;
}

function cellsOf(book: WorkBook): readonly (readonly Json[])[] {
  const [first = ''] = book.SheetNames;
  const sheet = book.Sheets[first];
  if (sheet === undefined) throw new Error('no sheet');
  return utils.sheet_to_json(sheet, { header: 1, raw: true, defval: null, blankrows: true }) as Json[][];
}

describe.each(KINDS)('%s', (kind: Kind) => {
  const columns = columnsOf(kind);
  test('csv, xlsx, json and jsonl say what the cache holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostile(kind), { minLength: 1, maxLength: 12 }), async (given) => {
        const { records, written } = await kept(kind, given);
        const whole = records.map((record) => JSON.parse(JSON.stringify(recordJson(record))) as Json);

        const lines = readFileSync(await written('jsonl'), 'utf8');
        expect(
          lines
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line)),
        ).toEqual(whole);
        const object = JSON.parse(readFileSync(await written('json'), 'utf8'));
        expect(object).toMatchObject({ records: whole, shown: whole.length, matched: whole.length });

        const csv: string[][] = parse(readFileSync(await written('csv')), { relax_column_count: false });
        expect(csv[0]).toEqual(columns.map(({ path }) => path));
        for (const [at, record] of records.entries()) {
          for (const [index, { path, type }] of columns.entries()) {
            const wanted = csvCell(valueAt(record, path), type);
            const text = csv[at + 1]?.[index] ?? '';
            const found = typeof wanted === 'object' && wanted !== null ? JSON.parse(text) : text;
            expect(found, `${path} of row ${at}`).toEqual(wanted);
          }
        }

        const book = read(readFileSync(await written('xlsx')), { cellText: false, cellFormula: true });
        const sheet = cellsOf(book);
        for (const [at, record] of records.entries()) {
          for (const [index, { path, type }] of columns.entries()) {
            const wanted = sheetCell(valueAt(record, path), type);
            const cell = sheet[at + 1]?.[index] ?? null;
            if (typeof wanted === 'object' && wanted !== null) {
              if (JSON.stringify(wanted).length < 30_000)
                expect(JSON.parse(String(cell)), path).toEqual(wanted);
            } else if (type === 'time' && typeof cell === 'number') {
              expect(Math.abs(cell * DAY - Number(wanted)), path).toBeLessThan(1);
            } else if (type !== 'time') {
              expect(typeof cell === 'string' ? cell.slice(0, 32_000) : cell, path).toEqual(wanted);
            }
          }
        }
        for (const cell of Object.values(book.Sheets).flatMap((each) => Object.values(each))) {
          expect(cell).not.toHaveProperty('f');
        }
      }),
      { numRuns: 8 },
    );
  }, 120_000);
});
