import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Column } from '../../src/domain/field.ts';
import { KIND_TABLES } from '../../src/domain/kinds.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import type { ExportJob } from '../../src/export/job.ts';
import { openBook } from '../../src/export/pdf/book.ts';
import { PAPERS } from '../../src/export/pdf/paper.ts';
import { PDF } from '../../src/export/pdf/pdf.ts';
import { exportView } from '../../src/export/run.ts';
import { type FileSink, openTarget } from '../../src/export/target.ts';
import { valuesOf } from '../../src/export/text/formats.ts';
import { zoneOf } from '../../src/export/zone.ts';
import { audit, job, NOW, statistic } from '../query/records.ts';
import { cacheOf } from './cache.ts';
import { type ReadPage, readPdf, type Shown } from './read-pdf.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const COVERAGE = [
  { platform: 'prod', stream: 'audit', from: NOW - 1000, to: NOW, complete: true, syncedAt: NOW },
  { platform: 'dc1', stream: 'audit', from: NOW - 1000, to: NOW, complete: false, syncedAt: null },
];

async function exported(
  records: readonly AnyRecord[],
  change: Partial<ExportJob> & { query?: string } = {},
  name = 'out.pdf',
) {
  const { query = '', ...rest } = change;
  const asking: ExportJob = {
    selection: { kind: records[0]?.kind ?? 'audit', query, now: NOW, longRunningAfter: 1_800_000 },
    columns: null,
    format: 'pdf',
    toolVersion: '9.9.9',
    coverage: COVERAGE,
    ...rest,
  };
  const out = join(folder, name);
  const result = await exportView(asking, { cache: cacheOf(records), out, clock: () => NOW });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return out;
}

const columnsOf = (kind: AnyRecord['kind'], ...paths: readonly string[]): readonly Column[] =>
  paths.flatMap((path) => KIND_TABLES[kind].columns.filter((column) => column.path === path));
const textOf = (pages: readonly ReadPage[]) => pages.flatMap(({ shown }) => shown.map(({ text }) => text));
/** Sizes of what a table says: titles, cells, and what stands below them. */
const [CELL, BELOW] = [7, 6.5];

/** The texts of the column that begins where `title` stands, in one for each record; a new one begins beside an id. */
function cellsOf(pages: readonly ReadPage[], idTitle: string, title: string): readonly string[] {
  const cells: string[] = [];
  for (const { shown } of pages.slice(1)) {
    const place = (name: string) => shown.find(({ size, text }) => size === CELL && text === name);
    const [first, own] = [place(idTitle), place(title)];
    if (first === undefined || own === undefined) continue;
    const isUnder = ({ x, y, size }: Shown, head: Shown) => size === CELL && x === head.x && y < head.y;
    for (const each of shown) {
      if (isUnder(each, first)) cells.push('');
      else if (isUnder(each, own)) cells.push((cells.pop() ?? '') + each.text);
    }
  }
  return cells;
}

/** What a document says of a text, character by character. */
const MARK = '\uFFFD';
const HOSTILE = [
  '=1+1',
  '+cmd',
  '@SUM(A1)',
  '\tx',
  '\rx',
  'a "quoted", text (with) \\ brackets',
  'two\r\nlines',
  'two\nlines\n\nand four\n',
  ' blanks  inside ',
  '<b>&amp;&lt;</b>',
  'e\u0301 \u{1F600} \u{1F468}\u200D\u{1F469} \u202eturned',
  'Ελληνικά, Русский, Tiếng Việt, Türkçe, ¿Español?',
  '中文测试、日本語テスト・漢字カタカナ・한국어 글자',
  'ไทย हिन्दी ქართული አማርኛ',
  `long words ${'abc-def/ghi'.repeat(80)}`,
  'no end '.repeat(60),
];
const UNSHOWABLE = [
  'nul\u0000',
  '\u001b[31mred',
  'half \ud800 pair',
  'none \u{10FFFF}\u{E000}',
  '\u009b\u007f',
];

