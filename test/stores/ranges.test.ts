import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import { type Harness, openConsole } from './harness.ts';
import { entry, job, NOW } from './records.ts';

const RECORDS = [
  entry('new', { timestamp: NOW - 5 * MINUTE }),
  entry('old', { timestamp: NOW - 3 * DAY }),
  job('failed', { scheduledAt: null, startedAt: null, completedAt: NOW - 3 * DAY }),
];
const list = ({ console }: Harness, pane: 'jobs' | 'audit') => console.store.getState().lists[pane];
const ids = (harness: Harness, pane: 'jobs' | 'audit') =>
  list(harness, pane).window.rows.map(({ record }) => record.id);

describe('the time ranges', () => {
  test('a digit replaces the bound and leaves the rest as typed; u takes it back', async () => {
    const harness = await openConsole(RECORDS);
    await harness.type('3/\u0015action:renewal_initiated  since:24h\r');
    expect(ids(harness, 'audit')).toEqual(['new']);
    await harness.type('T5');
    expect(list(harness, 'audit').query).toBe('action:renewal_initiated  since:7d');
    expect(ids(harness, 'audit')).toEqual(['new', 'old']);
    await harness.type('u');
    expect(list(harness, 'audit').query).toBe('action:renewal_initiated  since:24h');
    expect(ids(harness, 'audit')).toEqual(['new']);
  });

  test("the jobs' default keeps its alternatives", async () => {
    const harness = await openConsole(RECORDS);
    await harness.type('2T5');
    expect(list(harness, 'jobs').query).toBe('(status:failed since:7d) OR is:stuck OR status:running');
    expect(ids(harness, 'jobs')).toEqual(['failed']);
  });

  test('opens on the present range; arrows and Enter take another, Esc none', async () => {
    const harness = await openConsole(RECORDS);
    await harness.type('3T');
    expect(harness.console.store.getState().overlay).toEqual({ kind: 'ranges', cursor: 3 });
    await harness.type('\u001b[B\u001b[B\r');
    expect(list(harness, 'audit').query).toBe('since:30d');
    await harness.type('Tk');
    harness.console.press({ kind: 'key', name: 'Esc', text: null, raw: '\u001b' });
    expect(list(harness, 'audit').query).toBe('since:30d');
    expect(harness.console.store.getState().overlay).toBeNull();
  });

  test('another time is typed where the bound stood', async () => {
    const harness = await openConsole(RECORDS);
    await harness.type('3/\u0015since:24h action:renewal_initiated\rT7');
    expect(harness.console.store.getState().overlay).toMatchObject({
      kind: 'prompt',
      line: { text: 'since: action:renewal_initiated', cursor: 6 },
    });
    await harness.type('4d\r');
    expect(list(harness, 'audit').query).toBe('since:4d action:renewal_initiated');
    expect(ids(harness, 'audit')).toEqual(['new', 'old']);
  });

  test('the statistics say why they have none', async () => {
    const harness = await openConsole(RECORDS);
    await harness.type('4T');
    const { overlay, message } = harness.console.store.getState();
    expect(overlay).toBeNull();
    expect(message?.text).toContain('The statistics have no filter');
  });
});
