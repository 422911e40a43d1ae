import { describe, expect, test } from 'vitest';
import { scoreOf } from '../../stores/finding/fuzzy.ts';
import { paletteEntries } from '../../stores/finding/palette.ts';
import { USUAL_SETTINGS } from '../../stores/settings.ts';
import { type Harness, openConsole } from './harness.ts';
import { alert, entry, job, NOW } from './records.ts';

const state = ({ console }: Harness) => console.store.getState();
const titles = (harness: Harness, typed: string) =>
  paletteEntries(state(harness), typed).map(({ title }) => title);

describe('finding by characters', () => {
  test('words in any order, else characters in theirs; what is typed whole counts more', () => {
    expect(scoreOf('Export this view', 'view export')).not.toBeNull();
    expect(scoreOf('Export this view', 'xtv')).not.toBeNull();
    expect(scoreOf('Export this view', 'vte')).toBeNull();
    const score = (text: string, typed: string) => scoreOf(text, typed)?.score ?? 0;
    expect(score('Go to Jobs', 'jobs')).toBeGreaterThan(score('Just one bad sign', 'jobs'));
    expect(score('Go to Jobs', 'gj')).toBeGreaterThan(score('fighting juries', 'gj'));
  });
});

describe('the palette', () => {
  test('offers what the keys do here, with the reason where one does nothing, and runs it', async () => {
    const harness = await openConsole([alert('a'), job('j')]);
    const entries = paletteEntries(state(harness), 'undo');
    expect(entries[0]).toMatchObject({ kind: 'action', reason: 'Nothing to undo' });
    expect(titles(harness, 'gtj')).toContain('Go to Jobs');
    await harness.type('\u0010go to jobs\r');
    expect(state(harness)).toMatchObject({ pane: 'jobs', overlay: null });
    // Of the scope under it only: a prompt's keys are of no use here.
    expect(titles(harness, 'previous completion')).toEqual([]);
  });

  test('offers views, and opens them', async () => {
    const harness = await openConsole([entry('e', { action: 'LOGIN_ERROR' })]);
    await harness.type('\u0010failed sign\r');
    expect(state(harness).pane).toBe('audit');
    expect(state(harness).lists.audit.query).toMatch(/^action:LOGIN_ERROR/);
  });

  test('a reference opens its record, an id is looked for everywhere', async () => {
    const harness = await openConsole([job('j-1234567'), alert('a')]);
    expect(titles(harness, '7c9e6679-7425-40de-944b-e07fc1f90ae7').slice(0, 4)).toEqual([
      'Everything about 7c9e6679-7425-40de-944b-e07fc1f90ae7',
      '7c9e6679-7425-40de-944b-e07fc1f90ae7 in Alerts',
      '7c9e6679-7425-40de-944b-e07fc1f90ae7 in Jobs',
      '7c9e6679-7425-40de-944b-e07fc1f90ae7 in Audit',
    ]);
    await harness.type('\u0010prod/job/j-1234567\r');
    expect(state(harness)).toMatchObject({ pane: 'jobs', detail: { ref: 'prod/job/j-1234567' } });
    await harness.type('\u000f');
    expect(state(harness)).toMatchObject({ pane: 'alerts', detail: null });
  });
});

describe('saved views', () => {
  test('are saved with query and order, pinned, found again after a start, and forgotten', async () => {
    const harness = await openConsole([job('a', { status: 'FAILED' }), job('b', { status: 'RUNNING' })]);
    await harness.type('2/\u0015status:failed\r>');
    const { sort } = state(harness).lists.jobs;
    await harness.type(':save Failed ones 5\r');
    expect(await harness.cache.recall('views')).toMatchObject([
      { name: 'Failed ones', key: '5', pane: 'jobs' },
    ]);
    await harness.type('01');
    await harness.type('5');
    expect(state(harness)).toMatchObject({ pane: 'jobs', lists: { jobs: { query: 'status:failed', sort } } });
    // Its order goes with it.
    await harness.type('0');
    expect(state(harness).lists.jobs.query).not.toBe('status:failed');
    await harness.type(':view failed o\r');
    expect(state(harness).lists.jobs.query).toBe('status:failed');
    await harness.type(':forget failed ones\r');
    expect(await harness.cache.recall('views')).toEqual([]);
    await harness.type(':view failed ones\r');
    expect(state(harness).overlay).toMatchObject({ kind: 'prompt', problems: [{ level: 'error' }] });
  });

  test('a view brings its order, and the pane gets its own back', async () => {
    const harness = await openConsole([job('a')]);
    const before = state(harness).lists.jobs.sort;
    await harness.type('9');
    expect(state(harness).lists.jobs.sort[0]?.field).toBe('type');
    await harness.type('0');
    expect(state(harness).lists.jobs.sort).toEqual(before);
    await harness.type('9\u000f2');
    expect(state(harness).lists.jobs.sort).toEqual(before);
  });

  test('a view keeps the columns it was saved with, and the pane gets its own back', async () => {
    const harness = await openConsole([job('a')]);
    const columns = () => state(harness).lists.jobs.columns?.map(({ id }) => id) ?? null;
    await harness.type('2C j \r');
    const chosen = columns();
    expect(chosen).not.toBeNull();
    await harness.type(':save narrow\rC0\r');
    expect(columns()).toBeNull();
    await harness.type(':view narrow\r');
    expect(columns()).toEqual(chosen);
    await harness.type('0');
    expect(columns()).toBeNull();
  });

  test('the picker finds, counts and opens them; those of the configuration stand', async () => {
    const night = {
      name: 'Night shift',
      pane: 'alerts',
      query: 'severity:error',
      sort: null,
      columns: null,
      key: null,
      from: 'configuration',
    } as const;
    const harness = await openConsole([alert('a'), alert('b', { severity: 'info' })], {
      services: { settings: { ...USUAL_SETTINGS, views: [night] } },
    });
    await harness.type("'night");
    expect(state(harness).overlay).toMatchObject({ counts: { 'Night shift': { matched: 1, exact: true } } });
    await harness.type('\r');
    expect(state(harness).lists.alerts.query).toBe('severity:error');
    await harness.type(':save Night shift\r');
    expect(state(harness).overlay).toMatchObject({
      problems: [{ message: 'Night shift stands in the configuration: change it there.' }],
    });
  });

  test('a key nobody pinned says how', async () => {
    const harness = await openConsole([alert('a')]);
    await harness.type(':save mine 5\r:forget mine\r5');
    expect(state(harness).pane).toBe('audit');
  });
});

