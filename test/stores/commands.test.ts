import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../src/domain/time.ts';
import { type Harness, openConsole } from './harness.ts';
import { alert, entry, job } from './records.ts';

const state = ({ console }: Harness) => console.store.getState();

describe('the command line', () => {
  test('goes to a pane with a query, completes words and queries, and remembers', async () => {
    const harness = await openConsole([alert('a'), job('j')]);
    await harness.type(':jo\t status:fai\t\r');
    expect(state(harness)).toMatchObject({ pane: 'jobs', overlay: null });
    expect(state(harness).lists.jobs.query).toBe('status:FAILED');
    await harness.type(':\u001b[A');
    expect(state(harness).overlay).toMatchObject({ line: { text: 'jobs status:FAILED' } });
    await harness.type('\u0003\u000f');
    expect(state(harness).pane).toBe('alerts');
  });

  test('a pane without a query is only gone to', async () => {
    const harness = await openConsole([entry('e')]);
    await harness.type(':stats\r');
    expect(state(harness).pane).toBe('statistics');
    await harness.type(':audit\r');
    expect(state(harness)).toMatchObject({ pane: 'audit', lists: { audit: { query: 'since:24h' } } });
  });

  test.each([
    ['nonsense x', /no command nonsense/],
    ['jobs status:(', /./],
  ])('%s stays open and says what is wrong', async (text, message) => {
    const harness = await openConsole([alert('a')]);
    await harness.type(`:${text}\r`);
    const { overlay, pane } = state(harness);
    expect(pane).toBe('alerts');
    expect(overlay).toMatchObject({ kind: 'prompt', purpose: 'command' });
    expect(overlay?.kind === 'prompt' && overlay.problems[0]?.message).toMatch(message);
  });

  test(':q quits', async () => {
    const harness = await openConsole([]);
    await harness.type(':q\r');
    expect(state(harness).exit).toBe(0);
  });
});

test('Tab typed ahead of the choices waits for them', async () => {
  const harness = await openConsole([alert('a')]);
  await harness.type('/\u0015seve\twarn\t\r');
  expect(state(harness).lists.alerts.query).toBe('severity:warning');
});

test('a platform hidden is hidden in every list, and seen in every filter', async () => {
  const platform = (name: string) => ({
    name,
    kind: 'ssl-clm',
    pollInterval: MINUTE,
    since: MINUTE,
    marksRead: true,
  });
  const harness = await openConsole([alert('a'), alert('b', { platform: 'test' }), job('j')], {
    services: { platforms: [platform('prod'), platform('test')] },
  });
  await harness.type('@j ');
  const { lists } = state(harness);
  expect(lists.alerts.query).toBe('is:unread platform:prod');
  expect(lists.audit.query).toBe('since:24h platform:prod');
  expect(lists.alerts.window.rows.map(({ record }) => record.id)).toEqual(['a']);
  await harness.type('k ');
  expect(state(harness).message?.text).toBe('One platform at least has to be shown');
  await harness.type('q2');
  expect(state(harness).lists.jobs.window.rows.map(({ record }) => record.id)).toEqual(['j']);
  await harness.type('@j ');
  expect(state(harness).lists.jobs.query).toBe('(status:failed since:24h) OR is:stuck OR status:running');
});
