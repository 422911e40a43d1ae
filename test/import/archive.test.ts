/** Exports of certdeck's own, brought back into another cache. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { openCache } from '../../src/cache/open.ts';
import { alert, job, NOW } from '../cache/records.ts';
import { certdeck, newHome } from '../cli/harness.ts';

let home: string;
const run = (...argv: readonly string[]) => certdeck(home, argv, { clock: () => NOW });
const LISTS = ['alerts', 'jobs', 'audit', 'stats'];

beforeAll(async () => {
  home = newHome();
  const cache = await openCache({ dir: join(home, 'one') });
  const records = [
    alert({ title: '=1+1', message: 'a "quoted", broken\nline' }),
    alert({ id: 'a2', entity: null, read: true, readAt: NOW }),
    job(),
    job({ id: 'j2', error: '-1', payload: null, triggeredBy: null, origin: 'rule:renewals' }),
  ];
  const rows = records.map((record) => ({ record, raw: JSON.stringify({ from: 'the platform' }) }));
  await cache.commit({
    platform: 'prod',
    stream: 'all',
    kinds: ['alert', 'job'],
    rows,
    rejected: [],
    at: NOW,
  });
  await cache.close();
  const other = await openCache({ dir: join(home, 'empty') });
  await other.close();
});

test.each(['json', 'jsonl', 'csv'])('%s comes back as it was, and twice changes nothing', async (format) => {
  const dir = `back-${format}`;
  await (await openCache({ dir: join(home, dir) })).close();
  for (const list of LISTS.slice(0, 2)) {
    const file = `${list}.${format}`;
    await run('--cache', 'one', 'export', list, '--out', file);
    const first = await run('--cache', dir, 'import', file);
    expect(first).toMatchObject({ code: 0 });
    expect(first.stderr).toContain('2 records read: 2 new');
    expect((await run('--cache', dir, 'import', file)).stderr).toContain('0 new, 2 known already');
    const was = await run('--cache', 'one', list, '--format', 'jsonl');
    expect((await run('--cache', dir, list, '--format', 'jsonl')).stdout).toBe(was.stdout);
  }
});

test('what the platform delivered is left as it is', async () => {
  await run('--cache', 'one', 'export', 'jobs', '--out', 'own.jsonl');
  const changed = readFileSync(join(home, 'own.jsonl'), 'utf8').replaceAll('Renew www', 'Forged www');
  writeFileSync(join(home, 'own.jsonl'), changed);
  const refused = await run('--cache', 'one', 'import', 'own.jsonl');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('nothing of it was taken')]);
  expect((await run('--cache', 'one', 'import', 'own.jsonl', '--unverified')).stderr).toContain(
    '2 left as the platform delivered them',
  );
  expect((await run('--cache', 'one', 'jobs', '--format', 'jsonl')).stdout).not.toContain('Forged');
});

test('chosen fields need to be told platform and kind; what is no record is set aside', async () => {
  writeFileSync(join(home, 'few.jsonl'), '{"id":"1","action":"LOGIN"}\n{"action":"LOGIN"}\nnonsense\n');
  const ran = await run('--cache', 'empty', 'import', 'few.jsonl', '--platform', 'old', '--kind', 'audit');
  expect(ran.stderr).toContain('1 records read: 1 new, 2 rows set aside');
  expect((await run('--cache', 'empty', 'audit', '--format', 'jsonl')).stdout).toContain('"platform":"old"');
  writeFileSync(join(home, 'none.jsonl'), '{"id":"1"}\n');
  expect((await run('--cache', 'empty', 'import', 'none.jsonl')).code).toBe(1);
});

test('JSON that another program laid out again', async () => {
  const text = (await run('--cache', 'one', 'jobs', '--format', 'json')).stdout;
  writeFileSync(join(home, 'pretty.json'), JSON.stringify(JSON.parse(text), null, 2));
  await (await openCache({ dir: join(home, 'pretty') })).close();
  expect((await run('--cache', 'pretty', 'import', 'pretty.json')).stderr).toContain('2 records read: 2 new');
});

test('an archive that was cut says how many records before the cut are taken', async () => {
  await run('--cache', 'one', 'export', 'jobs', '--out', 'some.jsonl');
  const [line = ''] = readFileSync(join(home, 'some.jsonl'), 'utf8').split('\n');
  const record = JSON.parse(line);
  const lines = Array.from({ length: 2_000 }, (_, at) => {
    const id = `${createHash('sha256').update(String(at)).digest('hex')}`;
    return JSON.stringify({ ...record, id, ref: `${record.platform}/job/${id}` });
  });
  const packed = gzipSync(lines.join('\n'));
  writeFileSync(join(home, 'cut.jsonl.gz'), packed.subarray(0, packed.length * 0.8));
  await (await openCache({ dir: join(home, 'cut') })).close();
  const ran = await run('--cache', 'cut', 'import', 'cut.jsonl.gz');
  expect(ran.code).toBe(1);
  const [, taken] = /The (\d+) records before that are taken\./.exec(ran.stderr) ?? [];
  expect(Number(taken)).toBeGreaterThan(0);
  const held = await run('--cache', 'cut', 'jobs', '--format', 'jsonl');
  expect(held.stdout.trimEnd().split('\n')).toHaveLength(Number(taken));
});
