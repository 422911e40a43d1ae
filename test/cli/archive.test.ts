/** Months of the cache in files of their own, and back. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Arrivals, LedgerPosition } from '../../src/cache/ledger/answers.ts';
import { openCache } from '../../src/cache/open.ts';
import type { Cache } from '../../src/cache/port.ts';
import { openScan } from '../../src/cache/scan.ts';
import type { Commit } from '../../src/cache/stored.ts';
import { importArchive } from '../../src/cli/import-archive.ts';
import { monthOf } from '../../src/domain/month.ts';
import { type AnyRecord, KINDS } from '../../src/domain/record.ts';
import { recordJson } from '../../src/domain/record-json.ts';
import { DAY } from '../../src/domain/time.ts';
import { writeArchive } from '../../src/export/archive/archive.ts';
import { archiveQuery } from '../../src/export/archive/names.ts';
import { RECORDS } from '../cache/arbitrary.ts';
import { audit, job } from '../cache/records.ts';
import { certdeck, newHome } from './harness.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
const MAY = Date.UTC(2026, 4);
const SINCE = Date.UTC(2026, 3, 10);

let home: string;
let now: number;
beforeEach(() => {
  home = newHome();
  now = NOW;
  configured('');
});
const configured = (more: string) => {
  const text = `[[platforms]]\nname = "clm"\nkind = "ssl-clm"\nbase_url = "http://127.0.0.1:9"\ntoken = "some-token"\nsince = "400d"\n${more}\n`;
  writeFileSync(join(home, 'c.toml'), text, { mode: 0o600 });
};
const run = (...argv: readonly string[]) =>
  certdeck(home, ['--config', 'c.toml', '--cache', 'cache', ...argv], { clock: () => now++ });
/** The words of an archive run of a process of its own. */
const archiving = (before: string) =>
  ['--config', 'c.toml', '--cache', 'cache', 'archive', '--before', before, '--out', 'kept'] as const;
const archive = (...argv: readonly string[]) =>
  run('archive', '--before', '2026-08-01', '--out', 'kept', ...argv);
const kept = () => readdirSync(join(home, 'kept')).sort();
const linesOf = (name: string) =>
  gunzipSync(readFileSync(join(home, 'kept', name)))
    .toString()
    .trimEnd()
    .split('\n');
const manifestOf = (name: string) =>
  JSON.parse(readFileSync(join(home, 'kept', `${name}.manifest.json`), 'utf8'));

const entry = (id: string, timestamp: number | null, more: Partial<AnyRecord> = {}) =>
  audit({ platform: 'clm', id, timestamp, ...more } as never);
/** Entries of April (from the tenth on), May and July; nothing is missing since the tenth of April. */
const ENTRIES = [
  entry('a1', SINCE + DAY),
  entry('m1', MAY),
  entry('m2', MAY, {
    details: { '=1+1': ['\u0007', '\u202e', 'x'.repeat(40_000), '💥', 'a\nb', 1e300, null] },
  } as never),
  entry('m3', Date.UTC(2026, 5) - 1),
  entry('j1', Date.UTC(2026, 6, 31)),
  entry('u1', Date.UTC(2026, 7)),
];
async function filled(records: readonly AnyRecord[] = ENTRIES, more: Partial<Commit> = {}, dir = 'cache') {
  const cache = await openCache({ dir: join(home, dir) });
  const rows = records.map((record) => ({ record, raw: null }));
  const covered = { from: SINCE, to: NOW };
  await cache.commit({
    ...{
      platform: 'clm',
      stream: 'audit',
      kinds: ['audit'],
      rows,
      rejected: [],
      at: NOW,
      covered,
      syncedAt: NOW,
    },
    ...more,
  });
  await cache.close();
}

