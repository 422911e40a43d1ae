import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { expect, onTestFinished, test } from 'vitest';
import type { Column } from '../../src/domain/field.ts';
import type { Value } from '../../src/domain/json.ts';
import type { OpenBook } from '../../src/export/book.ts';
import { formatNamed } from '../../src/export/formats.ts';
import { openTarget } from '../../src/export/target.ts';
import { zoneOf } from '../../src/export/zone.ts';
import { NOW } from '../query/records.ts';
import { readCsv } from './csv.ts';

const PEOPLE: readonly Column[] = [
  { path: 'name', title: 'Name', type: 'text' },
  { path: 'at', title: 'Seen', type: 'time' },
  { path: 'severity', title: 'Severity', type: 'enum' },
  { path: 'details', title: 'Details', type: 'json' },
];
const COUNTS: readonly Column[] = [{ path: 'n', title: 'Number', type: 'number' }];
const LONG = `${'a'.repeat(32_766)}\u{1F600}${'b'.repeat(40_000)}`;
const ROWS: readonly (readonly Value[])[] = [
  ['=1+1', NOW, 'error', { json: '{"a":[1,"\u202e"]}' }],
  [LONG, null, 'info', null],
  [LONG, null, 'warning', null],
];

/** A book of two tables, in a file. */
async function written(
  name: string,
  titles: readonly [string, string] = ['People', 'Counts'],
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'book-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, `out.${name}`);
  const target = await openTarget(file);
  const zone = zoneOf('UTC');
  if (zone === null) throw new Error('no UTC');
  const about = { title: 'A report', zone, tool: 'certdeck', toolVersion: '9', createdAt: NOW };
  const open = formatNamed(name)?.book as OpenBook;
  const book = await open(target, { ...about, rows: () => [['Rows', 3]] });
  const people = await book.table(titles[0], PEOPLE);
  await people.page(ROWS.slice(0, 2));
  await people.page(ROWS.slice(2));
  await people.end(3);
  const counts = await book.table(titles[1], COUNTS);
  await counts.page([[7]]);
  await counts.end(1);
  await book.end();
  await target.finish();
  await target.rename();
  return file;
}

async function sheetsOf(file: string): Promise<readonly exceljs.Worksheet[]> {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(file);
  return book.worksheets;
}
const cells = (sheet: exceljs.Worksheet | undefined, row: number) =>
  ((sheet?.getRow(row).values ?? []) as unknown[]).slice(1);

test('a workbook has a sheet a table, the long texts whole, and where all of it comes from', async () => {
  const sheets = await sheetsOf(await written('xlsx'));
  expect(sheets.map(({ name }) => name)).toEqual(['People', 'Counts', 'Long values', 'About']);
  const [people, counts, long, about] = sheets;
  expect(cells(people, 1)).toEqual(['Name', 'Seen (UTC)', 'Severity', 'Details']);
  expect(cells(people, 2)).toEqual(['=1+1', new Date(NOW), 'error', '{"a":[1,"\\u202e"]}']);
  expect(String(cells(people, 3)[0]).slice(-50)).toMatch(/a… \[cut, whole as number 1 of "Long values"\]$/);
  expect(cells(people, 4)[0]).toBe(cells(people, 3)[0]);
  expect(cells(counts, 2)).toEqual([7]);
  const parts = [2, 3, 4].map((row) => cells(long, row));
  expect(parts.map((part) => part.slice(0, 3))).toEqual([1, 2, 3].map((part) => [1, part, 3]));
  expect(parts.map((part) => part[3]).join('')).toBe(LONG);
  for (const part of parts) expect(String(part[3]).isWellFormed()).toBe(true);
  expect(cells(long, 5)).toEqual([]);
  expect(cells(about, 1)).toEqual(['Rows', 3]);
});

test('a severity has a colour by a rule over its column, and its cells none of their own', async () => {
  const [people] = await sheetsOf(await written('xlsx'));
  const rules = (people as unknown as { conditionalFormattings: unknown }).conditionalFormattings;
  expect(rules).toMatchObject([
    {
      ref: 'C2:C4',
      rules: [
        {
          type: 'cellIs',
          operator: 'equal',
          formulae: ['"error"'],
          style: { font: { color: { argb: 'FF9C0006' } } },
        },
        { type: 'cellIs', operator: 'equal', formulae: ['"warning"'] },
      ],
    },
  ]);
  expect(people?.getCell('C2').font?.color).toEqual(people?.getCell('A2').font?.color);
});

test('whatever a table is called, its sheet has a name that programs take, and of its own', async () => {
  const names = async (...titles: [string, string]) =>
    (await sheetsOf(await written('xlsx', titles))).map(({ name }) => name);
  expect((await names('a/b:[c]*?\\', 'ABOUT')).slice(0, 2)).toEqual(['a b  c', 'ABOUT']);
  expect(await names('x'.repeat(40), 'X'.repeat(40))).toEqual([
    'x'.repeat(31),
    `${'X'.repeat(27)} (2)`,
    'Long values',
    'About',
  ]);
  expect((await names("''", 'a "quoted" & <b>'))[1]).toBe('a "quoted" & <b>');
});

test('JSON has every table in one object', async () => {
  const told = JSON.parse(readFileSync(await written('json'), 'utf8'));
  expect(told).toMatchObject({ title: 'A report', about: [['Rows', 3]] });
  expect(told.tables.map(({ title }: { title: string }) => title)).toEqual(['People', 'Counts']);
  expect(told.tables[0].rows).toEqual([
    { name: '=1+1', at: '2026-08-20T12:00:00.000Z', severity: 'error', details: { a: [1, '\u202e'] } },
    { name: LONG, at: null, severity: 'info', details: null },
    { name: LONG, at: null, severity: 'warning', details: null },
  ]);
});

test('csv has the first table', async () => {
  const rows = readCsv(readFileSync(await written('csv'), 'utf8'));
  expect(rows.map((row) => row[0])).toEqual(['name', "'=1+1", LONG, LONG]);
});