describe('facets', () => {
  test('values with counts; Space puts one into the query and takes it out again', async () => {
    const harness = await openConsole([alert('a'), alert('b', { severity: 'warning' }), alert('c')]);
    await harness.type('f');
    const fields = () => {
      const { overlay } = state(harness);
      return overlay?.kind === 'facets' ? overlay.fields : [];
    };
    expect(fields()[0]).toMatchObject({
      field: 'severity',
      exact: true,
      values: [
        { value: 'error', count: 2 },
        { value: 'warning', count: 1 },
      ],
    });
    await harness.type(' ');
    expect(state(harness).lists.alerts.query).toBe('is:unread severity:error');
    // The others are still there to be chosen, too.
    expect(fields()[0]?.values).toHaveLength(2);
    await harness.type('warn ');
    expect(state(harness).lists.alerts.query).toBe('is:unread severity:error,warning');
    await harness.type('\u0015error ');
    expect(state(harness).lists.alerts.query).toBe('is:unread severity:warning');
    await harness.type('\u0015\u007f');
    expect(state(harness).lists.alerts.query).toBe('is:unread');
    await harness.type('\r');
    expect(state(harness)).toMatchObject({ overlay: null, lists: { alerts: { query: 'is:unread' } } });
  });

  test('count what is new as the list does', async () => {
    const harness = await openConsole([
      alert('a'),
      alert('b', { createdAt: NOW - 2_000 }),
      alert('c', { createdAt: NOW - 1_000 }),
    ]);
    harness.console.set((before) => ({ ...before, looked: { ...before.looked, alerts: NOW - 30_000 } }));
    await harness.type('/\u0015is:new\rf');
    const { overlay, lists } = state(harness);
    const [severity] = overlay?.kind === 'facets' ? overlay.fields : [];
    expect(lists.alerts.window.rows).toHaveLength(2);
    expect(severity?.values).toEqual([{ value: 'error', count: 2 }]);
  });

  test('the cursor stays on its value while counts come and move the lines', async () => {
    const harness = await openConsole([
      alert('a', { severity: 'error', type: 'ONE' }),
      alert('b', { severity: 'warning', type: 'TWO' }),
      alert('c', { severity: 'info', type: 'TWO' }),
    ]);
    // Below error, warning and info, of which only one is left by what is chosen.
    await harness.type('f\u001b[B\u001b[B\u001b[B\u001b[B ');
    expect(state(harness).lists.alerts.query).toBe('is:unread type:ONE');
    await harness.type(' ');
    expect(state(harness).lists.alerts.query).toBe('is:unread');
  });
});

describe('marking in place', () => {
  test('everything is shown, matches are marked, n and N go to them, and back the rest is hidden', async () => {
    const records = Array.from({ length: 300 }, (_, index) =>
      entry(`e${String(index).padStart(3, '0')}`, {
        timestamp: Date.UTC(2026, 7, 20, 8, 59, 59) - index * 1_000,
        outcome: index === 40 || index === 290 ? 'failure' : 'success',
      }),
    );
    const harness = await openConsole(records);
    await harness.type('3/\u0015outcome:failure\r');
    expect(state(harness).lists.audit.window.rows).toHaveLength(2);
    await harness.type('&');
    const list = () => state(harness).lists.audit;
    expect(list()).toMatchObject({ marking: true, query: 'outcome:failure' });
    expect(list().place.selected).toBe('prod/audit/e040');
    expect(list().window.rows.length).toBeGreaterThan(50);
    expect(list().matches).toEqual(['prod/audit/e040']);
    expect(list().tally).toEqual({ matched: 2, exact: true });
    await harness.type('gn');
    expect(list().place.selected).toBe('prod/audit/e040');
    // Far outside of what is loaded.
    expect(list().window.rows.some(({ ref }) => ref === 'prod/audit/e290')).toBe(false);
    await harness.type('n');
    expect(list().place.selected).toBe('prod/audit/e290');
    expect(list().matches).toContain('prod/audit/e290');
    expect(list().window.rows.length).toBeLessThan(300);
    await harness.type('n');
    expect(state(harness).message?.text).toBe('No further match in this list');
    await harness.type('N');
    expect(list().place.selected).toBe('prod/audit/e040');
    await harness.type('&');
    expect(list().window.rows).toHaveLength(2);
    expect(list().place.selected).toBe('prod/audit/e040');
    await harness.type('n');
    expect(state(harness).message?.text).toMatch(/^Every row here matches/);
  });
});
