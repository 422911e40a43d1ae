/** From a failure to all of its cause, and calling a cause known: over the real cache. */
import { describe, expect, test } from 'vitest';
import { HOUR } from '../../src/domain/time.ts';
import { DAILY_CHECK } from '../../src/sync/daily-check.ts';
import { plainOf } from '../../stores/detail/document.ts';
import { linesBetween } from '../../stores/detail/document-lines.ts';
import { detailLinesOf } from '../../stores/detail/lines.ts';
import { openOverCache } from './over-cache.ts';
import { alert, job, NOW } from './records.ts';

const refused = (id: string, ago: number, caId: string) =>
  job(id, {
    caId,
    error: `CA refused order ${id} for ${id}.example.com`,
    ...{ scheduledAt: null, startedAt: null, completedAt: NOW - ago },
  });

const RECORDS = [
  refused('a1', HOUR, 'ca-1'),
  refused('a2', 2 * HOUR, 'ca-2'),
  refused('a3', 50 * 24 * HOUR, 'ca-1'),
  job('b1', {
    error: 'Agent did not answer',
    completedAt: NOW - 3 * HOUR,
    startedAt: null,
    scheduledAt: null,
  }),
  alert('m1', { message: 'CA refused order x9 for www.example.com' }),
  alert('m2', { message: 'The agent is offline' }),
];

type Opened = Awaited<ReturnType<typeof openOverCache>>;
const text = ({ console }: Opened): string =>
  linesBetween(detailLinesOf(console.store.getState(), 0), 0).map(plainOf).join('\n');
const shown = ({ console }: Opened): readonly string[] =>
  console.store.getState().lists.jobs.window.rows.map(({ record }) => record.id);
const message = ({ console }: Opened): string => console.store.getState().message?.text ?? '';

describe('a failed job', () => {
  test('says how often its cause was met, since when and over which CAs, and # opens exactly those', async () => {
    await using opened = await openOverCache(RECORDS);
    await opened.type('2g\r');
    expect(text(opened)).toMatch(/Same failure +3 times since 2026-07-01, last 1h ago, CAs ca-1, ca-2/);
    await opened.type('#');
    expect(opened.console.store.getState().lists.jobs.query).toBe('cause="CA refused order … for …"');
    expect(shown(opened)).toEqual(['a1', 'a2', 'a3']);
    // The pivot menu has it, too.
    await opened.type('\u000f.#');
    expect(opened.console.store.getState()).toMatchObject({
      overlay: null,
      lists: { jobs: { query: 'cause="CA refused order … for …"' } },
    });
    // Back to where it was.
    await opened.type('\u000f');
    expect(shown(opened)).toContain('b1');
  });

  test('a cause that is called known counts no more, is told so, and is news again by u', async () => {
    await using opened = await openOverCache(RECORDS);
    const daily = () => opened.console.store.getState().daily;
    expect(daily()).toMatchObject({ unreadErrors: 2, failedJobs: 3 });
    await opened.type('2g.m');
    expect(message(opened)).toMatch(/^Known from now on: 3 failed jobs and 1 alert of this cause/);
    await opened.idle();
    expect(daily()).toMatchObject({ unreadErrors: 1, failedJobs: 1 });
    expect(await opened.cache.muted()).toEqual([{ cause: 'CA refused order … for …', at: NOW }]);
    await opened.type('\r');
    expect(text(opened)).toMatch(/known: counts no more/);
    await opened.type('\u001bu');
    await opened.idle();
    expect(daily()).toMatchObject({ unreadErrors: 2, failedJobs: 3 });
    expect(await opened.cache.muted()).toEqual([]);
  });

  test('what has no cause says why nothing is done', async () => {
    await using opened = await openOverCache([
      job('ok', { status: 'RUNNING', error: null, completedAt: null }),
    ]);
    await opened.type('2g#');
    expect(message(opened)).toBe('Only failed jobs and alerts have a cause');
    await opened.type('.m');
    expect(await opened.cache.muted()).toEqual([]);
  });
});

test('no row of the daily check counts failures of a known cause', async () => {
  await using opened = await openOverCache(RECORDS);
  const all = async () => {
    const counts = DAILY_CHECK.map(({ kind, query }) =>
      opened.cache.count({ kind, query: query(null), now: NOW, longRunningAfter: HOUR }),
    );
    return (await Promise.all(counts)).reduce((sum, { matched }) => sum + matched, 0);
  };
  expect(await all()).toBeGreaterThan(0);
  const causes = await opened.cache.groups({
    selection: { kind: 'job', query: '', now: NOW, longRunningAfter: HOUR },
    field: 'cause',
    limit: 10,
  });
  expect(causes).toEqual([
    { value: 'CA refused order … for …', count: 3 },
    { value: 'Agent did not answer', count: 1 },
  ]);
  await opened.cache.mute(
    ['CA refused order … for …', 'Agent did not answer', 'The agent is offline'],
    true,
    NOW,
  );
  expect(await all()).toBe(0);
});
