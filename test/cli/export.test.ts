/** `export` over the embedded platforms, read back. */
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoServers, startDemo } from '../../src/demo/start.ts';
import { HOUR } from '../../src/domain/time.ts';
import { readPdf } from '../export/read-pdf.ts';
import { certdeck, newHome } from './harness.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
const clock = () => NOW;
let demo: DemoServers;
let home: string;
const run = (...argv: readonly string[]) => certdeck(home, ['--config', 'c.toml', ...argv], { clock });

beforeAll(async () => {
  demo = await startDemo({ seed: 7, entries: 120, start: NOW - HOUR, limits: null }, { clock });
  home = newHome();
  const one = demo.platforms.find(({ kind }) => kind === 'digicert-one');
  const text = `[[platforms]]\nname = "one"\nkind = "digicert-one"\nbase_url = "${one?.baseUrl}"\napi_key = "${one?.credentials.api_key}"\n`;
  writeFileSync(join(home, 'c.toml'), text, { mode: 0o600 });
});
afterAll(() => demo.close());

test('before the first sync the window has a hole: what is there is written, and the exit code is 5', async () => {
  const ran = await run('export', 'audit', '--out', 'early.csv');
  expect(ran.code).toBe(5);
  const part = { from: '2026-05-22T09:00:00.000Z', to: '2026-08-20T09:00:00.000Z' };
  expect(ran.stderr).toContain(`one: audit is missing from ${part.from} to ${part.to}; --sync asks for it.`);
  const { coverage } = JSON.parse(readFileSync(join(home, 'early.csv.manifest.json'), 'utf8'));
  expect(coverage).toMatchObject([{ platform: 'one', stream: 'audit', complete: false, missing: [part] }]);
  expect((await run('export', 'audit', '--out', 'early.pdf')).code).toBe(5);
  const { pages } = await readPdf(join(home, 'early.pdf'), [1]);
  const said = pages.flatMap(({ copied }) => copied).filter((text) => text.trim() !== '');
  expect(said.join('|')).toContain(`one|audit|${part.from}|${part.to}|Coverage`);
  expect(readFileSync(join(home, 'early.csv'), 'utf8')).toMatch(/^kind,platform,id,ref,timestamp,.*\r\n$/);
});

test('a file has what the list has, in its order, with a manifest beside it', async () => {
  const ran = await run('export', 'audit', 'action:LOGIN', '--out', 'out.jsonl', '--sync');
  expect(ran).toMatchObject({ code: 0, stdout: '' });
  const list = await run('audit', 'action:LOGIN', '--format', 'jsonl');
  const text = readFileSync(join(home, 'out.jsonl'), 'utf8');
  expect(text).toBe(list.stdout);
  const rows = text.trimEnd().split('\n').length;
  expect(ran.stderr).toContain(`${rows} audit entries written to ${join(home, 'out.jsonl')}\n`);
  const manifest = JSON.parse(readFileSync(join(home, 'out.jsonl.manifest.json'), 'utf8'));
  expect(manifest).toMatchObject({
    tool: 'certdeck',
    kind: 'audit',
    query: 'action:LOGIN',
    rows,
    platforms: ['one'],
  });
  expect(manifest.coverage).toMatchObject([{ platform: 'one', stream: 'audit', complete: true }]);
});

test('--sync reaches as far back as the query asks', async () => {
  const query = 'since:2025-12-01 until:2025-12-31';
  expect((await run('export', 'audit', query, '--out', 'old.json')).code).toBe(5);
  expect(await run('export', 'audit', query, '--out', 'old.json', '--sync')).toMatchObject({ code: 0 });
});

test('figures that were counted are of the platform whose records were', async () => {
  expect((await run('export', 'stats', '--out', 's.json')).code).toBe(0);
  const { platforms, coverage, rows } = JSON.parse(readFileSync(join(home, 's.json.manifest.json'), 'utf8'));
  expect(rows).toBeGreaterThan(0);
  expect(platforms).toEqual(['one']);
  expect(coverage).toMatchObject([{ platform: 'one', stream: 'audit', complete: true }]);
  const archived = await run('archive', '--before', '2026-08-01', '--kind', 'stats', '--out', 'figures');
  expect(archived.stderr).not.toContain('of no configured platform');
  expect(archived.code).toBe(0);
});

test('- is stdout for text, and no place for a spreadsheet', async () => {
  const ran = await run('export', 'audit', '--format', 'csv', '--out', '-', '--fields', 'id');
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toBe((await run('audit', '--format', 'csv', '--fields', 'id')).stdout);
  expect((await run('export', 'audit', '--format', 'xlsx', '--out', '-')).code).toBe(2);
});

test('a spreadsheet by the name of its file', async () => {
  expect((await run('export', 'audit', 'since:7d', '--out', 'a.xlsx')).code).toBe(0);
  expect(readFileSync(join(home, 'a.xlsx')).subarray(0, 2).toString()).toBe('PK');
});

test.each([
  [['audit'], 2, '--out is missing'],
  [['audit', '--out', 'x.dat'], 2, '--format is missing'],
  [['audits', '--out', 'x.csv'], 2, 'Did you mean audit?'],
  [['audit', 'action:(', '--out', 'x.csv'], 1, '^'],
  [['audit', '--out', 'none/x.csv'], 1, 'none/x.csv cannot be written'],
  [['audit', '--out', 'x.csv', '--timezone', 'Mars/Base'], 2, 'there is no time zone'],
])('%j is refused and leaves nothing behind', async (argv, code, said) => {
  const ran = await run('export', ...argv);
  expect(ran).toMatchObject({ code, stdout: '' });
  expect(ran.stderr).toContain(said);
  expect(readdirSync(home).filter((name) => name.startsWith('x.'))).toEqual([]);
});

test('with a key its manifest is signed, and verified by whoever has the public half', async () => {
  expect((await run('key', 'show')).code).toBe(1);
  const made = await run('key', 'new');
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9a-f]{64}\n$/) });
  expect(statSync(join(home, 'signing-key.pem')).mode & 0o777).toBe(0o600);
  expect((await run('key', 'new')).stderr).toContain('there is a signing key already');
  expect((await run('key', 'show')).stdout).toBe(readFileSync(join(home, 'signing-key.pub.pem'), 'utf8'));
  expect((await run('export', 'audit', '--out', 'signed.csv')).code).toBe(0);
  const good = await run('verify', 'signed.csv', '--key', 'signing-key.pub.pem');
  expect(good).toMatchObject({ code: 0, stderr: '' });
  expect(good.stdout).toBe(
    `signed.csv: as it was written, and the one before it\nsigned by your key ${made.stdout}`,
  );
  writeFileSync(join(home, 'signed.csv'), 'another');
  const bad = await run('verify', 'signed.csv');
  expect(bad.code).toBe(1);
  expect(bad.stdout).toContain('CHANGED  signed.csv: its bytes are not those its manifest was made for\n');
  chmodSync(join(home, 'signing-key.pem'), 0o644);
  expect(await run('export', 'audit', '--out', 'x.csv')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('chmod 600'),
  });
  rmSync(join(home, 'signing-key.pem'));
});

test('a document of pages, on the paper asked for', async () => {
  expect((await run('export', 'audit', '--out', 'a.pdf', '--page', 'letter')).code).toBe(0);
  const { pages } = await readPdf(join(home, 'a.pdf'), [1, 2]);
  expect(pages[0]).toMatchObject({ width: 792, height: 612 });
  expect((await run('export', 'audit', '--format', 'pdf', '--out', '-')).code).toBe(2);
});
