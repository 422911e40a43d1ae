/** Statistics with what they were day by day, read back by readers that are not ours. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { expect, onTestFinished, test } from 'vitest';
import type { Figure } from '../../src/cache/ask.ts';
import { SECRETS_ONLY } from '../../src/domain/redaction-policy.ts';
import { DAY } from '../../src/domain/time.ts';
import { figureTable } from '../../src/export/figures.ts';
import type { ExportJob } from '../../src/export/job.ts';
import { smallLine } from '../../src/export/pdf/small-line.ts';
import { exportView } from '../../src/export/run.ts';
import { NOW, statistic } from '../query/records.ts';
import { cacheOf } from './cache.ts';
import { noOpenpyxl, readByOpenpyxl } from './openpyxl.ts';
import { readPdf } from './read-pdf.ts';

/** A figure of these values on the days before, the last of them today; null is a day without one. */
function figure(values: readonly (number | null)[], rest: Partial<Figure> = {}): Figure {
  const at = (index: number) => NOW - (values.length - 1 - index) * DAY;
  const ago = (days: number) => values.at(-1 - days) ?? null;
  return {
    ...{ platform: 'this-host', category: 'certificates', name: 'Expired', unit: 'certificates' },
    ...{ at: NOW, value: values.at(-1) ?? 0, origin: 'platform', account: null },
    ...{ dayAgo: ago(1), weekAgo: values.length > 7 ? ago(7) : null },
    series: values.flatMap((value, index) => (value === null ? [] : [{ at: at(index), value }])),
    ref: 'this-host/statistic/expired',
    ...rest,
  };
}

const FIGURES = [
  figure([1, 2, null, 4, 5, 6, 7, 9]),
  figure([5, 3], { name: '=Issued & <"sent">', platform: 'dc1', unit: null }),
  figure([5, 2.5], { name: 'Issued', platform: 'dc1', account: { id: '7', name: 'ACME' } }),
];

async function written(format: string, figures: readonly Figure[], change: Partial<ExportJob> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'figures-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const out = join(folder, `out.${format}`);
  const records = [statistic(), statistic({ id: 'expired/2026-08-19' })];
  const result = await exportView(
    {
      selection: { kind: 'statistic', query: '', now: NOW, longRunningAfter: 1_800_000 },
      columns: null,
      format,
      toolVersion: '9.9.9',
      coverage: [],
      ...change,
    },
    { cache: cacheOf(records, () => {}, figures), out, clock: () => NOW },
  );
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return out;
}

const DAYS = Array.from({ length: 8 }, (_, at) => new Date(Date.UTC(2026, 7, 13 + at)));

test('a sheet has each figure with its changes and its days, and the manifest is of the records', async () => {
  const file = await written('xlsx', FIGURES);
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(file);
  expect(book.worksheets.map(({ name }) => name)).toEqual(['Statistics', 'Figures', 'About']);
  const sheet = book.getWorksheet('Figures');
  const cells = (row: number) =>
    Array.from({ length: 18 }, (_, at) => sheet?.getRow(row).getCell(at + 1).value);
  const names = ['Platform', 'Account', 'Category', 'Figure', 'Unit', 'At (UTC)'];
  const numbers = ['Value', 'Since yesterday', 'Since last week', 'Trend'];
  expect(cells(1)).toEqual([...names, ...numbers, ...DAYS]);
  const none = Array.from({ length: 6 }, () => null);
  const now = new Date(NOW);
  expect([2, 3, 4].map(cells)).toEqual([
    ['dc1', null, 'certificates', '=Issued & <"sent">', null, now, 3, -2, null, null, ...none, 5, 3],
    ['dc1', 'ACME', 'certificates', 'Issued', 'certificates', now, 2.5, -2.5, null, null, ...none, 5, 2.5],
    [
      'this-host',
      null,
      'certificates',
      'Expired',
      'certificates',
      now,
      9,
      2,
      8,
      null,
      1,
      2,
      null,
      4,
      5,
      6,
      7,
      9,
    ],
  ]);
  const manifest = JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8'));
  expect(manifest.rows).toBe(2);
  expect(manifest.columns).toContain('previous');
});

test('what is counted in one unit is drawn together, a picture of no more lines than one can tell apart', () => {
  const many = Array.from({ length: 11 }, (_, at) => figure([1, 2], { name: `n${10 + at}` }));
  const { series } = figureTable([...many, figure([3, 4], { unit: 'ms' })], SECRETS_ONLY);
  expect(series.charts.map(({ title, lines }) => [title, lines.length])).toEqual([
    ['certificates (ms)', 1],
    ['certificates (certificates), 1 of 2', 8],
    ['certificates (certificates), 2 of 2', 3],
  ]);
  expect(figureTable([figure([7])], SECRETS_ONLY).series.charts).toEqual([]);
});

test('what hides a value hides its days and its changes', () => {
  const hide = (...personal: string[]) => figureTable(FIGURES, { ...SECRETS_ONLY, personal });
  const { rows, series } = hide('value');
  expect(JSON.stringify([rows, series])).not.toMatch(/2\.5|-2/);
  expect(series.charts).toEqual([]);
  const named = hide('account.name');
  expect(JSON.stringify(named)).not.toContain('ACME');
  expect(named.series.charts).toHaveLength(2);
});

