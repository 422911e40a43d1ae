/** Reports over a cache of hostile records, read back by readers that are not ours. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { openMoment } from '../../src/cache/moment.ts';
import { KIND_TABLES } from '../../src/domain/kinds.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { SECRETS_ONLY } from '../../src/domain/redaction-policy.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { zoneOf } from '../../src/export/zone.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { queryOf } from '../../src/report/asked.ts';
import { CONTROLS } from '../../src/report/controls.ts';
import { type ReportJob, WHOLE_SCOPE } from '../../src/report/job.ts';
import { keyNamed } from '../../src/report/keys.ts';
import { REPORTS } from '../../src/report/registry.ts';
import { REPORT_FORMATS, writeReport } from '../../src/report/run.ts';
import { startReport } from '../../src/report/start.ts';
import { windowBetween } from '../../src/report/windows.ts';
import { readCsv } from '../export/csv.ts';
import { noOpenpyxl, readByOpenpyxl } from '../export/openpyxl.ts';
import { readPdf } from '../export/read-pdf.ts';
import { alert, audit, job } from '../query/records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { readJson, readSheets, tableOf } from './book.ts';

const NOW = Date.UTC(2026, 7, 20, 12);
const DAYS = 10;
const UTC = zoneOf('UTC') as NonNullable<ReturnType<typeof zoneOf>>;
const WINDOW = windowBetween(NOW - DAYS * DAY, NOW, UTC);
const HOSTILE = [
  '=1+1',
  '@SUM(A1)',
  'a "quoted", text',
  'two\r\nlines',
  '<b>&amp;</b>',
  '\u001b[31mred\u0000',
  '\ud800 half',
  'e\u0301 \u{1F600} \u202e',
  '__proto__',
  'Ключ Κλειδί 钥匙',
  'x'.repeat(40_000),
];
const folder = temporaryFolder('report');
const dir = join(folder, 'cache');

const asUser = (name: string, at: number) => ({
  timestamp: NOW - 1 - at,
  actor: { type: 'user' as const, id: `u-${name.slice(0, 20)}`, name, email: null },
});
const entries = [
  ...HOSTILE.map((text, at) =>
    audit({
      id: `h${at}`,
      ...asUser(text, at * HOUR),
      description: text,
      action: 'UPDATE',
      outcome: 'failure',
    }),
  ),
  ...Array.from({ length: 700 }, (_, at) =>
    audit({
      id: `e${at}`,
      ...asUser(`user${at % 7}`, at * 15 * 60_000),
      action: at % 5 === 0 ? 'LOGIN_ERROR' : 'LOGIN',
      outcome: at % 5 === 0 ? 'failure' : 'success',
      resource: { type: at % 3 === 0 ? 'APIKEY' : 'USER', id: `r${at}`, name: `r${at}` },
      details: { token: 'abcdef0123456789abcdef0123456789' },
    }),
  ),
  audit({ id: 'before', timestamp: WINDOW.from - 1 }),
  audit({ id: 'first', timestamp: WINDOW.from }),
];
const jobs = Array.from({ length: 60 }, (_, at) =>
  job({
    id: `j${at}`,
    status: at % 2 === 0 ? 'FAILED' : 'SUCCESS',
    scheduledAt: null,
    startedAt: null,
    completedAt: NOW - at * 8 * HOUR,
    error: at % 2 === 0 ? `${HOSTILE[at % 3]} refused host-${at}.example.net` : null,
  }),
);
const alerts = Array.from({ length: 30 }, (_, at) =>
  alert({ id: `a${at}`, severity: at % 2 === 0 ? 'error' : 'warning', createdAt: NOW - at * HOUR }),
);

beforeAll(async () => {
  mkdirSync(dir, { recursive: true });
  const cache = openDirect({ dir });
  const commit = (stream: string, kind: AnyRecord['kind'], records: readonly AnyRecord[], platform: string) =>
    cache.commit({
      ...{ platform, stream, kinds: [kind], rejected: [], at: NOW, syncedAt: NOW },
      rows: records.map((record) => ({ record, raw: null })),
      covered: { from: NOW - 30 * DAY, to: NOW },
    });
  await commit('audit', 'audit', entries, 'prod');
  await commit('jobs', 'job', jobs, 'dc1');
  await commit('alerts', 'alert', alerts, 'dc1');
  const user = { type: 'user', actorType: null, email: 'u@example.com' } as const;
  await cache.saveProfiles(
    'prod',
    [
      {
        ...user,
        id: 'u-user1',
        status: 'found',
        name: 'user1',
        body: { status: 'LOCKED', user_type: 'service', created_at: '2021-06-23T08:55:19Z' },
      },
      { ...user, id: 'u-user2', status: 'deleted', name: 'user2', body: { status: 'DELETED' } },
      { ...user, id: 'u-user3', status: 'missing', name: null, email: null, body: null },
      {
        ...user,
        id: 'u-=1+1',
        status: 'found',
        name: '=1+1',
        body: { status: { not: 'a text' }, created_at: 7e99 },
      },
    ],
    NOW,
  );
  await cache.close();
});

function asked(name: string, format: string, change: Partial<ReportJob> = {}): ReportJob {
  return {
    name,
    format,
    window: WINDOW,
    scope: WHOLE_SCOPE,
    timezone: 'UTC',
    paper: 'a4',
    longRunningAfter: HOUR,
    platforms: ['prod', 'dc1'].map((platform) => ({
      name: platform,
      kind: 'digicert-one',
      pollInterval: HOUR,
      streams: {},
    })),
    redaction: SECRETS_ONLY,
    toolVersion: '9.9.9',
    coverage: [
      {
        platform: 'prod',
        stream: 'audit',
        from: WINDOW.from,
        to: NOW,
        complete: true,
        syncedAt: NOW,
        holes: [],
      },
    ],
    ...change,
  };
}

async function written(name: string, format: string, change: Partial<ReportJob> = {}) {
  const out = join(folder, `${name}-${Math.random().toString(36).slice(2)}.${format}`);
  using moment = openMoment({ dir });
  const done = await writeReport(asked(name, format, change), { moment, out, clock: () => NOW });
  if (!done.ok) throw new Error(JSON.stringify(done.failure));
  return { out, ...done.value };
}

async function countOf(kind: AnyRecord['kind'], query: string): Promise<number> {
  using moment = openMoment({ dir });
  return (await moment.reads.count({ kind, query, now: NOW, longRunningAfter: HOUR })).matched;
}

describe('every report', () => {
  const all = REPORTS.flatMap((report) => report.sections.map((section) => ({ report, section })));

  test('names each section once, and has the one that formats of one table write', () => {
    for (const { name, sections, main } of REPORTS) {
      const names = sections.map((section) => section.name);
      expect(new Set(names).size, name).toBe(names.length);
      expect(names, name).toContain(main);
      expect(new Set(sections.map(({ title }) => title)).size, name).toBe(sections.length);
    }
  });

  test('asks what can be asked, of columns there are', () => {
    for (const { report, section } of all) {
      const asks = [
        ...('query' in section ? [section] : []),
        ...(section.kind === 'days' ? section.series : []),
        ...(section.kind === 'findings' ? section.findings : []),
      ];
      for (const ask of asks) {
        const { tree, problems } = parseQuery(queryOf(ask, WHOLE_SCOPE, WINDOW), ask.of, {
          now: NOW,
          longRunningAfter: HOUR,
        });
        expect([tree === null, problems], `${report.name} ${section.name}`).toEqual([false, []]);
      }
      if (section.kind === 'records') {
        const known = KIND_TABLES[section.of].columns.map(({ path }) => path);
        expect(known).toEqual(expect.arrayContaining([...section.columns]));
      }
      if (section.kind === 'counts') for (const key of section.by) expect(keyNamed(key)).toBeDefined();
    }
  });

  test('that maps to controls has evidence for each', () => {
    const named = new Set(all.flatMap(({ section }) => section.controls ?? []));
    expect([...named].sort()).toEqual(Object.keys(CONTROLS).sort());
  });

  test.each(REPORTS.flatMap(({ name }) => REPORT_FORMATS.map((format) => [name, format.name])))(
    '%s as %s: written whole, with what its manifest says',
    async (name, format) => {
      const { out, rows } = await written(name, format);
      const manifest = JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8'));
      expect(manifest).toMatchObject({
        kind: 'report',
        query: `${name} ${WINDOW.name}`,
        rows,
        sha256: createHash('sha256').update(readFileSync(out)).digest('hex'),
        proof: { seal: expect.stringMatching(/^[0-9a-f]{64}$/) },
      });
      const told = (manifest.tables as { rows: number }[]).reduce((sum, each) => sum + each.rows, 0);
      expect(told).toBe(rows);
    },
  );
});

describe('compliance', () => {
  test('has the entries of its window, in the order of the list, and counts that queries repeat', async () => {
    const report = readJson((await written('compliance', 'json')).out);
    const rows = tableOf(report, 'Audit entries');
    const meant = entries
      .filter(({ timestamp }) => (timestamp ?? 0) >= WINDOW.from)
      .sort((a, b) => (b.timestamp ?? 0) - (a.timestamp ?? 0) || (a.id < b.id ? -1 : 1));
    expect(rows.map(({ id }) => id)).toEqual(meant.map(({ id }) => id));
    expect(rows.find(({ id }) => id === 'h9')?.description).toBe(HOSTILE[9]);
    for (const { finding, count, query } of tableOf(report, 'Summary')) {
      const [kind = '', text = ''] = String(query).split(/: (.*)/s);
      expect(await countOf(kind as AnyRecord['kind'], text), String(finding)).toBe(count);
    }
    const total = (title: string) =>
      tableOf(report, title).reduce((sum, { count }) => sum + Number(count), 0);
    for (const title of ['By action', 'By actor', 'By resource type', 'By outcome', 'By address'])
      expect(total(title), title).toBe(meant.length);
    const failed = meant.filter(({ action }) => action === 'LOGIN_ERROR').length;
    expect(total('Failed sign-ins by user')).toBe(failed);
    expect(tableOf(report, 'Failed sign-ins')).toHaveLength(failed);
    const update = tableOf(report, 'By action').find(({ action }) => action === 'UPDATE');
    expect(update).toMatchObject({ count: HOSTILE.length, failed: HOSTILE.length, failedShare: 100 });
  });

  test('resolves users, and says of whom nothing is known', async () => {
    const users = tableOf(readJson((await written('compliance', 'json')).out), 'Users');
    const user = (id: string) => users.find((row) => row.id === id);
    expect(user('u-user1')).toMatchObject({
      name: 'user1',
      status: 'LOCKED',
      userType: 'service',
      known: 'resolved',
      created: '2021-06-23T08:55:19.000Z',
      email: 'u@example.com',
    });
    expect(user('u-user2')).toMatchObject({ status: 'DELETED', known: 'deleted at the platform' });
    expect(user('u-user3')).toMatchObject({ status: 'UNKNOWN', name: 'user3' });
    expect(user('u-user4')).toMatchObject({ status: null, known: 'not looked up', name: 'user4' });
    expect(user('u-=1+1')).toMatchObject({ status: null, created: null, known: 'resolved' });
  });

  test('tells of each control how many records are evidence, and that this is no verdict', async () => {
    const report = readJson((await written('compliance', 'json')).out);
    const rows = tableOf(report, 'Controls');
    expect(
      rows.find(({ control, section }) => control === 'AU-3' && section === 'Audit entries'),
    ).toMatchObject({
      framework: 'NIST 800-53',
      records: tableOf(report, 'Audit entries').length,
    });
    expect(rows.find(({ control }) => control === '10.2.1.4')).toMatchObject({
      framework: 'PCI DSS',
      records: tableOf(report, 'Failed sign-ins').length,
    });
    expect(new Set(rows.map(({ framework }) => framework)).size).toBe(4);
    expect(report.about.find(([label]) => label === 'Controls')?.[1]).toMatch(/no verdict/);
  });

  test('is narrowed by resource type, action and status', async () => {
    const scope = {
      ...WHOLE_SCOPE,
      resourceTypes: ['APIKEY'],
      actions: ['LOGIN'],
      outcome: 'success' as const,
    };
    const report = readJson((await written('compliance', 'json', { scope })).out);
    const bounds = `since:${new Date(WINDOW.from).toISOString()}`;
    const meant = await countOf('audit', `resource_type:APIKEY action:LOGIN outcome:success ${bounds}`);
    expect(meant).toBeGreaterThan(0);
    expect(tableOf(report, 'Audit entries')).toHaveLength(meant);
    expect(report.about.find(([label]) => label === 'Narrowed to')?.[1]).toBe(
      'resource_type:APIKEY action:LOGIN outcome:success',
    );
  });

  test('hides personal data in every table', async () => {
    const redaction = { ...SECRETS_ONLY, personal: ['actor.name', 'email'] };
    const { out } = await written('compliance', 'json', { redaction });
    const text = readFileSync(out, 'utf8');
    expect(text).not.toMatch(/"user\d"|u@example\.com|Ключ/);
    expect(tableOf(readJson(out), 'Users').length).toBeGreaterThan(7);
  });

  test('hashed, a person is the same one in every table', async () => {
    const redaction = {
      ...SECRETS_ONLY,
      personal: ['actor.name'],
      how: 'hash' as const,
      salt: 'of this test',
    };
    const report = readJson((await written('compliance', 'json', { redaction })).out);
    const names = (title: string, column: string) =>
      new Set(tableOf(report, title).map((row) => row[column] as string));
    const shown = names('Audit entries', 'actor.name');
    expect([...shown].every((name) => name.startsWith('~'))).toBe(true);
    expect(names('Users', 'name')).toEqual(shown);
    expect(names('By actor', 'actor')).toEqual(shown);
  });

  test('as a spreadsheet: a sheet a table, typed', async () => {
    const { out } = await written('compliance', 'xlsx');
    const sheets = await readSheets(out);
    const json = readJson((await written('compliance', 'json')).out);
    const titles = sheets.map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining([...json.tables.map(({ title }) => title), 'About']));
    for (const { title, rows } of json.tables)
      expect(sheets.find((sheet) => sheet.title === title)?.rows.length, title).toBe(rows.length);
    const sheet = sheets.find(({ title }) => title === 'Audit entries');
    expect(sheet?.rows[1]?.[0]).toBeInstanceOf(Date);
    const actors = sheet?.rows.map((row) => row[3]);
    expect(actors).toEqual(expect.arrayContaining(['=1+1', 'Ключ Κλειδί 钥匙', '__proto__']));
  });

  test('as pages: a cover that says of what it is, and each table', async () => {
    const { out } = await written('compliance', 'pdf', {
      scope: { ...WHOLE_SCOPE, actions: ['LOGIN_ERROR'] },
    });
    const { pages, info, outline } = await readPdf(out);
    const cover = pages[0]?.copied.join(' ') ?? '';
    expect(info).toMatchObject({ Title: 'Audit log compliance report' });
    expect(cover).toContain('no verdict');
    expect(cover).toContain(new Date(WINDOW.from).toISOString());
    const titles = ((outline ?? []) as { title: string }[]).map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(['Summary', 'Controls', 'Users', 'Audit entries']));
  });

  test('as csv: its entries', async () => {
    const { out, rows } = await written('compliance', 'csv');
    const [heading, ...lines] = readCsv(readFileSync(out, 'utf8'));
    expect(heading?.slice(0, 3)).toEqual(['timestamp', 'action', 'outcome']);
    expect(lines).toHaveLength(rows);
  });
});

describe('weekly', () => {
  test('counts by day against the stretch before, by cause, type and CA', async () => {
    const report = readJson((await written('weekly', 'json')).out);
    const days = tableOf(report, 'Issuance and renewal by day').filter(
      ({ series }) => series === 'Renewal jobs done',
    );
    const trend = tableOf(report, 'Issuance and renewal').find(
      ({ series }) => series === 'Renewal jobs done',
    );
    const sum = (name: string) => days.reduce((total, row) => total + Number(row[name] ?? 0), 0);
    const done = (from: number, to: number) =>
      jobs.filter(
        ({ status, completedAt }) =>
          status === 'SUCCESS' && (completedAt ?? 0) >= from && (completedAt ?? 0) < to,
      );
    expect(sum('count')).toBe(done(WINDOW.from, WINDOW.to).length);
    expect(trend).toMatchObject({
      count: sum('count'),
      before: done(WINDOW.before.from, WINDOW.from).length,
    });
    const patterns = tableOf(report, 'Failure patterns');
    const failed = tableOf(report, 'Failed jobs');
    expect(patterns.reduce((total, { count }) => total + Number(count), 0)).toBe(failed.length);
    // Hosts are no part of a cause.
    expect(patterns.length).toBeLessThan(5);
    expect(patterns[0]).toMatchObject({ type: 'RENEW_CERT', ca: 'CA-2', platform: 'dc1' });
  });

  test('draws its trends day by day where a format can', async () => {
    const report = readJson((await written('weekly', 'json')).out);
    const trends = report.tables.find(({ title }) => title === 'Issuance and renewal');
    expect(trends?.columns.map(({ path }) => path)).not.toContain('trend');
    const ofDay = tableOf(report, 'Issuance and renewal by day');

    const [sheet] = await readSheets((await written('weekly', 'xlsx')).out);
    expect(sheet?.heading[6]).toBe('Day by day');
    const days = sheet?.heading.slice(7).map((day) => (day as Date).toISOString().slice(0, 10));
    expect(days).toEqual([...new Set(ofDay.map(({ day }) => day))]);
    // From a noon to a noon.
    expect(days).toHaveLength(DAYS + 1);
    for (const row of sheet?.rows.slice(0, trends?.rows.length) ?? []) {
      const counts = ofDay.filter(({ series }) => series === row[0]).map(({ count }) => count);
      expect(row.slice(7)).toEqual(counts);
    }

    const { pages } = await readPdf((await written('weekly', 'pdf')).out);
    expect(JSON.stringify(pages)).toContain(`The small lines go from ${days?.[0]} to ${days?.at(-1)} (UTC)`);
    // One day is no line.
    const window = windowBetween(NOW - 1.5 * DAY, NOW - 0.5 * DAY, UTC);
    const [daily] = await readSheets((await written('weekly', 'xlsx', { window })).out);
    expect(daily?.heading).toHaveLength(6);
  });

  test.skipIf(noOpenpyxl !== null)(
    `openpyxl finds a chart of each kind of record (${noOpenpyxl ?? 'asked'})`,
    async () => {
      const [sheet] = readByOpenpyxl((await written('weekly', 'xlsx')).out);
      expect(sheet?.charts.map(({ title, lines }) => [title, lines.map(({ name }) => name)])).toEqual([
        [
          'Issuance and renewal: jobs and orders',
          [
            'Issuance jobs and orders done',
            'Issuance jobs and orders failed',
            'Renewal jobs done',
            'Renewal jobs failed',
            'Failed jobs of all types',
          ],
        ],
        [
          'Issuance and renewal: audit logs',
          ['Issuance in audit logs', 'Renewal in audit logs', 'Renewal failures in audit logs'],
        ],
        ['Issuance and renewal: alerts', ['High-risk alerts']],
      ]);
    },
  );
});

describe('daily', () => {
  test('has the records of each finding', async () => {
    const report = readJson((await written('daily', 'json')).out);
    const findings = tableOf(report, 'Daily check').slice(1);
    expect(findings.map(({ finding }) => finding)).toEqual(
      expect.arrayContaining(['Unread error alerts', 'Failed jobs', 'Unread warning alerts']),
    );
    for (const { finding, records, query } of findings) {
      const [kind = '', text = ''] = String(query).split(/: (.*)/s);
      expect(tableOf(report, String(finding))).toHaveLength(Number(records));
      expect(await countOf(kind as AnyRecord['kind'], text)).toBe(records);
    }
  });
});

test('what is missing is named to the instant, in the file and its manifest', async () => {
  const hole = { from: NOW - 5 * DAY, to: NOW - 4 * DAY };
  const row = { platform: 'prod', stream: 'audit', from: WINDOW.from, to: NOW, syncedAt: NOW };
  const coverage = [{ ...row, complete: false, holes: [hole] }];
  const { out } = await written('compliance', 'json', { coverage });
  const [from, to] = [hole.from, hole.to].map((at) => new Date(at).toISOString());
  expect(readJson(out).about).toContainEqual(['prod', 'audit', from, to]);
  const manifest = JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8'));
  expect(manifest.coverage).toMatchObject([{ complete: false, missing: [{ from, to }] }]);
});

test('cancelled, it leaves nothing behind', async () => {
  const before = readdirSync(folder).length;
  const cancel = new AbortController();
  using moment = openMoment({ dir });
  const done = await writeReport(asked('compliance', 'xlsx'), {
    moment,
    out: join(folder, 'never.xlsx'),
    clock: () => NOW,
    signal: cancel.signal,
    onProgress: () => cancel.abort(),
  });
  expect(done).toMatchObject({ ok: false, failure: { code: 'CANCELLED' } });
  expect(readdirSync(folder)).toHaveLength(before);
});

test('in a thread of its own it writes the same', async () => {
  const out = join(folder, 'thread.json');
  const seen: number[] = [];
  const done = await startReport(asked('compliance', 'json'), out, {
    cacheDir: dir,
    onProgress: ({ rows }) => seen.push(rows),
  });
  expect(done).toMatchObject({ ok: true });
  const tables = (path: string) => readJson(path).tables;
  expect(tables(out)).toEqual(tables((await written('compliance', 'json')).out));
});
