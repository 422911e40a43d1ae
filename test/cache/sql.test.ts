import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCache } from '../../src/cache/open.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { audit, NOW, page } from './records.ts';

let cache: Awaited<ReturnType<typeof openCache>>;
beforeAll(async () => {
  cache = await openCache({ dir: temporaryFolder('sql') });
  const records = Array.from({ length: 5 }, (_, index) => audit({ id: `e${index}`, timestamp: NOW - index }));
  await cache.commit(page(records));
});
afterAll(() => cache.close());

const ask = (text: string, rest: { most?: number; within?: number; signal?: AbortSignal } = {}) =>
  cache.sql(
    { text, most: rest.most ?? 100, within: rest.within ?? 20_000 },
    rest.signal === undefined ? {} : { signal: rest.signal },
  );
const ENDLESS = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n';

describe('a question in SQL', () => {
  test('is answered with its columns; no more rows than were asked for', async () => {
    expect(await ask("SELECT count(*) AS n, NULL AS none, x'0102' AS bytes FROM audit")).toEqual({
      columns: ['n', 'none', 'bytes'],
      rows: [[5, null, '(2 bytes)']],
      more: false,
    });
    expect(await ask('SELECT id FROM audit ORDER BY id', { most: 2 })).toEqual({
      columns: ['id'],
      rows: [['e0'], ['e1']],
      more: true,
    });
  });

  test('what writes, or is no single statement, is refused, and nothing is changed', async () => {
    const texts = [
      'DELETE FROM audit',
      'DELETE FROM audit RETURNING id',
      'PRAGMA user_version = 8',
      'PRAGMA journal_mode = DELETE',
      "ATTACH '/tmp/other.sqlite' AS other",
      'SELECT 1; DELETE FROM audit',
      'nonsense',
      '',
    ];
    for (const text of texts) {
      await expect(ask(text), text).rejects.toMatchObject({ failure: { code: 'QUERY_INVALID' } });
    }
    expect((await ask('SELECT count(*) FROM audit')).rows).toEqual([[5]]);
  });

  test('one that takes too long is ended, and the cache answers meanwhile', async () => {
    const endless = ask(ENDLESS, { within: 1_000 });
    endless.catch(() => {});
    expect(await cache.known()).toMatchObject({ audit: 5 });
    await expect(endless).rejects.toMatchObject({
      failure: { code: 'QUERY_INVALID', what: 'this took longer than 1 s and was ended' },
    });
  });

  test('one that nobody waits for any more is ended', async () => {
    const controller = new AbortController();
    const endless = ask(ENDLESS, { signal: controller.signal });
    controller.abort();
    await expect(endless).rejects.toMatchObject({ failure: { code: 'CANCELLED' } });
  });
});
