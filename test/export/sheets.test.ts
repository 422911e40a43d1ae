import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import exceljs from 'exceljs';
import { expect, test } from 'vitest';
import { writerOf } from '../../src/export/xlsx.ts';
import { zoneOf } from '../../src/export/zone.ts';
import { alert, NOW } from '../query/records.ts';

test('records past the end of a sheet go on the next, with the heading again', async () => {
  const zone = zoneOf('UTC');
  if (zone === null) throw new Error('no UTC');
  const stream = new PassThrough();
  const file = buffer(stream);
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  const view = {
    kind: 'alert',
    query: '',
    columns: [{ path: 'id', title: 'ID', type: 'text' }],
    zone,
    rawCells: false,
    coverage: [],
    window: { from: null, to: null },
    platforms: [],
    tool: 'certdeck',
    toolVersion: '0',
    createdAt: NOW,
  } as const;
  const writer = writerOf(book, view, 3);
  await writer.page(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => alert({ id })));
  await writer.end(7);
  const read = new exceljs.Workbook();
  await read.xlsx.load((await file) as unknown as ArrayBuffer);
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