describe('what a document says', () => {
  test('every cell is what the cache holds, to the last blank', async () => {
    const records = HOSTILE.map((name, at) => job({ id: `j${10 + at}`, name }));
    const { pages } = await readPdf(await exported(records, { columns: columnsOf('job', 'id', 'name') }));
    expect(cellsOf(pages, 'ID', 'Name')).toEqual(HOSTILE);
    expect(textOf(pages).at(-1)).not.toContain(MARK);
  });

  test('what no font can show is marked, and the end says in how many cells', async () => {
    const records = UNSHOWABLE.map((name, at) => job({ id: `j${10 + at}`, name }));
    const { pages } = await readPdf(await exported(records, { columns: columnsOf('job', 'id', 'name') }));
    expect(cellsOf(pages, 'ID', 'Name')).toEqual([
      `nul${MARK}`,
      `${MARK}[31mred`,
      `half ${MARK} pair`,
      `none ${MARK}${MARK}`,
      `${MARK}${MARK}`,
    ]);
    const last = pages.at(-1)?.shown.map(({ text }) => text) ?? [];
    expect(last.find((text) => text.startsWith('End of the document'))).toContain('5 cells hold characters');
  });

  test('whatever is written is there, character by character, or marked', async () => {
    const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 80 }), { numRuns: 150, seed: 6 });
    // What runs from right to left stands in another order; it has a test of its own.
    const names = texts.filter(
      (text) =>
        !/[\p{Script=Arabic}\p{Script=Hebrew}\u0590-\u08ff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u.test(
          text,
        ),
    );
    const records = names.map((name, at) => job({ id: `j${100 + at}`, name }));
    const { pages } = await readPdf(await exported(records, { columns: columnsOf('job', 'id', 'name') }));
    const cells = cellsOf(pages, 'ID', 'Name');
    expect(cells).toHaveLength(names.length);
    for (const [at, cell] of cells.entries()) {
      const written = Array.from(names[at]?.toWellFormed() ?? '');
      const shown = Array.from(cell);
      expect(shown.map((each, place) => (each === MARK ? written[place] : each))).toEqual(written);
    }
  });

  test('text from right to left is read as it was written', async () => {
    const names = ['سلام دنیا', 'العربية', 'שלום עולם', 'مَرْحَبًا'];
    const records = names.map((name, at) => job({ id: `j${10 + at}`, name }));
    const { pages } = await readPdf(await exported(records, { columns: columnsOf('job', 'id', 'name') }));
    const copied = pages.flatMap((page) => page.copied.map((text) => text.normalize()));
    expect(copied).toEqual(expect.arrayContaining(names.slice(0, 3)));
    // Each letter is carried, whatever it is joined with.
    const letters = (text: string) => Array.from(text).sort().join('');
    const shown = textOf(pages).map(letters);
    expect(shown).toEqual(expect.arrayContaining(names.map(letters)));
  });

  test('a cell that is longer than a page goes on, and loses nothing', async () => {
    const long = Array.from({ length: 5_000 }, (_, at) => `word${at}`).join(' ');
    const solid = 'x'.repeat(40_000);
    const records = [job({ id: 'j1', name: long }), job({ id: 'j2', name: solid, error: null })];
    const { pages } = await readPdf(await exported(records, { columns: columnsOf('job', 'id', 'name') }));
    const below = pages.flatMap(({ shown }) => shown.filter(({ size }) => size === BELOW));
    const all = below.map(({ text }) => text).join('');
    expect(all).toContain(`Name ${long}`);
    expect(all).toContain(`Name ${solid}`);
    expect(pages.length).toBeGreaterThan(4);
    expect(textOf(pages).filter((text) => text === 'see below')).toHaveLength(2);
  });

  test('nothing is left out: what has no room beside stands below, with its title', async () => {
    const record = audit();
    const { pages } = await readPdf(await exported([record]));
    const said = textOf(pages).join('');
    for (const [at, value] of valuesOf(record, KIND_TABLES.audit.columns).entries()) {
      const { title, type } = KIND_TABLES.audit.columns[at] ?? { title: '?', type: 'text' };
      expect(said).toContain(title);
      if (typeof value === 'string') expect(said).toContain(value);
      if (typeof value === 'number' && type === 'time') expect(said).toContain(new Date(value).toISOString());
    }
    const details = valuesOf(record, columnsOf('audit', 'details'))[0];
    const json = (details as { json: string }).json;
    expect(said).toContain(json);
  });

  test('times are those of the zone, figures are whole', async () => {
    const asked = { timezone: 'Europe/Berlin' };
    const { pages } = await readPdf(await exported([statistic({ value: 12_345.675 })], asked));
    expect(textOf(pages)).toEqual(expect.arrayContaining(['At (Europe/Berlin)', '12345.675']));
    const out = await exported([audit()], asked);
    expect(textOf((await readPdf(out)).pages)).toContain('2026-08-19T12:30:15.250+02:00');
  });
});

