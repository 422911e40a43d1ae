import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { expect, onTestFinished, test } from 'vitest';
import { SECRETS_ONLY } from '../../src/domain/redaction-policy.ts';
import { openTarget } from '../../src/export/target.ts';
import { writerOf } from '../../src/export/xlsx/xlsx.ts';
import { zoneOf } from '../../src/export/zone.ts';
import { NOW } from '../query/records.ts';

test('records past the end of a sheet go on the next, with the heading again', async () => {
  const zone = zoneOf('UTC');
  if (zone === null) throw new Error('no UTC');
  const folder = mkdtempSync(join(tmpdir(), 'export-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const target = await openTarget(join(folder, 'out.xlsx'));
  const view = {
    kind: 'alert',
    query: '',
    marked: null,
    redaction: SECRETS_ONLY,
    columns: [{ path: 'id', title: 'ID', type: 'text' }],
    zone,
    rawCells: false,
    paper: 'a4',
    coverage: [],
    window: { from: null, to: null },
    platforms: [],
    figures: null,
    tool: 'certdeck',
    toolVersion: '0',
    createdAt: NOW,
  } as const;
  const writer = await writerOf(target.file, view, 3);
  await writer.page(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => [id]));
  await writer.end(7);
  await target.finish();
  await target.rename();
  expect(readdirSync(folder)).toEqual(['out.xlsx']);
  const read = new exceljs.Workbook();
  await read.xlsx.readFile(join(folder, 'out.xlsx'));
  const found = read.worksheets.map((sheet) => [
    sheet.name,
    sheet.autoFilter,
    ...sheet.getColumn(1).values.slice(1, 5),
  ]);
  expect(found.slice(0, 3)).toEqual([
    ['Alerts', 'A1:A4', 'ID', 'a', 'b', 'c'],
    ['Alerts 2', 'A1:A4', 'ID', 'd', 'e', 'f'],
    ['Alerts 3', 'A1:A2', 'ID', 'g'],
  ]);
  expect(read.worksheets).toHaveLength(4);
});