describe('archive', () => {
  test('writes each month once, whole, for its owner, and says what of it the cache does not hold', async () => {
    await filled();
    const ran = await archive();
    expect(ran).toMatchObject({ code: 5, stdout: '' });
    expect(ran.stderr).toContain('clm audit 2026-05: 3 records in clm-audit-2026-05.jsonl.gz');
    expect(ran.stderr).toContain('does not hold audit from 2026-04-01T00:00:00.000Z to 2026-04-');
    const names = ['clm-audit-2026-04', 'clm-audit-2026-05', 'clm-audit-2026-07'].map(
      (name) => `${name}.jsonl.gz`,
    );
    expect(kept()).toEqual(names.flatMap((name) => [name, `${name}.manifest.json`]));
    for (const name of kept()) expect(statSync(join(home, 'kept', name)).mode & 0o777).toBe(0o600);
    const list = await run('audit', 'at:2026-05', '--sort', 'time', '--format', 'jsonl', '--reveal');
    expect(`${linesOf('clm-audit-2026-05.jsonl.gz').join('\n')}\n`).toBe(list.stdout);
    expect(manifestOf('clm-audit-2026-05.jsonl.gz')).toMatchObject({
      kind: 'archive',
      query: 'audit platform="clm" at:2026-05',
      series: 'audit platform="clm"',
      rows: 3,
      platforms: ['clm'],
      coverage: [{ stream: 'audit', complete: true }],
      contents: { sha256: createHash('sha256').update(list.stdout).digest('hex') },
      ledger: { seq: 1, entries: 6, link: expect.stringMatching(/^[0-9a-f]{64}$/) },
      previous: { name: 'clm-audit-2026-04.jsonl.gz' },
    });
    expect(manifestOf('clm-audit-2026-04.jsonl.gz')).toMatchObject({
      previous: null,
      coverage: [{ complete: false }],
    });
    const verified = await run('verify', 'kept/clm-audit-2026-07.jsonl.gz');
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('and the 2 before it')]);
  });

  test('again it leaves what it wrote; what has changed since gets a file beside it', async () => {
    await filled();
    await archive('--complete-only');
    const before = kept();
    const bytes = readFileSync(join(home, 'kept', 'clm-audit-2026-05.jsonl.gz'));
    const again = await archive('--complete-only');
    expect([again.code, again.stderr]).toEqual([
      0,
      expect.stringContaining('2026-05: archived already: 3 records'),
    ]);
    expect(kept()).toEqual(before);
    expect(before.filter((name) => name.includes('2026-04'))).toEqual([]);
    await filled([entry('m2', MAY, { description: 'told otherwise' } as never)]);
    expect((await archive('--complete-only')).stderr).toContain('3 records in clm-audit-2026-05-2.jsonl.gz');
    expect(readFileSync(join(home, 'kept', 'clm-audit-2026-05.jsonl.gz')).equals(bytes)).toBe(true);
    expect(manifestOf('clm-audit-2026-05-2.jsonl.gz').previous.name).toBe('clm-audit-2026-07.jsonl.gz');
    expect((await run('verify', 'kept/clm-audit-2026-05-2.jsonl.gz')).code).toBe(0);
    expect((await archive('--complete-only')).stderr).toContain(
      'archived already: 3 records in clm-audit-2026-05-2',
    );
  });

  test('what retention drops of an archived month makes no smaller archive', async () => {
    await filled();
    await archive('--complete-only');
    const before = kept();
    const cache = await openCache({ dir: join(home, 'cache') });
    await cache.commit({
      ...{ platform: 'clm', stream: 'audit', kinds: ['audit'], rows: [], rejected: [], at: NOW },
      retired: ['clm/audit/m1', 'clm/audit/m3'],
    });
    await cache.close();
    const again = await archive('--complete-only');
    expect(again.stderr).toContain(
      '2026-05: archived already: 3 records in clm-audit-2026-05.jsonl.gz, of which 2 are in the cache no more',
    );
    expect(kept()).toEqual(before);
  });

  test('an archive that was changed is named, and written anew beside it', async () => {
    await filled();
    await archive('--complete-only');
    writeFileSync(join(home, 'kept', 'clm-audit-2026-05.jsonl.gz'), gzipSync('{}\n'));
    const again = await archive('--complete-only');
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringContaining('which is NOT as it was written: its bytes'),
    ]);
    expect(linesOf('clm-audit-2026-05-2.jsonl.gz')).toHaveLength(3);
  });

  test('months that are not over by then, and now, are left', async () => {
    await filled();
    expect((await run('archive', '--before', '2026-05-31', '--out', 'kept')).code).toBe(5);
    expect(kept()).toHaveLength(2);
    await run('archive', '--before', '2027-01', '--out', 'kept');
    expect(kept().at(-1)).toBe('clm-audit-2026-07.jsonl.gz.manifest.json');
    const none = await run('archive', '--before', '2020', '--out', 'kept');
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('--before cannot be "2020"')]);
    expect((await run('archive', '--before', '2020-03', '--out', 'kept')).stderr).toContain(
      'before 2020-03-01: the cache has nothing to archive',
    );
    expect((await run('archive')).stderr).toContain('--before 2026-08-01');
    expect(await run('archive', '--before', 'soon')).toMatchObject({ code: 2 });
    expect(await run('archive', '--before', '30d', '--platform', 'clmm')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean "clm"?'),
    });
  });

  test('says what retention drops next that no archive has', async () => {
    configured('retention = { audit = "120d", jobs = { max_records = 1000 } }');
    await filled();
    await filled([job({ platform: 'clm', id: 'x', scheduledAt: MAY, startedAt: null, completedAt: null })], {
      stream: 'jobs',
      kinds: ['job'],
    });
    const { stderr } = await run('archive', '--before', '2026-07-01', '--out', 'kept', '--kind', 'audit');
    expect(stderr).toContain(
      'clm audit: not archived from 2026-07-31 on; retention drops the first of it on 2026-11-29',
    );
    await archive();
    const all = (await archive()).stderr;
    expect(all).toContain('clm audit: not archived from 2026-08-01 on');
    expect(all).not.toContain('clm jobs: not archived');
  });

  test('an archive of many pieces is read back as it was written', async () => {
    const noise = (n: number) => createHash('sha512').update(String(n)).digest('base64').repeat(4);
    await filled(
      Array.from({ length: 2_500 }, (_, n) =>
        entry(`n${n}`, MAY + n, {
          description: [...Array(4).keys()].map((k) => noise(n * 4 + k)).join(),
        } as never),
      ),
    );
    expect(await archive()).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('2,500 records in clm-audit-2026-05'),
    });
    expect(statSync(join(home, 'kept/clm-audit-2026-05.jsonl.gz')).size).toBeGreaterThan(1 << 19);
    expect((await archive()).stderr).toContain('archived already: 2,500 records');
    await filled([], {}, 'other');
    const ran = await certdeck(home, [
      '--config',
      'c.toml',
      '--cache',
      'other',
      'import',
      'kept/clm-audit-2026-05.jsonl.gz',
    ]);
    expect(ran.stderr).toContain('2500 records read: 2500 new');
  });

  test('a kill at any moment leaves nothing under a final name that is not whole', async () => {
    await filled(Array.from({ length: 3_000 }, (_, n) => entry(`n${n}`, MAY + n)));
    const argv = archiving('2026-08-01');
    let killed = 0;
    for (const after of [1, 3]) {
      const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/main.ts'), ...argv], {
        cwd: home,
      });
      const ended = once(child, 'exit');
      // The moment it has begun to write.
      await new Promise<void>((resolve) => {
        mkdirSync(join(home, 'kept'), { recursive: true });
        let seen = 0;
        const watcher = watch(join(home, 'kept'), () => {
          seen += 1;
          if (seen === after) resolve();
        });
        void ended.then(() => resolve()).finally(() => watcher.close());
      });
      child.kill('SIGKILL');
      const [, signal] = await ended;
      if (signal === 'SIGKILL') killed += 1;
      for (const name of kept().filter((one) => !one.startsWith('.') && one.endsWith('.gz'))) {
        expect(linesOf(name)).toHaveLength(3_000);
      }
    }
    expect(killed).toBeGreaterThan(0);
    expect((await archive()).code).toBe(0);
    const done = kept().filter((name) => name.endsWith('.manifest.json') && !name.startsWith('.'));
    expect(done.length).toBeGreaterThan(0);
    for (const name of done) expect((await run('verify', join('kept', name), '--alone')).code).toBe(0);
  });

  test('an interrupt ends with 130 and leaves nothing that is not whole', async () => {
    await filled();
    const argv = archiving('2026-08');
    const ran = await certdeck(home, argv, { clock: () => now++, signal: AbortSignal.abort() });
    expect([ran.code, ran.stderr]).toEqual([130, expect.stringContaining('archiving was stopped')]);
    expect(kept()).toEqual([]);
  });

  test('a folder that nothing can be written to', async () => {
    await filled();
    mkdirSync(join(home, 'kept'), { mode: 0o500 });
    expect((await archive()).code).toBe(process.getuid?.() === 0 ? 5 : 1);
  });
});