describe('pages', () => {
  const many = Array.from({ length: 400 }, (_, at) => audit({ id: `e${at}`, timestamp: NOW - at * 1000 }));

  test.each(['a4', 'letter'] as const)('on %s each has its heading and its number', async (paper) => {
    const out = await exported(many, { paper, query: 'since:24h' });
    const { count, pages } = await readPdf(out);
    expect(count).toBeGreaterThan(10);
    for (const [at, { width, height, shown }] of pages.entries()) {
      expect({ width, height }).toEqual(PAPERS[paper]);
      const texts = shown.map(({ text }) => text);
      expect(texts).toEqual(
        expect.arrayContaining([`Page ${at + 1} `, `of ${count}`, 'Audit logs', 'since:24h']),
      );
      if (at > 0) expect(texts).toEqual(expect.arrayContaining(['Time (UTC)', 'Actor', 'Description']));
      for (const { x, y } of shown) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThan(20);
      }
      const ends = shown.map(({ x, size, text }) => x + text.length * size * 0.2);
      expect(Math.max(...ends)).toBeLessThan(width);
    }
    expect(textOf(pages).filter((text) => /^\d{4}-\d\d-\d\dT.*Z$/.test(text)).length).toBeGreaterThan(400);
    expect(textOf(pages)).toContain('400 rows');
  });

  test('the first says where the records come from', async () => {
    const { pages, info, outline } = await readPdf(await exported(many, { query: 'since:24h' }));
    const texts = pages[0]?.shown.map(({ text }) => text) ?? [];
    for (const row of [
      ['Query', 'since:24h'],
      ['Platforms', 'prod, dc1'],
      ['From', '2026-08-19T12:00:00.000Z'],
      ['Rows', '400'],
      ['Created', '2026-08-20T12:00:00.000Z'],
      ['Tool', 'certdeck 9.9.9'],
      ['Coverage', 'Stream', 'From', 'To', 'Complete', 'Synced'],
      ['dc1', 'audit', '2026-08-20T11:59:59.000Z', '2026-08-20T12:00:00.000Z', 'no', 'never'],
    ]) {
      expect(texts.join('\n')).toContain(row.join('\n'));
    }
    expect(info).toMatchObject({
      Title: 'Audit logs',
      Creator: 'certdeck 9.9.9',
      CreationDate: 'D:20260820120000Z',
    });
    expect(outline?.map(({ title }) => title)).toEqual(['Audit logs']);
  });

  test('a first part of several pages is numbered through', async () => {
    const coverage = Array.from({ length: 120 }, (_, at) => ({ ...COVERAGE[0], platform: `platform ${at}` }));
    const { pages, count } = await readPdf(
      await exported(many.slice(0, 5), { coverage } as Partial<ExportJob>),
    );
    const numbers = pages.map(({ shown }) => shown.find(({ text }) => text.startsWith('Page '))?.text);
    expect(numbers).toEqual(Array.from({ length: count }, (_, at) => `Page ${at + 1} `));
    expect(textOf(pages.slice(0, -1))).toEqual(
      expect.arrayContaining(coverage.map(({ platform }) => platform)),
    );
    expect(textOf(pages.slice(-1))).toContain('5 rows');
  });

  test('the tables of the first page are as wide as what they say', async () => {
    const long = 'platform '.repeat(30).trim();
    const coverage = [{ ...COVERAGE[0], platform: long }, COVERAGE[1]];
    const { pages } = await readPdf(
      await exported(many.slice(0, 1), { coverage } as Partial<ExportJob>),
      [1],
    );
    const [first] = pages;
    const heading = first?.shown.findLast(({ text }) => text === 'Coverage');
    const titles = first?.shown.filter(({ y }) => y === heading?.y) ?? [];
    const widths = titles.slice(1).map(({ x }, at) => x - (titles[at]?.x ?? 0));
    expect(widths[0]).toBeGreaterThan(3 * (widths[1] ?? 0));
    const line = first?.shown.filter(({ text }) => text.startsWith('platform platform')) ?? [];
    expect(line.length).toBeLessThan(8);
    const iso = first?.shown.find(({ text, y }) => text.startsWith('2026-') && y < (heading?.y ?? 0));
    expect(iso?.text).toMatch(/^\d{4}-\d\d-\d\dT\S+Z$/);
  });

  test('the same records at the same instant are the same bytes', async () => {
    const [one, two] = [await exported(many, {}, 'one.pdf'), await exported(many, {}, 'two.pdf')];
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
  });

  test('of nothing there is still a document', async () => {
    const { pages } = await readPdf(await exported([], { query: 'action:NONE' }));
    expect(textOf(pages)).toEqual(expect.arrayContaining(['0 rows', 'of 2']));
  });

  test('memory does not grow with the rows', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    let bytes = 0;
    const nowhere: FileSink = {
      write: async (chunk) => {
        bytes += chunk.length;
      },
      spool: async () => {
        throw new Error('a document of pages needs one file');
      },
    };
    const columns = KIND_TABLES.audit.columns;
    const book = await openBook(nowhere, about(), { paper: 'a4', note: '', leading: null });
    const table = await book.table('All', columns);
    const some = async (count: number) => {
      for (let at = 0; at < count; at += 250) {
        const page = Array.from({ length: 250 }, (_, row) =>
          audit({ id: `e${at + row}`, description: `${row}` }),
        );
        await table.page(page.map((record) => valuesOf(record, columns)));
      }
      collect();
      return process.memoryUsage().heapUsed / 1e6;
    };
    const few = await some(2_500);
    const more = await some(7_500);
    await table.end(10_000);
    await book.end();
    expect(bytes).toBeGreaterThan(1e6);
    expect(more - few).toBeLessThan(4);
  });
});

