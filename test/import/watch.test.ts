/** A watched folder, through the engine that polls it. */
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { DAY } from '../../src/domain/time.ts';
import { exportStreams } from '../../src/platforms/certinext/exports/streams.ts';
import { createSync } from '../../src/sync/engine.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
const HEAD = 'User Full Name,Module,Activity / Event Name,Timestamp,Status\n';
const STATISTICS = 'Issued,3\nRevoked,1\nDeployed,2\nGenerated on,2026-08-19 10:00\n';

function watched(folder: string | null) {
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
    clock: () => NOW,
    owner: 'test',
  });
  return {
    cache,
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
    utimesSync(join(folder, name), at / 1000, at / 1000);
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
    writeFileSync(join(folder, `${day}.csv`), HEAD + rows.join(''));
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
