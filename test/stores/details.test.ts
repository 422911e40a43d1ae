import { describe, expect, test } from 'vitest';
import { HOUR } from '../../src/domain/time.ts';
import { plainOf } from '../../stores/detail/document.ts';
import { detailLinesOf } from '../../stores/detail/lines.ts';
import { tabsOf } from '../../stores/detail/tabs.ts';
import { rawLines } from '../../stores/detail/tree-lines.ts';
import { relatedQuery } from '../../stores/loading/detail.ts';
import { type Harness, openConsole } from './harness.ts';
import { alert, entry, job, NOW } from './records.ts';

const text = ({ console }: Harness): string =>
  detailLinesOf(console.store.getState(), console.services.longRunningAfter).map(plainOf).join('\n');
const tab = ({ console }: Harness): string | undefined => console.store.getState().detail?.tab;

const FAILED = job('7c9e6679', {
  payload: { cn: 'shop.example.com', agentId: 'agent-0001', san: { dns: ['a', 'b'] } },
});
const SUCCESS = job('ok', {
  name: FAILED.name,
  status: 'SUCCESS',
  error: null,
  completedAt: NOW - 5 * HOUR,
  payload: { cn: 'shop.example.com', agentId: 'agent-0002', san: { dns: ['a', 'b'] } },
});

describe('a failed job', () => {
  test('opens on its error; payload, timeline, related and last success are one key away each', async () => {
    const harness = await openConsole([
      FAILED,
      SUCCESS,
      entry('e1', { resource: { type: 'Job', id: FAILED.id, name: null } }),
      alert('a1', { entity: { type: 'Agent', id: 'agent-0001', name: null } }),
      entry('other'),
    ]);
    await harness.type('2\r');
    expect(tab(harness)).toBe('error');
    expect(text(harness)).toContain('DNS validation of 7c9e6679 failed');
    await harness.type(']');
    expect(text(harness)).toContain('cn: shop.example.com');
    await harness.type(']');
    expect(text(harness)).toMatch(/Started .*\+1m/);
    await harness.type(']');
    expect(tab(harness)).toBe('related');
    expect(text(harness)).toContain('Alert a1');
    expect(text(harness)).toContain(FAILED.id);
    expect(text(harness)).not.toContain('other');
    await harness.type(']');
    expect(text(harness)).toContain('payload.agentId');
    expect(text(harness)).toContain('+ agent-0002');
  });

  test('Enter on a related record follows it to its pane', async () => {
    const harness = await openConsole([
      FAILED,
      entry('e1', { resource: { type: 'Job', id: FAILED.id, name: null } }),
    ]);
    await harness.type('2\r]]]\r');
    const { pane, detail } = harness.console.store.getState();
    expect(pane).toBe('audit');
    expect(detail?.ref).toBe('prod/audit/e1');
  });

  test('has no error tab when it did not fail, and opens on its timeline', async () => {
    const harness = await openConsole([job('r', { status: 'RUNNING', completedAt: null, error: null })]);
    await harness.type('2\r');
    expect(tab(harness)).toBe('timeline');
    expect(tabsOf(job('r', { status: 'RUNNING', error: null })).map(({ id }) => id)).not.toContain('error');
    expect(text(harness)).toContain('longer than expected');
  });
});

describe('moving between list and detail', () => {
  test('J goes to the next record and keeps the tab; Esc goes back, and never quits', async () => {
    const harness = await openConsole([
      FAILED,
      job('b', { startedAt: NOW - 2 * HOUR, completedAt: NOW - 2 * HOUR }),
    ]);
    await harness.type('2\r]J');
    expect(harness.console.store.getState().detail?.ref).toBe('prod/job/b');
    expect(tab(harness)).toBe('payload');
    await harness.type('\u001b\u001b\u001b');
    expect(harness.console.store.getState()).toMatchObject({ detail: null, exit: null });
  });

  test('a preview leaves the keys with the list and follows its cursor', async () => {
    const harness = await openConsole([alert('a'), alert('b', { createdAt: NOW - 2 * HOUR })]);
    await harness.type('pj');
    expect(harness.console.store.getState()).toMatchObject({
      focus: 'list',
      detail: { ref: 'prod/alert/b' },
    });
    await harness.type('q');
    expect(harness.console.store.getState().exit).toBeNull();
    await harness.type('q');
    expect(harness.console.store.getState().exit).toBe(0);
  });
});

describe('text', () => {
  test('search goes round, and says when there is nothing', async () => {
    const harness = await openConsole([FAILED]);
    await harness.type('2\r]/dns\r');
    const first = harness.console.store.getState().detail?.cursor;
    expect(
      plainOf(detailLinesOf(harness.console.store.getState(), 1)[first ?? 0] ?? { parts: [] }),
    ).toContain('dns');
    await harness.type('n');
    expect(harness.console.store.getState().detail?.cursor).toBe(first);
    await harness.type('/nowhere\r');
    expect(harness.console.store.getState().message?.text).toContain('Not found');
  });

  test('nodes fold, a leaf folds what holds it, and y copies the value', async () => {
    const harness = await openConsole([FAILED]);
    await harness.type('2\r]');
    const whole = text(harness).split('\n').length;
    await harness.type('/dns\r\r');
    expect(text(harness).split('\n').length).toBe(whole - 2);
    await harness.type('h');
    expect(text(harness).split('\n').length).toBe(whole - 2);
    await harness.type('Lgjy');
    expect(harness.copied).toEqual(['shop.example.com']);
    await harness.type('p');
    expect(harness.copied.at(-1)).toBe('.cn');
  });

  test('remote text cannot reach the terminal as a sequence', async () => {
    const harness = await openConsole([job('x', { error: 'bad\u001b]52;c;aGk=\u0007 \u001b[2Jend' })]);
    await harness.type('2\r');
    expect(text(harness)).not.toMatch(/\u001b/);
    expect(text(harness)).toContain('end');
  });

  test('JSON too long to parse here is shown as its beginning, and says so', () => {
    const lines = rawLines(JSON.stringify({ text: 'x'.repeat(2_000_000) }), new Set(), 80);
    expect(plainOf(lines[0] ?? { parts: [] })).toContain('2,000,011 characters; the first 200,000 are shown');
    expect(lines.length).toBeLessThan(3_000);
  });
});

describe('related records', () => {
  test('short ids are asked for exactly, telling ones anywhere', () => {
    expect(relatedQuery(alert('a', { entity: { type: 'Job', id: '12', name: null } }))).toBe('entity="12"');
    expect(relatedQuery(alert('a', { entity: { type: 'Job', id: '12345678', name: null } }))).toBe(
      'entity="12345678" OR "12345678"',
    );
    expect(relatedQuery(alert('a', { entity: null }))).toBeNull();
  });
});