const about = () => {
  const zone = zoneOf('UTC');
  if (zone === null) throw new Error('no UTC');
  const rows = () => [['Window', 'last week']];
  return { title: 'Weekly report', zone, tool: 'certdeck', toolVersion: '1', createdAt: NOW, rows };
};

test('a book has a section for each of its tables', async () => {
  const target = await openTarget(join(folder, 'book.pdf'));
  if (PDF.book === undefined) throw new Error('no book');
  const book = await PDF.book(target, { ...about(), paper: 'letter' });
  for (const name of ['Users', 'Findings']) {
    const table = await book.table(name, [
      { path: 'name', title: 'Name', type: 'text' },
      { path: 'count', title: 'Count', type: 'number' },
    ]);
    await table.page([
      [`${name} one`, 1],
      [`${name} two`, null],
    ]);
    await table.end(2);
  }
  await book.end();
  await target.finish();
  await target.rename();
  const { pages, outline, count } = await readPdf(join(folder, 'book.pdf'));
  expect(outline?.map(({ title }) => title)).toEqual(['Users', 'Findings']);
  // Both on the page behind the cover: there is room.
  expect(count).toBe(2);
  expect(pages[0]?.shown.map(({ text }) => text)).toEqual(expect.arrayContaining(['Window', 'last week']));
  expect(textOf(pages)).toEqual(expect.arrayContaining(['Users one', 'Findings two', '2 rows', 'of 2']));
});
