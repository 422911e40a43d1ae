import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KIND_TABLES } from '../../src/domain/kinds.ts';
import type { AnyRecord, Kind } from '../../src/domain/record.ts';
import { recordJson } from '../../src/domain/record-json.ts';
import { NOTHING_HIDDEN, SECRETS_ONLY } from '../../src/domain/redaction-policy.ts';
import { MASK } from '../../src/domain/secrets.ts';
import { FORMATS } from '../../src/export/formats.ts';
import type { ExportJob, ExportProgress } from '../../src/export/job.ts';
import { exportView } from '../../src/export/run.ts';
import { alert, audit, job, NOW, statistic } from '../query/records.ts';
import { cacheOf } from './cache.ts';
import { readCsv } from './csv.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const COVERAGE = [
  { platform: 'prod', stream: 'audit', from: NOW - 1000, to: NOW, complete: true, syncedAt: NOW },
];
const COVERAGE_JSON = [
  {
    platform: 'prod',
    stream: 'audit',
    from: '2026-08-20T11:59:59.000Z',
    to: '2026-08-20T12:00:00.000Z',
    complete: true,
    syncedAt: '2026-08-20T12:00:00.000Z',
  },
];

function asked(kind: Kind, format: string, change: Partial<ExportJob> & { query?: string } = {}): ExportJob {
  const { query = '', ...rest } = change;
  return {
    selection: { kind, query, now: NOW, longRunningAfter: 1_800_000 },
    columns: null,
    format,
    toolVersion: '9.9.9',
    coverage: COVERAGE,
    ...rest,
  };
}

async function exported(records: readonly AnyRecord[], asking: ExportJob, name = `out.${asking.format}`) {
  const out = join(folder, name);
  const result = await exportView(asking, { cache: cacheOf(records), out, clock: () => NOW });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return { out, result: result.value, text: () => readFileSync(out, 'utf8') };
}
async function sheets(path: string) {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(path);
  return book.worksheets;
}
const values = (sheet: exceljs.Worksheet | undefined, row: number) =>
  ((sheet?.getRow(row).values ?? []) as unknown[]).slice(1);

const many = Array.from({ length: 1_234 }, (_, at) =>
  audit({ id: `e${String(at).padStart(5, '0')}`, timestamp: NOW - Math.floor(at / 3) * 1000 }),
);
const HOSTILE = [
  '=1+1',
  '+cmd',
  '-2',
  '@SUM(A1)',
  '\tx',
  '\rx',
  'a "quoted", text',
  'two\r\nlines',
  ' blanks ',
  '<b>&amp;&lt;</b>',
  '_x0041_',
  '\u001b[31mred\u0000',
  '\ud800 half',
  'e\u0301 \u{1F600} \u202e',
  '',
];

describe('csv', () => {
  test('has the dotted paths as its heading and the records in the order of the list', async () => {
    const { text, result } = await exported(many, asked('audit', 'csv'));
    const rows = readCsv(text());
    expect(rows[0]).toEqual(KIND_TABLES.audit.columns.map(({ path }) => path));
    expect(rows.slice(1).map((row) => row[2])).toEqual(many.map(({ id }) => id));
    expect(result.rows).toBe(1_234);
    expect(rows[1]?.[4]).toBe('2026-08-20T12:00:00.000Z');
    expect(JSON.parse(rows[1]?.[22] ?? '')).toEqual(many[0]?.details);
  });

  test('neutralises formulas and nothing else', async () => {
    const records = HOSTILE.map((name, at) => job({ id: `j${10 + at}`, name }));
    const { text } = await exported(records, asked('job', 'csv'));
    const back = readCsv(text())
      .slice(1)
      .map((row) => row[4]);
    const wanted = HOSTILE.map((name) => (/^[=+\-@\t\r]/.test(name) ? `'${name}` : name).toWellFormed());
    expect(back).toEqual(wanted);
    const raw = await exported(records, asked('job', 'csv', { rawCells: true }), 'raw.csv');
    expect(
      readCsv(raw.text())
        .slice(1)
        .map((row) => row[4]),
    ).toEqual(HOSTILE.map((name) => name.toWellFormed()));
  });

  test('shows times in the zone asked for, with its offset', async () => {
    const { text } = await exported([audit()], asked('audit', 'csv', { timezone: 'Europe/Berlin' }));
    expect(readCsv(text())[1]?.[4]).toBe('2026-08-19T12:30:15.250+02:00');
  });

  test('of nothing has its heading', async () => {
    const { text, result } = await exported([], asked('alert', 'csv'));
    expect(readCsv(text())).toHaveLength(1);
    expect(result.rows).toBe(0);
  });
});

