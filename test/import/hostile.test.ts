/** Files that want too much, or are not what they say. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import exceljs from 'exceljs';
import { expect, test } from 'vitest';
import type { ReadLimits } from '../../src/platforms/certinext/exports/lines.ts';
import { readExport } from '../../src/platforms/certinext/exports/read-export.ts';
import type { ReadPage } from '../../src/platforms/certinext/exports/reading.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { HEADINGS, workbook } from './books.ts';

const folder = temporaryFolder('hostile');

async function read(path: string, limits: Partial<ReadLimits> = {}) {
  const pages: ReadPage[] = [];
  const result = await readExport({ path, platform: 'p', kind: null, limits }, async (page) => {
    pages.push(page);
  });
  const rows = pages.flatMap((page) => page.rows);
  return { what: result.ok ? null : `${result.failure.code} ${result.failure.what}`, rows, pages, result };
}

function written(name: string, bytes: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** An archive as small as it can be: what it says of its sizes is up to the test. */
function archive(parts: Readonly<Record<string, string | Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const packed = deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    // The unpacked size is a lie.
    entry.writeUInt32LE(1, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

const BOOK = {
  'xl/workbook.xml':
    '<workbook xmlns:r="r"><sheets><sheet name="Log" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="rId1" Type="worksheet" Target="/xl/worksheets/log.xml"/></Relationships>',
};
const cellsXml = (cells: readonly string[], row: number) =>
  `<row r="${row}">${cells.map((cell, at) => `<c r="${'ABCDEFG'[at]}${row}" t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
const sheetXml = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;

test('a workbook of the barest parts, with its sheet under another name, is read', async () => {
  const rows = [HEADINGS, ['Ada', 'Keys', 'Created', '2026-08-19 10:00:00', 'Success']];
  const sheet = sheetXml(rows.map((cells, at) => cellsXml(cells, at + 1)).join(''));
  const path = written('bare.xlsx', archive({ ...BOOK, 'xl/worksheets/log.xml': sheet }));
  expect((await read(path)).rows).toHaveLength(1);
});

test('what unpacks to more than the limit is refused, whatever the archive says', async () => {
  const path = written(
    'bomb.xlsx',
    archive({ ...BOOK, 'xl/worksheets/log.xml': `<worksheet>${'<a/>'.repeat(10 * 2 ** 20)}` }),
  );
  expect((await read(path, { unpackedBytes: 2 ** 20 })).what).toMatch(
    /FILE_UNREADABLE .*unpacks to too much \(more than 1 MiB\)/,
  );
});

test.each([
  [
    'a text without an end',
    (text: string) => `<row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row>`,
  ],
  [
    'runs without an end',
    (text: string) =>
      `<row r="1"><c r="A1" t="inlineStr"><is>${text.replaceAll('aaaaaaaa', '<r/><b/>')}</is></c></row>`,
  ],
])('a cell of %s is refused in words, long before it lies in memory', async (_, xml) => {
  const sheet = sheetXml(xml('a'.repeat(64 * 2 ** 20)));
  const path = written('cell.xlsx', archive({ ...BOOK, 'xl/worksheets/log.xml': sheet }));
  expect((await read(path)).what).toMatch(/FILE_UNREADABLE .*holds a cell of more than [\d,]+ characters/);
});

test('the longest text a sheet can hold is read', async () => {
  const longest = '&amp;'.repeat(32_767);
  const rows = [HEADINGS, ['Ada', 'Keys', longest, '2026-08-19 10:00:00', 'Success']];
  const sheet = sheetXml(rows.map((cells, at) => cellsXml(cells, at + 1)).join(''));
  expect(
    (await read(written('longest.xlsx', archive({ ...BOOK, 'xl/worksheets/log.xml': sheet })))).rows,
  ).toHaveLength(1);
});

test('texts shared by the sheets have a limit of their own', async () => {
  const shared = `<sst>${'<si><t>x</t></si>'.repeat(100_000)}</sst>`;
  const path = written(
    'shared.xlsx',
    archive({ ...BOOK, 'xl/sharedStrings.xml': shared, 'xl/worksheets/log.xml': sheetXml('') }),
  );
  expect((await read(path, { sharedBytes: 2 ** 20 })).what).toContain('holds too much text');
});

test.each([
  [
    'entities of its own',
    '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&a;</v></c></row></sheetData></worksheet>',
  ],
  ['no XML at all', 'nonsense <<<'],
  [
    'a cell in no column',
    '<worksheet><sheetData><row r="1"><c r="ZZZZZZ1"><v>1</v></c></row></sheetData></worksheet>',
  ],
])('a sheet with %s is refused', async (_, sheet) => {
  const { what, rows } = await read(
    written('odd.xlsx', archive({ ...BOOK, 'xl/worksheets/log.xml': sheet })),
  );
  expect(what).toContain('FILE_UNREADABLE');
  expect(rows).toEqual([]);
});

test('a workbook cut short at any place is refused and never hangs', async () => {
  const whole = readFileSync(await workbook(folder, 'whole.xlsx', [{ name: 'Log', rows: [HEADINGS] }]));
  for (const part of [0, 3, 30, 0.3, 0.6, 0.99]) {
    const length = part < 1 ? Math.floor(whole.length * part) : part;
    expect((await read(written('cut.xlsx', whole.subarray(0, length)))).what).toContain('FILE_UNREADABLE');
  }
});

test.each([
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old kind'],
  ['a page', '<html><table><tr><td>User</td></tr></table></html>', 'is a page'],
  ['an archive of something else', archive({ 'readme.txt': 'hello' }), 'no Excel workbook'],
  ['bytes', Buffer.from([1, 2, 0, 3]), 'neither a workbook'],
])('%s is named for what it is', async (_, bytes, said) => {
  expect((await read(written('what.xlsx', bytes))).what).toContain(said);
});

test('a quote that is never closed, and too many rows or columns', async () => {
  const head = `${HEADINGS.join(',')}\n`;
  expect(
    (await read(written('q.csv', `${head}"${'x'.repeat(5_000)}`), { lineLength: 1_000 })).what,
  ).toContain('has a line of more than 1,000 characters (line 2)');
  const rows = 'A,B,C,2026-08-19 10:00:00,Success\n'.repeat(2_000);
  expect((await read(written('r.csv', head + rows), { rows: 1_000 })).what).toContain('more than 1,000 rows');
  expect((await read(written('c.csv', `${'x,'.repeat(5_000)}\n`))).what).toContain('more than 512 columns');
});

test('formulas are never computed: what is stored beside one counts', async () => {
  const path = await workbook(folder, 'f.xlsx', [
    {
      name: 'Log',
      rows: [
        HEADINGS,
        ['Ada', 'Keys', { formula: 'CONCAT("a","b")', result: 'Created' }, '2026-08-19 10:00:00', 'Success'],
        ['=cmd|calc', 'Keys', 'Created', '2026-08-19 10:00:00', 'Success'],
      ],
    },
  ]);
  const { rows } = await read(path);
  expect(rows.map(({ record }) => record.kind === 'audit' && [record.actor?.name, record.action])).toEqual([
    ['Ada', 'Created'],
    ['=cmd|calc', 'Created'],
  ]);
});

test('characters of several bytes survive however the file is cut into pieces', async () => {
  const book = new exceljs.stream.xlsx.WorkbookWriter({
    filename: join(folder, 'many.xlsx'),
    useSharedStrings: true,
  });
  const sheet = book.addWorksheet('Log');
  sheet.addRow([...HEADINGS]).commit();
  for (let at = 0; at < 5_000; at++) {
    sheet
      .addRow([
        `Zoë ${'é€😀'.repeat(at % 7)}${at}`,
        'Schlüssel',
        'Erstellt',
        '2026-08-19 10:00:00',
        'Success',
      ])
      .commit();
  }
  sheet.commit();
  await book.commit();
  const { rows, pages } = await read(join(folder, 'many.xlsx'));
  expect(rows).toHaveLength(5_000);
  expect(Math.max(...pages.map((page) => page.rows.length))).toBeLessThanOrEqual(500);
  const names = rows.map(({ record }) => (record.kind === 'audit' ? record.actor?.name : null));
  expect(names).toEqual(Array.from({ length: 5_000 }, (_, at) => `Zoë ${'é€😀'.repeat(at % 7)}${at}`));
});
