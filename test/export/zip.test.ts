/** Archives read back by a reader that is not ours. */
import exceljs from 'exceljs';
import { expect, test } from 'vitest';
import { bookParts, sheetPath } from '../../src/export/xlsx/parts.ts';
import { zipOf } from '../../src/export/xlsx/zip.ts';
import { NOW } from '../query/records.ts';

/** A workbook of one cell; from `largest` bytes on its numbers stand in the wide fields. */
async function workbook(largest?: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const write = async (bytes: Uint8Array) => void pieces.push(Buffer.from(bytes));
  const zip = zipOf(write, NOW, largest);
  const parts = bookParts({
    sheets: [{ name: 'One', filter: null, printed: null }],
    drawn: [],
    creator: 'a & b',
    createdAt: NOW,
  });
  for (const [path, xml] of parts) await zip.add(path, xml);
  await zip.add(
    'xl/sharedStrings.xml',
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
  );
  await zip.add(
    sheetPath(0),
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>42</v></c></row></sheetData></worksheet>',
  );
  await zip.end();
  return Buffer.concat(pieces);
}

async function read(archive: Buffer) {
  const book = new exceljs.Workbook();
  await book.xlsx.load(archive as unknown as ArrayBuffer);
  return { cell: book.getWorksheet('One')?.getCell('A1').value, creator: book.creator };
}

const WIDE_END = Buffer.from([0x50, 0x4b, 6, 6]);

test('small parts stand in the fields every reader knows', async () => {
  const archive = await workbook();
  expect(archive.includes(WIDE_END)).toBe(false);
  expect(await read(archive)).toEqual({ cell: 42, creator: 'a & b' });
});

test.each([1, 300, 1_000])(
  'what is too large for them stands in the wide ones (from %i bytes on)',
  async (largest) => {
    const archive = await workbook(largest);
    expect(archive.includes(WIDE_END)).toBe(true);
    expect(await read(archive)).toEqual({ cell: 42, creator: 'a & b' });
  },
);

test('the same parts at the same time are the same bytes', async () => {
  expect((await workbook()).equals(await workbook())).toBe(true);
});
