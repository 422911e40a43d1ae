import { describe, expect, test } from 'vitest';
import { HOUR } from '../../src/domain/time.ts';
import { type Harness, openConsole } from './harness.ts';
import { alert, entry, job, NOW } from './records.ts';

const where = ({ console }: Harness) => {
  const { pane, lists, detail } = console.store.getState();
  const list = pane === 'statistics' ? null : lists[pane];
  return {
    pane,
    query: list?.query ?? null,
    selected: list?.place.selected ?? null,
    detail: detail?.ref ?? null,
  };
};

describe('problems only', () => {
  test('narrows what is asked, and gives it back as it was', async () => {
    const harness = await openConsole([alert('a'), alert('i', { severity: 'info' })]);
    await harness.type('!');
    expect(where(harness).query).toBe('is:unread severity:error');
    await harness.type('!');
    expect(where(harness).query).toBe('is:unread');
    await harness.type('2!');
    expect(where(harness).query).toBe(
      '((status:failed since:24h) OR is:stuck OR status:running) (status:failed OR is:stuck)',
    );
    await harness.type('!u');
    expect(where(harness).query).toMatch(/\) \(status:failed OR is:stuck\)$/);
  });

  test('says so where nothing but problems is asked for', async () => {
    const harness = await openConsole([alert('a')]);
    await harness.type('/\u0015severity:error\r!');
    expect(where(harness).query).toBe('severity:error');
    expect(harness.console.store.getState().message?.text).toBe('Only problems are asked for already');
  });
});

describe('going back', () => {
  test('- goes between the last two views, with the cursor where it was', async () => {
    const harness = await openConsole([alert('a'), alert('b', { createdAt: NOW - 1 }), job('j')]);
    await harness.type('j');
    const alerts = where(harness);
    await harness.type('2');
    expect(where(harness).pane).toBe('jobs');
    await harness.type('-');
    expect(where(harness)).toEqual(alerts);
    await harness.type('-');
    expect(where(harness).pane).toBe('jobs');
  });

  test('- brings back a query, and a detail', async () => {
    const harness = await openConsole([alert('a'), alert('b', { severity: 'info' })]);
    await harness.type('\r');
    const before = where(harness);
    expect(before.detail).not.toBeNull();
    await harness.type('2-');
    expect(where(harness)).toEqual(before);
    await harness.type('q/\u0015severity:info\r-');
    expect(where(harness).query).toBe('is:unread');
    await harness.type('-');
    expect(where(harness).query).toBe('severity:info');
  });

  test('Esc goes back from a followed record, step by step, with list, tab and line as they were', async () => {
    const about = { resource: { type: 'Certificate', id: 'cert-j', name: 'cert-j' } };
    const harness = await openConsole([
      job('first', { certificateId: null, completedAt: NOW }),
      job('j', { payload: {} }),
      entry('new', { timestamp: NOW }),
      entry('e', about),
      entry('e2', { ...about, timestamp: NOW - 2 * HOUR }),
    ]);
    const { console } = harness;
    const related = async (): Promise<void> => {
      while (console.store.getState().detail?.tab !== 'related') await harness.type(']');
    };
    await harness.type('2j\r');
    await related();
    await harness.type('j');
    const start = { ...where(harness), cursor: 1 };
    expect(start).toMatchObject({ pane: 'jobs', selected: 'prod/job/j', detail: 'prod/job/j' });
    await harness.type('\r');
    // The cursor of the list stands on what the detail shows.
    expect(where(harness)).toMatchObject({
      pane: 'audit',
      selected: 'prod/audit/e2',
      detail: 'prod/audit/e2',
    });
    await related();
    await harness.type('j\r');
    expect(where(harness)).toMatchObject({ pane: 'audit', selected: 'prod/audit/e', detail: 'prod/audit/e' });
    await harness.type('\u001b[27u');
    expect(where(harness)).toMatchObject({ selected: 'prod/audit/e2', detail: 'prod/audit/e2' });
    await harness.type('\u001b[27u');
    expect({ ...where(harness), cursor: console.store.getState().detail?.cursor }).toEqual(start);
    expect(console.store.getState().detail?.tab).toBe('related');
    await harness.type('\u001b[27u');
    expect(where(harness)).toMatchObject({ pane: 'jobs', selected: 'prod/job/j', detail: null });
  });

  test('a followed record that the filter hides takes the screen, beside no other', async () => {
    const about = { resource: { type: 'Certificate', id: 'cert-j', name: 'cert-j' } };
    const harness = await openConsole([
      job('j'),
      entry('e'),
      entry('old', { ...about, timestamp: NOW - 72 * HOUR }),
    ]);
    await harness.type('2\r]]]\r');
    expect(where(harness)).toMatchObject({ pane: 'audit', detail: 'prod/audit/old' });
    expect(harness.console.store.getState().detailMode).toBe('full');
    await harness.type('\u001b[27u');
    expect(harness.console.store.getState()).toMatchObject({ pane: 'jobs', detailMode: 'split' });
  });

  test('Ctrl-O goes back to the record whose relation was followed, however many steps', async () => {
    const certificate = { resource: { type: 'Certificate', id: 'cert-j', name: 'cert-j' } };
    const harness = await openConsole([job('j'), entry('e', certificate)]);
    await harness.type('2\r');
    const { console } = harness;
    while (console.store.getState().detail?.tab !== 'related') await harness.type(']');
    await harness.type('\r');
    expect(where(harness)).toMatchObject({ pane: 'audit', detail: 'prod/audit/e' });
    await harness.type('\u000f');
    expect(where(harness)).toMatchObject({ pane: 'jobs', detail: 'prod/job/j' });
    expect(console.store.getState().detail?.tab).toBe('related');
    await harness.type('\u000f');
    expect(console.store.getState().message?.text).toMatch(/^Nothing to jump back to/);
  });
});
