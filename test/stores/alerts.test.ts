import { describe, expect, test } from 'vitest';
import type { SyncEvent } from '../../src/sync/events.ts';
import { type Harness, openConsole } from './harness.ts';
import { createMemoryCache } from './memory-cache.ts';
import { alert, NOW } from './records.ts';
import { OUT_OF_REACH, stream } from './streams.ts';

const message = ({ console }: Harness): string => console.store.getState().message?.text ?? '';
const three = () => ['a', 'b', 'c'].map((id, at) => alert(id, { createdAt: NOW - at }));

describe('read marks', () => {
  test('are shown at once, kept, sent to the platform that keeps them, and taken back by the same key', async () => {
    const harness = await openConsole(three());
    await harness.type('m');
    expect(harness.cache.marked).toEqual([{ refs: ['prod/alert/a'], read: true, queue: ['prod'] }]);
    const { alerts } = harness.console.store.getState().lists;
    expect(alerts.place.selected).toBe('prod/alert/a');
    expect(alerts.window.rows[0]?.record).toMatchObject({ id: 'a', read: true });
    expect(alerts.tally?.matched).toBe(2);
    await harness.type('m');
    expect(harness.cache.marked.at(-1)).toMatchObject({ refs: ['prod/alert/a'], read: false });
  });

  test('one that a poll has sent already, and the platform refused, is not said to be kept there', async () => {
    const records = three();
    let tell: (event: SyncEvent) => void = () => undefined;
    const cache = createMemoryCache(records);
    const failure = { code: 'PLATFORM_ERROR', status: 403, what: 'no', next: '' } as const;
    const harness = await openConsole(records, {
      services: {
        cache: {
          ...cache,
          async markRead(...given) {
            const marked = await cache.markRead(...given);
            tell({ kind: 'trouble', platform: 'prod', part: 'read marks', failure });
            return marked;
          },
        },
        sync: {
          refresh: async () => undefined,
          flush: async () => undefined,
          onEvent: (listener) => {
            tell = listener;
            return () => undefined;
          },
        },
      },
    });
    await harness.type('m');
    expect(message(harness)).toBe('prod refuses a read mark; it is kept here, @ tells why');
    tell = () => undefined;
    await harness.type('jm');
    expect(message(harness)).toMatch(/^Marked read: /);
  });

  test('one for a platform that is out of reach says that it waits', async () => {
    const down = { syncedAt: NOW, failure: OUT_OF_REACH, attemptedAt: NOW };
    const harness = await openConsole(three(), { streams: [stream('prod', down)] });
    await harness.type('m');
    expect(message(harness)).toMatch(/^Marked read: .+ \(u undoes; sent later\)$/);
  });

  test('moving never sets one', async () => {
    const harness = await openConsole(three());
    await harness.type('jjkG\r\u001bg');
    expect(harness.cache.marked).toEqual([]);
  });

  test('u takes the last one back', async () => {
    const harness = await openConsole(three());
    await harness.type('jmu');
    expect(harness.cache.marked.map(({ refs, read }) => [refs[0], read])).toEqual([
      ['prod/alert/b', true],
      ['prod/alert/b', false],
    ]);
    expect(message(harness)).toBe('1 alert unread here again');
  });

  test('taken back is shown with the words that say so: the next key is about the row as it is', async () => {
    const harness = await openConsole(three());
    await harness.type('m');
    const { store } = harness.console;
    const said: unknown[] = [];
    store.subscribe(({ message: now, lists }) => {
      if (now?.text.includes('unread here again') === true) said.push(lists.alerts.window.rows[0]?.record);
    });
    await harness.type('u');
    expect(said[0]).toMatchObject({ id: 'a', read: false });
  });
});

describe('marking all', () => {
  test('shows the query, the exact count and a sample, and marks what it showed', async () => {
    const harness = await openConsole(three());
    await harness.type('M');
    expect(harness.console.store.getState().overlay).toMatchObject({
      kind: 'confirm',
      title: 'Mark 3 alerts read?',
      lines: ['query  is:unread', '  Alert a', '  Alert b', '  Alert c'],
    });
    // One more comes while the question stands: it was not shown, so it is not marked.
    harness.cache.put(alert('late'));
    await harness.idle();
    // Typed ahead of the question, Enter would answer what nobody has read.
    await harness.type('\r');
    expect(harness.cache.marked).toEqual([]);
    await harness.type('y');
    expect(harness.cache.marked.map(({ refs }) => refs)).toEqual([
      ['prod/alert/a', 'prod/alert/b', 'prod/alert/c'],
    ]);
    await harness.type('u');
    expect(harness.cache.marked.at(-1)).toMatchObject({
      read: false,
      refs: expect.arrayContaining(['prod/alert/c']),
    });
  });

  test('n leaves everything as it was', async () => {
    const harness = await openConsole(three());
    await harness.type('Mn');
    expect(harness.cache.marked).toEqual([]);
    expect(harness.console.store.getState().overlay).toBeNull();
  });

  test('read-only says so instead', async () => {
    const harness = await openConsole(three(), { services: { readOnly: true } });
    await harness.type('m');
    expect(harness.cache.marked).toEqual([]);
    expect(message(harness)).toBe('Opened read-only: nothing is changed');
  });
});