describe('import of an archive', () => {
  const imported = async (name: string, ...argv: string[]) =>
    certdeck(home, ['--config', 'c.toml', '--cache', 'other', 'import', name, ...argv], {
      clock: () => now++,
    });

  test('gives an empty cache what the other had, and its ledger says where it is from', async () => {
    await filled();
    await archive();
    await filled([], {}, 'other');
    for (const name of kept().filter((one) => one.endsWith('.gz'))) {
      expect((await imported(join('kept', name))).code).toBe(0);
    }
    const whole = await run('audit', 'until:2026-07-31', '--format', 'jsonl', '--reveal');
    const other = await certdeck(
      home,
      ['--config', 'c.toml', '--cache', 'other', 'audit', '--format', 'jsonl', '--reveal'],
      {
        clock: () => now,
      },
    );
    expect(other.stdout).toBe(whole.stdout);
    const cache = openDirect({ dir: join(home, 'other') });
    const whats: string[] = [];
    for (let upTo: LedgerPosition | null = null, atEnd = false; !atEnd; ) {
      const some: Arrivals = await cache.arrivals(upTo, ['audit'], 100);
      whats.push(...some.arrivals.map(({ what }) => what));
      ({ upTo, atEnd } = some);
    }
    expect(whats).toEqual(Array(5).fill('taken-in'));
    expect((await cache.verifyLedger({})).findings).toEqual([]);
    await cache.close();
  });

  test('one that was changed is refused with what is wrong, and taken only as it is', async () => {
    await filled();
    await archive();
    await filled([], {}, 'other');
    const file = join(home, 'kept/clm-audit-2026-05.jsonl.gz');
    const text = gunzipSync(readFileSync(file)).toString();
    writeFileSync(
      file,
      gzipSync(text.replace('"clm/audit/m1"', '"clm/audit/m9"').replace('"id":"m1"', '"id":"m9"')),
    );
    const refused = await imported(file);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/nothing of it was taken\n.*clm-audit-2026-05.jsonl.gz: its bytes are not those/),
    ]);
    expect((await imported(file, '--unverified')).stderr).toContain('3 records read: 3 new');
  });

  test('what is cut, no gzip or a bomb ends with what is wrong', async () => {
    await filled([], {}, 'other');
    const whole = gzipSync(`${'{"id":"1","action":"LOGIN","kind":"audit","platform":"clm"}\n'.repeat(50)}`);
    const file = join(home, 'x.jsonl.gz');
    writeFileSync(file, whole.subarray(0, -9));
    expect(await imported(file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be unpacked'),
    });
    writeFileSync(file, Buffer.concat([whole.subarray(0, 10), Buffer.from('nonsense')]));
    expect(await imported(file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be unpacked'),
    });
    writeFileSync(file, gzipSync(Buffer.alloc(300 << 20, `${' '.repeat(60_000)}\n`)));
    expect(await imported(file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('unpacks to more than'),
    });
    writeFileSync(file, gzipSync(Buffer.alloc(80 << 20, 'x')));
    expect(await imported(file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('a line that is too long'),
    });
    writeFileSync(file, gzipSync('no record\n'));
    expect(await imported(file)).toMatchObject({ code: 1 });
  });

  test.each(KINDS)('hostile records come back: %s', async (kind) => {
    const folder = join(home, 'kept');
    mkdirSync(folder);
    const dir = join(home, 'cache');
    const [cache, other] = [openDirect({ dir }), openDirect({ memory: true })];
    const { signal } = new AbortController();
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(RECORDS[kind], { minLength: 1, maxLength: 20 }), async (records) => {
        runs += 1;
        const platform = `"dc ${runs}\u202e`;
        const rows = records.map((record) => ({ record: { ...record, platform }, raw: null }));
        await cache.commit({ platform, stream: 'x', kinds: [kind], rows, rejected: [], at: NOW });
        const selection = { kind, query: archiveQuery({ platform, kind, word: '', month: monthOf(NOW) }) };
        const asked = { selection: { ...selection, now: NOW, longRunningAfter: 0 }, limit: 100, whole: true };
        const listed = async (from: Cache) =>
          new Map(
            (await from.rows(asked)).rows.map(({ ref, record }) => [
              ref,
              { ...(recordJson(record) as object), durationMs: null },
            ]),
          );
        const job = {
          ...{ platform, kind, word: kind, month: monthOf(NOW), folder },
          now: NOW,
          coverage: [],
        };
        using scan = openScan({ dir });
        const seams = { cache: scan, clock: () => now++, key: null, signal };
        const { path } = await writeArchive({ ...job, toolVersion: '1' }, seams);
        const done = await importArchive(other, {
          ...{ path, format: 'gzip', given: { kind: null, platform: null }, unverified: false },
          ...{ clock: () => NOW, signal, onRows: () => {} },
        });
        expect(done.rejected).toBe(0);
        expect(await listed(other)).toEqual(await listed(cache));
      }),
      { numRuns: 15 },
    );
    await Promise.all([cache.close(), other.close()]);
  });
});

test('gzip reads it', async () => {
  await filled();
  await archive();
  const out = execFileSync('gzip', ['-dc', join(home, 'kept/clm-audit-2026-05.jsonl.gz')]).toString();
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id),
  ).toEqual(['m1', 'm2', 'm3']);
});
