import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { plainOf } from '../../stores/detail/document.ts';
import { linesBetween } from '../../stores/detail/document-lines.ts';
import { detailLinesOf } from '../../stores/detail/lines.ts';
import { relatedQuery } from '../../stores/detail/relations.ts';
import { tabsOf } from '../../stores/detail/tabs.ts';
import { type Harness, openConsole } from './harness.ts';
import { alert, entry, job, NOW } from './records.ts';

const text = ({ console }: Harness): string =>
  linesBetween(detailLinesOf(console.store.getState(), console.services.longRunningAfter), 0)
    .map(plainOf)
    .join('\n');
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
    expect(text(harness)).toMatch(/^same job +1h +audit success +RENEWAL_INITIATED {2}by Ada/m);
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

describe('what a run is compared with', () => {
  test('a member that is not there is absent, not null', async () => {
    const harness = await openConsole([
      job('bad', { payload: { cn: 'a', attempt: 3, host: null } }),
      job('good', {
        name: 'Renew bad',
        status: 'SUCCESS',
        error: null,
        caId: null,
        payload: { cn: 'a', host: 'b' },
      }),
    ]);
    await harness.type('2\r');
    while (tab(harness) !== 'success') await harness.type(']');
    expect(text(harness)).toContain('payload.host\n- null\n+ "b"');
    expect(text(harness)).toContain('Only in this run\n- caId  ca-1');
    expect(text(harness)).toContain('- payload.attempt  3');
    // What both have alike is folded away, and one key away.
    expect(text(harness)).not.toContain('payload.cn');
    const at = text(harness)
      .split('\n')
      .findIndex((line) => line.startsWith('▸'));
    await harness.type(`${'j'.repeat(at)}\r`);
    expect(text(harness)).toContain('payload.cn  a');
  });

  test('times that cannot be are said to be that', async () => {
    const harness = await openConsole([
      job('back', { startedAt: NOW, completedAt: NOW - 45 * MINUTE }),
      job('early', { status: 'RUNNING', startedAt: NOW + HOUR, completedAt: null, error: null }),
    ]);
    await harness.type('2\r');
    while (tab(harness) !== 'timeline') await harness.type(']');
    expect(text(harness)).toMatch(/^Completed .* 45m earlier than the step before it$/m);
    while (tab(harness) !== 'fields') await harness.type(']');
    expect(text(harness)).toMatch(/^Duration +\?$/m);
    await harness.type('\u001bG\r');
    expect(text(harness)).toContain('running, although it starts in the future: the clocks differ');
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
    await harness.type('2\r]n');
    expect(harness.console.store.getState().message?.text).toBe('Nothing searched yet: / searches');
    await harness.type('/dns\r');
    expect(harness.console.store.getState().message?.text).toBe('The only line that matches');
    const first = harness.console.store.getState().detail?.cursor;
    expect(
      plainOf(detailLinesOf(harness.console.store.getState(), 1).at(first ?? 0) ?? { parts: [] }),
    ).toContain('dns');
    await harness.type('n');
    expect(harness.console.store.getState().detail?.cursor).toBe(first);
    await harness.type('/:\r');
    expect(harness.console.store.getState().message?.text).toMatch(/^\d+ lines match: n next, N previous$/);
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
    expect(harness.copied.at(-1)).toBe('.payload.cn');
  });

  test('Enter on an id in a document follows it to its record; one that is nobody\u2019s says so', async () => {
    const harness = await openConsole([
      job('a', { payload: { entry: 'e1', other: 'nobody', self: 'a' } }),
      entry('e1'),
    ]);
    await harness.type('2\r]/nobody\r\r');
    expect(harness.console.store.getState()).toMatchObject({
      pane: 'jobs',
      message: { text: expect.stringContaining('No other record') },
    });
    await harness.type('/self\r\r');
    expect(harness.console.store.getState().detail?.ref).toBe('prod/job/a');
    await harness.type('/entry\r\r');
    expect(harness.console.store.getState()).toMatchObject({
      pane: 'audit',
      detail: { ref: 'prod/audit/e1' },
    });
  });

  test('remote text cannot reach the terminal as a sequence', async () => {
    const harness = await openConsole([job('x', { error: 'bad\u001b]52;c;aGk=\u0007 \u001b[2Jend' })]);
    await harness.type('2\r');
    expect(text(harness)).not.toMatch(/\u001b/);
    expect(text(harness)).toContain('end');
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

  test('a type of thing reads as words, and who is what an entry is about is named once', async () => {
    const about = {
      resource: { type: 'CLIENT_AUTH_CERT', id: 'bfc0a78e', name: 'svc-shop' },
      actor: { type: 'service' as const, id: 'bfc0a78e', name: 'svc-shop', email: null },
      description: 'Sign-in failed',
    };
    const harness = await openConsole([
      entry('a', about),
      entry('b', { ...about, timestamp: NOW - 2 * HOUR }),
    ]);
    await harness.type('3\r');
    while (tab(harness) !== 'related') await harness.type(']');
    expect(text(harness)).toMatch(
      /^same client auth cert {2}2h +audit success {2}RENEWAL_INITIATED {2}svc-shop {2}Sign-in failed {2}prod$/m,
    );
  });

  test('stand by what they share, the closest first, newest first, and say where they are cut', async () => {
    const failed = job('7c9e6679', {
      certificateId: null,
      externalRequestId: 'req-00001',
      payload: { certificateId: 'cert-0001', agentId: 'agent-0001' },
    });
    const thing = (type: string, id: string) => ({
      resource: { type, id, name: null },
      description: `About ${id}`,
    });
    const harness = await openConsole([
      failed,
      ...Array.from({ length: 120 }, (_, at) =>
        entry(`a${at}`, { ...thing('Agent', 'agent-0001'), timestamp: NOW - at * 1_000 }),
      ),
      entry('j', thing('Job', failed.id)),
      entry('r', { ...thing('Order', 'req-00001'), outcome: 'failure' }),
      entry('old', { ...thing('Certificate', 'cert-0001'), timestamp: NOW - 9 * HOUR }),
      job('new', {
        certificateId: 'cert-0001',
        status: 'SUCCESS',
        error: null,
        payload: { agentId: 'agent-0001' },
      }),
      entry('bare', {
        ...thing('Job', failed.id),
        timestamp: NOW - 2 * HOUR,
        action: null,
        actor: null,
        description: null,
      }),
    ]);
    await harness.type('2\r');
    while (tab(harness) !== 'related') await harness.type(']');
    const lines = text(harness).split('\n');
    expect(lines.slice(0, 5).map((line) => line.replace(/ {2,}/g, '  '))).toEqual([
      'same certificate  58m  job SUCCESS  Renew new  prod',
      'same certificate  9h  audit success  RENEWAL_INITIATED  by Ada  About cert-0001  prod',
      'same request  1h  audit failure  RENEWAL_INITIATED  by Ada  About req-00001  prod',
      'same job  1h  audit success  RENEWAL_INITIATED  by Ada  About 7c9e6679  prod',
      'same job  2h  audit success  7c9e6679  prod',
    ]);
    // The last one leads to the lane.
    expect(lines).toHaveLength(4 + 1 + 100 + 1 + 1);
    expect(lines[5]).toMatch(/^same agent +now/);
    expect(lines.at(-2)).toBe('100 newest of the same agent shown');
  });
});

describe('the record as JSON', () => {
  test('is made where it holds up no key, with its secrets masked', async () => {
    const harness = await openConsole([job('j', { payload: { cn: 'a', password: 'hunter2' } })]);
    harness.cache.record = () => Promise.reject(new Error('taken apart by whoever draws'));
    await harness.type('2Y');
    const [text = ''] = harness.copied;
    expect(JSON.parse(text)).toMatchObject({ id: 'j', payload: { cn: 'a', password: '••••••••' } });
    expect(harness.console.store.getState().message?.text).toContain('the record as JSON, 1 secret masked');
  });
});
