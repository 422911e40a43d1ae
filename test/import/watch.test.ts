/** A watched folder, through the engine that polls it. */
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { exportStreams } from '../../src/platforms/certinext/exports/streams.ts';
import { createSync } from '../../src/sync/engine.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { HEADINGS, workbook } from './books.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
const HEAD = 'User Full Name,Module,Activity / Event Name,Timestamp,Status\n';
const ALL = { kind: 'audit', now: NOW, longRunningAfter: HOUR } as const;
const STATISTICS = 'Issued,3\nRevoked,1\nDeployed,2\nGenerated on,2026-08-19 10:00\n';

/** Writes a file whose last change was so long before NOW, in ms. */
function lay(folder: string, name: string, content: string | Uint8Array, ago: number): void {
  writeFileSync(join(folder, name), content);
  utimesSync(join(folder, name), (NOW - ago) / 1000, (NOW - ago) / 1000);
}

function watched(folder: string | null) {
  let now = NOW;
  const home = temporaryFolder('watch');
  const cache = openDirect({ dir: home });
  const streams = exportStreams({ platform: 'next', folder, interval: 60_000 });
  const platform = {
    name: 'next',
    kind: 'certinext',
    streams,
    actions: {},
    probe: () => Promise.reject(new Error('not asked')),
    close: async () => {},
  };
  const sync = createSync({
    cache,
    platforms: [{ platform, pollInterval: 60_000, since: DAY }],
    clock: () => now,
    owner: 'test',
  });
  return {
    cache,
    pass(time: number) {
      now += time;
    },
    async look() {
      const [outcome] = await sync.catchUp();
      return outcome?.streams ?? [];
    },
    async close() {
      await sync.stop();
      await cache.close();
    },
  };
}

test('new and changed files are taken once, each by the stream it belongs to', async () => {
  const folder = temporaryFolder('exports');
  const file = (name: string, text: string, at: number) => {
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), at / 1000 - 3_600, at / 1000 - 3_600);
  };
  const { cache, look, close } = watched(folder);
  expect(await look()).toMatchObject([
    { failure: null, rows: 0 },
    { failure: null, rows: 0 },
  ]);
  file('a.csv', `${HEAD}Ada,Keys,Created,2026-08-19 10:00:00,Success\nAda,Keys,Created,never,Success\n`, NOW);
  file('s.csv', STATISTICS, NOW);
  file('other.csv', 'Order,Domain\n1,example.com\n', NOW);
  file('~$a.xlsx', 'lock', NOW);
  mkdirSync(join(folder, 'folder.xlsx'));
  expect(await look()).toMatchObject([
    { stream: 'audit-exports', added: 1, rejected: 2, failure: null },
    { stream: 'statistics-exports', added: 3, rejected: 0, failure: null },
  ]);
  const reasons = (await cache.rejected('next', 10)).map(({ reason }) => reason);
  expect(reasons.filter((reason) => reason.includes('seen "Order", "Domain"'))).toHaveLength(1);
  // Nothing changed; then only the time of a file; then what it holds.
  expect(await look()).toMatchObject([
    { rows: 0, rejected: 0 },
    { rows: 0, rejected: 0 },
  ]);
  file(
    'a.csv',
    `${HEAD}Ada,Keys,Created,2026-08-19 10:00:00,Success\nAda,Keys,Created,never,Success\n`,
    NOW + 5_000,
  );
  expect(await look()).toMatchObject([{ rows: 0 }, { rows: 0 }]);
  const more = 'Bob,Keys,Used,2026-08-20 08:00:00,Success\nBob,Keys,Used,2026-08-20 08:30:00,Success\n';
  file('a.csv', `${HEAD}Ada,Keys,Created,2026-08-19 10:00:00,Success\n${more}`, NOW + 9_000);
  expect(await look()).toMatchObject([{ rows: 3, added: 2 }, { rows: 0 }]);
  rmSync(join(folder, 'a.csv'));
  await look();
  expect((await cache.known()).audit).toBe(3);
  const [audit] = await cache.streams();
  expect(audit?.covered).toEqual([{ from: Date.UTC(2026, 7, 19, 10), to: Date.UTC(2026, 7, 20, 8, 30) }]);
  await close();
});

test('two exports with a gap between them leave the hole', async () => {
  const folder = temporaryFolder('exports');
  const { cache, look, close } = watched(folder);
  for (const day of [1, 10]) {
    const rows = [0, 5].map(
      (hour) => `Ada,Keys,Used,2026-08-${String(day).padStart(2, '0')} 0${hour}:00,Success\n`,
    );
    lay(folder, `${day}.csv`, HEAD + rows.join(''), HOUR);
  }
  await look();
  const [audit] = await cache.streams();
  expect(audit?.covered).toEqual(
    [1, 10].map((day) => ({ from: Date.UTC(2026, 7, day), to: Date.UTC(2026, 7, day, 5) })),
  );
  await close();
});

test('a folder that is not there is a failure; without a folder nothing is offered', async () => {
  const missing = watched('/nowhere/exports');
  expect((await missing.look())[0]?.failure).toMatchObject({ code: 'FILE_UNREADABLE' });
  await missing.close();
  const none = watched(null);
  expect(await none.look()).toMatchObject([{ failure: null, notOffered: true }, { notOffered: true }]);
  await none.close();
});

const ADA = 'Ada,Keys,Created,2026-08-19 10:00:00,Success\n';
const BOB = 'Bob,Keys,Used,2026-08-19 11:00:00,Success\n';

