import { describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { fail, ok } from '../../src/domain/failure.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { MINUTE } from '../../src/domain/time.ts';
import type { Platform } from '../../src/platforms/port.ts';
import { type Recheck, recheck } from '../../src/sync/recheck.ts';
import { entry, logOf, platformOf, type Source, source } from './fake-platform.ts';

const NOW = Date.UTC(2026, 7, 20, 12);
/** Newest first, a minute apart. */
const log = (n: number): AuditEntry[] =>
  Array.from({ length: n }, (_, at) => entry(`e${at}`, NOW - at * MINUTE));
const rawOf = (record: AnyRecord) => JSON.stringify({ id: record.id });

async function rechecked(
  held: readonly AuditEntry[],
  from: Source,
  more: {
    readonly platform?: (platform: Platform) => Platform;
    readonly window?: { readonly from: number; readonly to: number };
  } = {},
): Promise<Recheck> {
  const cache = openDirect({ memory: true });
  await cache.commit({
    platform: 'p',
    stream: 'audit',
    kinds: ['audit'],
    rows: held.map((record) => ({ record, raw: rawOf(record) })),
    rejected: [],
    at: NOW,
  });
  const before = await cache.ledgerHead();
  const platform = platformOf([logOf(from)]);
  const found = await recheck({
    platform: more.platform?.(platform) ?? platform,
    cache,
    window: more.window ?? { from: NOW - 60 * MINUTE, to: NOW },
    clock: () => NOW + 5_000,
    signal: new AbortController().signal,
  });
  expect(await cache.ledgerHead()).toEqual(before);
  await cache.close();
  return found;
}
const refs = (n: readonly { readonly ref: string }[]) => n.map(({ ref }) => ref);
/** As `source`, with the platform's own JSON. */
function telling(rows: AuditEntry[], rawFor: (record: AnyRecord) => string = rawOf): Source {
  const from = source(rows, 4);
  from.onAsk = ({ cursor }) => {
    const offset = typeof cursor === 'number' ? cursor : 0;
    const part = from.rows.slice(offset, offset + 4);
    const end = offset + part.length;
    return ok({
      rows: part.map((record) => ({ record, raw: rawFor(record) })),
      rejected: [],
      next: end < from.rows.length ? end : null,
      total: from.rows.length,
    });
  };
  return from;
}

describe('a window that is read again', () => {
  test('is as it was', async () => {
    const found = await rechecked(log(10), telling(log(10)));
    expect(found).toMatchObject({ held: 10, given: 10, missing: [], changed: [], older: 0, partial: null });
  });

  test('names what the platform dropped, and what it tells otherwise', async () => {
    const told = telling(log(10).toSpliced(3, 2), (record) =>
      record.id === 'e7' ? '{"id":"e7","by":"else"}' : `{ "id":"${record.id}" }`,
    );
    const found = await rechecked(log(10), told);
    expect(refs(found.missing)).toEqual(['p/audit/e3', 'p/audit/e4']);
    expect(found.changed).toEqual([{ ref: 'p/audit/e7', time: NOW - 7 * MINUTE }]);
    expect(found).toMatchObject({ held: 10, given: 8, older: 0, partial: null });
  });

  test('does not call dropped what the platform keeps no longer', async () => {
    const found = await rechecked(log(10), telling(log(6)));
    expect(found).toMatchObject({ missing: [], older: 4, partial: null });
    expect(await rechecked(log(10), telling([]))).toMatchObject({ missing: [], older: 10, given: 0 });
  });

  test('calls nothing dropped where it was not read as a whole', async () => {
    const down = telling(log(10).toSpliced(3, 1));
    const answer = down.onAsk;
    const failure = { code: 'TIMED_OUT', what: 'slow', next: 'wait' } as const;
    down.onAsk = (ask, count) => (count > 1 ? fail(failure) : answer(ask, count));
    expect(await rechecked(log(10), down)).toMatchObject({ missing: [], partial: failure });
    const short = source(log(10).toSpliced(3, 1), 4);
    short.total = () => 10;
    expect(await rechecked(log(10), short)).toMatchObject({ missing: [], partial: { code: 'BAD_RESPONSE' } });
  });

  test('asks a second time before it says that something is missing', async () => {
    const hiding = telling(log(10));
    const answer = hiding.onAsk;
    let whole = false;
    hiding.onAsk = async (ask, count) => {
      if (whole) hiding.rows = log(10);
      else hiding.rows = log(10).toSpliced(5, 1);
      const page = await answer(ask, count);
      whole ||= page?.ok === true && page.value.next === null;
      return page;
    };
    expect(await rechecked(log(10), hiding)).toMatchObject({ missing: [], given: 10 });
  });

  test('looks at the window only', async () => {
    const told = telling(log(30).toSpliced(2, 1).toSpliced(20, 1));
    const window = { from: NOW - 12 * MINUTE, to: NOW - 5 * MINUTE };
    const found = await rechecked(log(30), told, { window });
    expect(found).toMatchObject({ held: 8, given: 8, missing: [] });
    expect(told.asks[0]).toMatchObject({ from: window.from - 1_000, to: window.to + 1_000 });
  });

  test('a stream that tells only what there is now cannot be read again', async () => {
    const scan = { name: 'scan', kinds: ['audit' as const], mode: 'scan' as const, interval: 1 };
    const only = (platform: Platform): Platform => ({
      ...platform,
      streams: [{ ...scan, scan: async () => ok({ rows: [], rejected: [], retired: [], state: null }) }],
    });
    expect(await rechecked(log(3), telling([]), { platform: only })).toMatchObject({
      missing: [],
      partial: { what: 'p: scan cannot be read a second time' },
    });
  });
});