describe('json and jsonl', () => {
  test('json is one object with the coverage', async () => {
    const records = [job(), job({ id: 'j-2', error: 'x\u202e\u001b' })];
    const { text } = await exported(records, asked('job', 'json'));
    expect(JSON.parse(text())).toEqual({
      records: records.map(recordJson),
      shown: 2,
      matched: 2,
      coverage: COVERAGE_JSON,
    });
    expect(text()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
  test('json of nothing is still one object', async () => {
    const { text } = await exported([], asked('job', 'json'));
    expect(JSON.parse(text())).toMatchObject({ records: [], shown: 0, matched: 0 });
  });
  test('jsonl is one record a line', async () => {
    const { text } = await exported([alert(), alert({ id: 'a-2' })], asked('alert', 'jsonl'));
    const lines = text().split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(['a-1', 'a-2']);
  });
  test('chosen columns stay nested where they were', async () => {
    const columns = [
      ...KIND_TABLES.audit.columns.filter(({ path }) =>
        ['actor.name', 'action', 'resource.id'].includes(path),
      ),
      { path: 'details.nested.count', title: 'Count', type: 'json' as const },
      { path: 'details.__proto__', title: 'Odd', type: 'json' as const },
    ];
    const { text } = await exported([audit({ resource: null })], asked('audit', 'jsonl', { columns }));
    expect(text()).toBe(
      '{"action":"LOGIN","resource":null,"actor":{"name":"Grace Hopper"},"details":{"nested":{"count":"15"},"__proto__":null}}\n',
    );
  });
});

describe('xlsx', () => {
  test('has typed cells, a frozen heading and a filter', async () => {
    const record = job({ id: '0012345678901234567890', name: '=1+1' });
    const { out } = await exported([record], asked('job', 'xlsx'));
    const [sheet] = await sheets(out);
    expect(sheet?.name).toBe('Jobs');
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet?.autoFilter).toBe('A1:U2');
    const heading = values(sheet, 1) as string[];
    const cell = (title: string) => sheet?.getRow(2).getCell(heading.indexOf(title) + 1);
    expect(cell('ID')?.value).toBe('0012345678901234567890');
    expect(cell('Name')?.value).toBe('=1+1');
    expect(cell('Name')?.type).toBe(exceljs.ValueType.String);
    expect(cell('Started (UTC)')?.value).toEqual(new Date('2026-08-20T08:00:00.000Z'));
    expect(cell('Duration (ms)')?.value).toBe(312_000);
    expect(JSON.parse(String(cell('Payload')?.value))).toEqual(record.payload);
    const [alerts] = await sheets((await exported([alert()], asked('alert', 'xlsx'), 'a.xlsx')).out);
    expect((values(alerts, 2) as unknown[]).includes(false)).toBe(true);
    const [figures] = await sheets((await exported([statistic()], asked('statistic', 'xlsx'), 's.xlsx')).out);
    expect(values(figures, 2)).toEqual(expect.arrayContaining([42, 40]));
  });

  test('is printed across, its heading on every page, and no page of what stands over the last column', async () => {
    const { out } = await exported(
      [audit(), audit({ id: '2' })],
      asked('audit', 'xlsx', { paper: 'letter' }),
    );
    const [sheet, about] = await sheets(out);
    const { paperSize, orientation, printTitlesRow, printArea } = sheet?.pageSetup ?? {};
    expect({ paperSize, orientation, printTitlesRow, printArea }).toEqual({
      ...{ paperSize: 1, orientation: 'landscape', printTitlesRow: '1:1', printArea: 'A1:X3' },
    });
    expect(sheet?.pageSetup).toMatchObject({ fitToPage: true, fitToWidth: 2, pageOrder: 'overThenDown' });
    expect(about?.pageSetup).toMatchObject({ fitToPage: true, fitToWidth: 1, fitToHeight: 0 });
    const [label, value] = [about?.getCell('A1'), about?.getCell('B1')];
    expect([label?.font.bold, value?.font?.bold ?? false]).toEqual([true, false]);
    const heading = values(sheet, 1) as string[];
    const number = await sheets((await exported([job()], asked('job', 'xlsx'), 'j.xlsx')).out);
    const at = (values(number[0], 1) as string[]).indexOf('Duration (ms)') + 1;
    expect(number[0]?.getRow(1).getCell(at).alignment?.horizontal).toBe('right');
    expect(heading).toContain('ID');
  });

  test('carries every text exactly but for what XML cannot', async () => {
    const texts = [...HOSTILE, 'x'.repeat(40_000), `${'x'.repeat(32_759)}\u{1F600}${'y'.repeat(99)}`];
    const records = texts.map((name, at) => job({ id: `j${10 + at}`, name }));
    const { out } = await exported(records, asked('job', 'xlsx'));
    const [sheet] = await sheets(out);
    const back = texts.map((_, at) => sheet?.getRow(at + 2).getCell(5).value ?? '');
    const wanted = HOSTILE.map((text) => text.toWellFormed().replace(/[\u0000\u001b]/g, '\uFFFD'));
    expect(back.slice(0, HOSTILE.length)).toEqual(wanted);
    for (const cut of back.slice(HOSTILE.length)) {
      expect(String(cut).length).toBeLessThanOrEqual(32_767);
      expect(String(cut).replace(/^x+/, '')).toMatch(/^… \[cut, whole as number [12] of "Long values"\]$/);
    }
  });

  test('shows the wall clock of the zone, and says which', async () => {
    const winter = audit({ id: 'w', timestamp: Date.parse('2026-01-31T23:30:00Z') });
    const old = audit({ id: 'old', timestamp: Date.parse('0900-01-01T00:00:00Z') });
    const { out } = await exported(
      [audit(), winter, old],
      asked('audit', 'xlsx', { timezone: 'Europe/Berlin' }),
    );
    const [sheet] = await sheets(out);
    expect(sheet?.getRow(1).getCell(5).value).toBe('Time (Europe/Berlin)');
    expect(sheet?.getRow(2).getCell(5).value).toEqual(new Date('2026-08-19T12:30:15.250Z'));
    expect(sheet?.getRow(3).getCell(5).value).toEqual(new Date('2026-02-01T00:30:00.000Z'));
    expect(sheet?.getRow(4).getCell(5).value).toBe('0900-01-01T00:00:00.000Z');
  });

  test('says on its last sheet where it comes from', async () => {
    const { out } = await exported(many, asked('audit', 'xlsx', { query: 'since:24h' }));
    const about = (await sheets(out)).at(-1);
    expect(about?.name).toBe('About');
    const rows = Array.from({ length: about?.rowCount ?? 0 }, (_, at) => values(about, at + 1));
    expect(rows).toEqual(
      expect.arrayContaining([
        ['Query', 'since:24h'],
        ['Rows', 1_234],
        ['From', '2026-08-19T12:00:00.000Z'],
        ['Time zone', 'UTC'],
        ['Tool', 'certdeck 9.9.9'],
        [
          'prod',
          'audit',
          '2026-08-20T11:59:59.000Z',
          '2026-08-20T12:00:00.000Z',
          'yes',
          '2026-08-20T12:00:00.000Z',
        ],
      ]),
    );
  });
});

describe('every format', () => {
  test.each(FORMATS.map(({ name }) => name))('%s comes with a manifest that proves it', async (name) => {
    const { out, result } = await exported(many, asked('audit', name, { query: 'action:LOGIN' }));
    const manifest = JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8'));
    const sha256 = createHash('sha256').update(readFileSync(out)).digest('hex');
    expect(manifest).toEqual({
      tool: 'certdeck',
      version: '9.9.9',
      createdAt: '2026-08-20T12:00:00.000Z',
      kind: 'audit',
      query: 'action:LOGIN',
      timezone: 'UTC',
      platforms: ['prod'],
      coverage: COVERAGE_JSON,
      columns: KIND_TABLES.audit.columns.map(({ path }) => path),
      redaction: { secrets: true, personal: [], how: 'mask' },
      rows: 1_234,
      sha256,
      previous: null,
      proof: { previous: null, seal: expect.stringMatching(/^[0-9a-f]{64}$/), signature: null },
    });
    expect(result.file).toMatchObject({ path: out, manifest: `${out}.manifest.json`, sha256 });
    expect(readdirSync(folder).sort()).toEqual([`out.${name}`, `out.${name}.manifest.json`]);
  });

  test.each(FORMATS.map(({ name }) => name))('%s cancelled halfway leaves nothing behind', async (name) => {
    const out = join(folder, `out.${name}`);
    writeFileSync(out, 'what was there');
    const cancel = new AbortController();
    const cache = cacheOf(many, (page) => {
      if (page === 1) cancel.abort();
    });
    const seams = { cache, out, clock: () => NOW, signal: cancel.signal };
    const result = await exportView(asked('audit', name), seams);
    expect(result).toMatchObject({ ok: false, failure: { code: 'CANCELLED' } });
    expect(readdirSync(folder)).toEqual([`out.${name}`]);
    expect(readFileSync(out, 'utf8')).toBe('what was there');
  });

  test.each(FORMATS.map(({ name }) => name))(
    '%s leaves nothing behind when the cache fails',
    async (name) => {
      const cache = cacheOf(many, (page) => {
        if (page === 2) throw new Error('the disk is on fire');
      });
      const seams = { cache, out: join(folder, `out.${name}`), clock: () => NOW };
      const result = await exportView(asked('audit', name), seams);
      expect(result).toMatchObject({ ok: false, failure: { code: 'INTERNAL', what: 'the disk is on fire' } });
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});

describe('the chain of manifests', () => {
  const previousOf = (out: string) => JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')).previous;

  test('names the last export of the same kind, query and format', async () => {
    const first = await exported([job()], asked('job', 'csv', { query: 'status:failed' }), 'one.csv');
    const other = await exported([job()], asked('job', 'csv', { query: 'type:X' }), 'other.csv');
    const lines = await exported([job()], asked('job', 'jsonl', { query: 'status:failed' }), 'two.jsonl');
    writeFileSync(join(folder, 'junk.csv.manifest.json'), '{"kind":"job","query":"status:failed"}');
    writeFileSync(join(folder, 'broken.csv.manifest.json'), '{');
    const second = await exported([], asked('job', 'csv', { query: 'status:failed' }), 'two.csv');
    expect([previousOf(first.out), previousOf(other.out), previousOf(lines.out)]).toEqual([null, null, null]);
    expect(previousOf(second.out)).toEqual({ name: 'one.csv', sha256: first.result.file?.sha256 });
  });

  test('survives the file being written anew', async () => {
    const first = await exported([job()], asked('job', 'csv'), 'same.csv');
    const second = await exported([], asked('job', 'csv'), 'same.csv');
    expect(previousOf(second.out)).toEqual({ name: 'same.csv', sha256: first.result.file?.sha256 });
  });
});

describe('where it goes', () => {
  test('text may go to a stream, which gets no manifest', async () => {
    let text = '';
    const out = {
      write: async (piece: string) => {
        text += piece;
      },
    };
    const result = await exportView(asked('audit', 'csv'), { cache: cacheOf(many), out, clock: () => NOW });
    expect(result).toEqual({ ok: true, value: { rows: 1_234, file: null } });
    expect(readCsv(text)).toHaveLength(1_235);
  });

  test('a reader that goes away is told to the caller as it was', async () => {
    const gone = new Error('gone');
    const out = { write: () => Promise.reject(gone) };
    await expect(
      exportView(asked('audit', 'csv'), { cache: cacheOf(many), out, clock: () => NOW }),
    ).rejects.toBe(gone);
  });

  test.each<readonly [string, Partial<ExportJob> & { query?: string }, string]>([
    ['an unknown format', { format: 'docx' }, 'USAGE'],
    ['an unknown zone', { timezone: 'Mars/Olympus' }, 'USAGE'],
    ['a wrong query', { query: '(' }, 'QUERY_INVALID'],
  ])('%s is refused before anything is written', async (_, change, code) => {
    const out = join(folder, 'out.csv');
    const result = await exportView(asked('job', 'csv', change), {
      cache: cacheOf([]),
      out,
      clock: () => NOW,
    });
    expect(result).toMatchObject({ ok: false, failure: { code } });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(['missing/out.csv', '.', 'file/out.csv'])('%s cannot be written', async (name) => {
    writeFileSync(join(folder, 'file'), '');
    const seams = { cache: cacheOf([job()]), out: join(folder, name), clock: () => NOW };
    const result = await exportView(asked('job', 'csv'), seams);
    expect(result).toMatchObject({ ok: false, failure: { code: 'FILE_UNWRITABLE' } });
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test.each(['/dev/null', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])(
    '%s is not replaced by a file',
    async (out) => {
      const seams = { cache: cacheOf([job()]), out, clock: () => NOW };
      const result = await exportView(asked('job', 'csv'), seams);
      expect(result).toMatchObject({ ok: false, failure: { code: 'FILE_UNWRITABLE' } });
    },
  );

  test('a link is followed', async () => {
    writeFileSync(join(folder, 'real.csv'), '');
    symlinkSync('real.csv', join(folder, 'link.csv'));
    await exported([job()], asked('job', 'csv'), 'link.csv');
    expect(readCsv(readFileSync(join(folder, 'real.csv'), 'utf8'))).toHaveLength(2);
  });

  test('a spreadsheet needs a file', async () => {
    const out = { write: async () => {} };
    const result = await exportView(asked('job', 'xlsx'), { cache: cacheOf([]), out, clock: () => NOW });
    expect(result).toMatchObject({ ok: false, failure: { code: 'USAGE' } });
  });

  test('a frozen list is all that is written, and the manifest and About say so', async () => {
    const whole = asked('audit', 'xlsx');
    const only = ['prod/audit/e00003', 'prod/audit/e01000'];
    const { out, result } = await exported(many, { ...whole, selection: { ...whole.selection, only } });
    expect(result.rows).toBe(2);
    expect(JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8'))).toMatchObject({
      query: '',
      marked: 2,
      rows: 2,
    });
    const [, about] = await sheets(out);
    expect([2, 3].map((row) => values(about, row))).toEqual([
      ['Query', '(everything)'],
      ['Of these', 'the 2 that were marked'],
    ]);
  });

  test('progress counts up to the total', async () => {
    const told: ExportProgress[] = [];
    const seams = { cache: cacheOf(many), out: join(folder, 'out.csv'), clock: () => NOW };
    await exportView(asked('audit', 'csv'), { ...seams, onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)).toEqual({ rows: 1_234, total: 1_234 });
    expect(told.map(({ rows }) => rows)).toEqual(told.map(({ rows }) => rows).sort((a, b) => a - b));
  });
});

test('a query tells no more than the records it asks for', async () => {
  const redaction = { ...SECRETS_ONLY, personal: ['actor.email', 'phone'] };
  const query =
    '-email:grace@example.com,ada@example.com (@phone:555 OR @apiKey:k-1) token=abc123 action:LOGIN';
  const told = `-email:${MASK} (@phone:${MASK} OR @apiKey:${MASK}) token=${MASK} action:LOGIN`;
  for (const format of ['csv', 'xlsx']) {
    const { out } = await exported([audit({})], asked('audit', format, { query, redaction }));
    expect(JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')).query).toBe(told);
    if (format !== 'xlsx') continue;
    const about = (await sheets(out)).find(({ name }) => name === 'About');
    expect(values(about, 2)).toEqual(['Query', told]);
  }
  const { out } = await exported([], asked('audit', 'csv', { query, redaction: NOTHING_HIDDEN }));
  expect(JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')).query).toBe(query);
});

test('the same person has the same sign in the query and in the records', async () => {
  const redaction = { ...SECRETS_ONLY, personal: ['actor.email'], how: 'hash' as const, salt: 's' };
  const actor = { type: 'user', id: 'u1', name: 'Grace', email: 'grace@example.com' } as const;
  const { out, text } = await exported(
    [audit({ actor })],
    asked('audit', 'csv', { query: 'email:grace@example.com', redaction }),
  );
  const sign = /~[0-9a-f]{12}/.exec(text())?.[0];
  expect(JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')).query).toBe(`email:${sign}`);
});

test('no export takes the name of a manifest', async () => {
  const out = join(folder, 'a.xlsx.manifest.json');
  const seams = { cache: cacheOf([]), out, clock: () => NOW };
  expect(await exportView(asked('audit', 'json'), seams)).toMatchObject({ failure: { code: 'USAGE' } });
  expect(readdirSync(folder)).toEqual([]);
});