test('a file somebody may still be writing waits for the next look', async () => {
  const folder = temporaryFolder('exports');
  const { cache, look, pass, close } = watched(folder);
  lay(folder, 'a.csv', HEAD + ADA, SECOND);
  expect(await look()).toMatchObject([{ rows: 0 }, { rows: 0 }]);
  // It grew between the looks.
  lay(folder, 'a.csv', HEAD + ADA + BOB, 0);
  pass(SECOND);
  expect(await look()).toMatchObject([{ rows: 0 }, { rows: 0 }]);
  pass(SECOND);
  expect(await look()).toMatchObject([{ added: 2 }, { rows: 0 }]);
  expect((await cache.known()).audit).toBe(2);
  await close();
});

test('a last line without an end is taken when nothing more comes', async () => {
  const folder = temporaryFolder('exports');
  const { cache, look, pass, close } = watched(folder);
  lay(folder, 'a.csv', `${HEAD}${ADA}${BOB.slice(0, -4)}`, 10 * SECOND);
  expect(await look()).toMatchObject([{ added: 1 }, { rows: 0 }]);
  pass(MINUTE);
  expect(await look()).toMatchObject([{ added: 1 }, { rows: 0 }]);
  pass(MINUTE);
  expect(await look()).toMatchObject([{ rows: 0 }, { rows: 0 }]);
  // It was the beginning of a longer one after all.
  lay(folder, 'a.csv', HEAD + ADA + BOB, 0);
  pass(HOUR);
  await look();
  const { rows } = await cache.rows({ selection: { ...ALL, query: '' }, limit: 9 });
  expect(rows.map(({ record }) => record.kind === 'audit' && record.outcome)).toEqual(['success', 'success']);
  await close();
});

test('a shorter export of the same name takes nothing away', async () => {
  const folder = temporaryFolder('exports');
  const { cache, look, close } = watched(folder);
  lay(folder, 'a.csv', HEAD + ADA + BOB, HOUR);
  await look();
  lay(folder, 'a.csv', HEAD + BOB, MINUTE);
  await look();
  expect((await cache.known()).audit).toBe(2);
  await close();
});

test('what was set aside of a file is cleared when a better one of its name is taken, or it is gone', async () => {
  const folder = temporaryFolder('exports');
  const { cache, look, close } = watched(folder);
  const book = readFileSync(
    await workbook(temporaryFolder('book'), 'c.xlsx', [
      { name: 'Audit', rows: [[...HEADINGS], ['Ada', 'Keys', 'Created', '2026-08-19 10:00:00', 'Success']] },
    ]),
  );
  lay(folder, 'c.xlsx', book.subarray(0, 4_000), 3 * HOUR);
  lay(folder, 'r.csv', `${HEAD}${BOB}Eve,Keys,Used,never,Success\n`, 3 * HOUR);
  lay(folder, 'x.csv', 'Order,Domain\n1,example.com\n', 3 * HOUR);
  await look();
  expect(await cache.rejected('next', 9)).toHaveLength(3);
  lay(folder, 'c.xlsx', book, HOUR);
  lay(folder, 'r.csv', `${HEAD}${BOB}Eve,Keys,Used,2026-08-19 12:00:00,Success\n`, HOUR);
  rmSync(join(folder, 'x.csv'));
  await look();
  expect(await cache.rejected('next', 9)).toEqual([]);
  expect((await cache.known()).audit).toBe(3);
  await close();
});

test('a workbook of both kinds gives each stream its own', async () => {
  const folder = temporaryFolder('exports');
  const { look, close } = watched(folder);
  const path = await workbook(folder, 'both.xlsx', [
    { name: 'Audit', rows: [[...HEADINGS], ['Ada', 'Keys', 'Created', '2026-08-19 10:00:00', 'Success']] },
    {
      name: 'Figures',
      rows: [
        ['Issued', 3],
        ['Revoked', 1],
        ['Deployed', 2],
      ],
    },
  ]);
  utimesSync(path, (NOW - HOUR) / 1000, (NOW - HOUR) / 1000);
  expect(await look()).toMatchObject([
    { added: 1, rejected: 0 },
    { added: 3, rejected: 0 },
  ]);
  await close();
});

test('how dates are meant is remembered, and set right in what was read before it was known', async () => {
  const folder = temporaryFolder('exports');
  const { cache, look, close } = watched(folder);
  const dayOf = async () => {
    const { rows } = await cache.rows({ selection: { ...ALL, query: '' }, limit: 9 });
    return rows.map(
      ({ record }) => record.kind === 'audit' && new Date(record.timestamp ?? 0).toISOString().slice(0, 10),
    );
  };
  const ann = 'Ann,M,Login,04/03/2026 10:00,Success\n';
  lay(folder, 'first.csv', HEAD + ann, 4 * HOUR);
  await look();
  expect(await dayOf()).toEqual(['2026-03-04']);
  lay(folder, 'second.csv', `${HEAD}${ann}Bob,M,Login,04/25/2026 10:00,Success\n`, 3 * HOUR);
  await look();
  expect(await dayOf()).toEqual(['2026-04-25', '2026-04-03']);
  lay(folder, 'third.csv', HEAD + ann, 2 * HOUR);
  expect(await look()).toMatchObject([{ rows: 1, added: 0 }, { rows: 0 }]);
  await close();
});