test.each(['a4', 'letter'] as const)(
  'a document on %s has a small line beside each figure',
  async (paper) => {
    const { pages, outline } = await readPdf(await written('pdf', FIGURES, { paper }));
    expect(outline.map(({ title }) => title)).toEqual(['Figures', 'Statistics']);
    const page = pages[1];
    const texts = page?.shown.map(({ text }) => text) ?? [];
    for (const text of [
      'Since  Since last  Trend yesterday week',
      '=Issued & <"sent">',
      'ACME',
      '-2.5',
      '3 rows',
    ]) {
      expect(texts.join(' ')).toContain(text);
    }
    expect(texts.join(' ')).toContain('from 2026-08-13 to 2026-08-20 (UTC)');
    // What has two points of one height is a rule.
    const lines = page?.lines.filter((points) => points[0]?.[1] !== points.at(-1)?.[1]) ?? [];
    expect(lines.map((points) => points.length)).toEqual([2, 2, 7]);
    const heights = lines.map((points) =>
      points.map(([, y]) => y - Math.min(...points.map((each) => each[1]))),
    );
    expect(heights[0]).toEqual([15, 0].map((each) => expect.closeTo(each, 1)));
    expect(heights[2]).toEqual(
      [1, 2, 4, 5, 6, 7, 9].map((value) => expect.closeTo(((value - 1) / 8) * 15, 1)),
    );
    const trend = page?.shown.find(({ text }) => text === 'Trend');
    for (const points of lines) {
      const name = page?.shown.find(
        ({ text }) => text === ['=Issued & <"sent">', 'Issued', 'Expired'][lines.indexOf(points)],
      );
      const top = Math.max(...points.map(([, y]) => y));
      expect(top - (name?.y ?? 0)).toBeGreaterThan(0);
      expect(top - (name?.y ?? 0)).toBeLessThan(15);
      for (const [x] of points) {
        expect(x).toBeGreaterThanOrEqual(trend?.x ?? Number.NaN);
        expect(x).toBeLessThan((page?.width ?? 0) - 34);
      }
    }
  },
);

test('a small line stays in its box, whatever its values', () => {
  const box = { x: 10, y: 20, width: 30, height: 8 };
  expect(smallLine([], box) + smallLine([null, Number.NaN], box)).toBe('');
  expect(smallLine([5], box)).toMatch(/^\S+ \S+ 0 rg 8.9 22.9 2.2 2.2 re f\n$/);
  expect(smallLine([5, 5], box)).toContain('10 24 m 40 24 l S');
  const huge = smallLine([-Number.MAX_VALUE, null, Number.MAX_VALUE], box);
  expect(huge).toContain('10 20 m 40 28 l S');
  expect(smallLine([0, Number.MIN_VALUE], box)).toContain('10 24 m 40 24 l S');
});

test('a change larger than any number is none', () => {
  const huge = figure([1], { value: Number.MAX_VALUE, dayAgo: -Number.MAX_VALUE, weekAgo: 0 });
  const { columns, rows } = figureTable([huge], SECRETS_ONLY);
  const [row] = rows;
  const at = columns.findIndex(({ title }) => title === 'Since yesterday');
  expect(row?.slice(at, at + 2)).toEqual([null, Number.MAX_VALUE]);
});

test('figures are printed without their days, down to the last chart', async () => {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(await written('xlsx', FIGURES));
  const sheet = book.getWorksheet('Figures');
  expect(sheet?.pageSetup).toMatchObject({ printArea: 'A1:J41', fitToPage: true, orientation: 'landscape' });
});

test('days long gone do not widen the sheet', () => {
  const old = figure([1], { series: [{ at: 0, value: 1 }] });
  expect(figureTable([old, ...FIGURES], SECRETS_ONLY).series.days).toHaveLength(366);
  expect(figureTable([], SECRETS_ONLY)).toMatchObject({ rows: [], series: { days: [], charts: [] } });
});

test.skipIf(noOpenpyxl !== null)(
  `openpyxl finds the cells that each chart shows (${noOpenpyxl ?? 'asked'})`,
  async () => {
    const sheets = readByOpenpyxl(await written('xlsx', FIGURES));
    const [records, figures, about] = sheets;
    expect([records?.charts, about?.charts]).toEqual([[], []]);
    expect(figures?.filter).toBe('A1:R4');
    const days = "'Figures'!$K$1:$R$1";
    expect(figures?.charts).toEqual([
      {
        kind: 'lineChart',
        title: 'certificates',
        anchor: 6,
        lines: [{ name: '=Issued & <"sent">', days, values: "'Figures'!$K$2:$R$2" }],
      },
      {
        kind: 'lineChart',
        title: 'certificates (certificates)',
        anchor: 24,
        lines: [
          { name: 'Issued (dc1, ACME)', days, values: "'Figures'!$K$3:$R$3" },
          { name: 'Expired (this-host)', days, values: "'Figures'!$K$4:$R$4" },
        ],
      },
    ]);
  },
);
