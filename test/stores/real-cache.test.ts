/** The console over the real cache, in this thread: what its windows rely on holds there too. */
import { describe, expect, test } from 'vitest';
import type { AnyRecord } from '../../src/domain/record.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { plainOf } from '../../stores/detail/document.ts';
import { linesBetween } from '../../stores/detail/document-lines.ts';
import { detailLinesOf } from '../../stores/detail/lines.ts';
import { commit, openOverCache } from './over-cache.ts';
import { alert, entries, entry, job, NOW } from './records.ts';

const ids = (rows: readonly { readonly record: AnyRecord }[]): readonly string[] =>
  rows.map(({ record }) => record.id);

describe('over the real cache', () => {
  test('the detail says who acted as the platform knows it now, how old that is, and who is gone', async () => {
    await using deck = await openOverCache([
      entry('e', { actor: { type: 'user', id: 'u7', name: 'jane', email: null } }),
      job('j', { triggeredBy: { type: 'user', id: 'u7', name: 'jane' } }),
    ]);
    const shown = () =>
      linesBetween(detailLinesOf(deck.console.store.getState(), HOUR), 0).map(plainOf).join('\n');
    const jane = { type: 'user', id: 'u7', actorType: null } as const;
    const known = {
      ...jane,
      status: 'found',
      name: 'Jane Doe',
      email: 'jane@example.com',
      body: {},
    } as const;
    await deck.cache.saveProfiles('prod', [known], NOW - 3 * HOUR);
    await deck.type('3\r');
    expect(shown()).toMatch(/Actor as the platform knows it\n *Status +found, looked up 3h ago/);
    expect(shown()).toMatch(/Actor +jane\n/);
    expect(shown()).toMatch(/Name +Jane Doe\n/);
    const gone = { ...jane, status: 'missing', name: null, email: null, body: null } as const;
    await deck.cache.saveProfiles('prod', [gone], NOW);
    await deck.type('\u001b2\r');
    while (!shown().includes('Actor as')) await deck.type(']');
    expect(shown()).toMatch(/Status +gone: the platform knows nobody by this id; .*looked up just now/s);
    expect(shown()).toMatch(/Name +Jane Doe\n/);
  });

  test('alerts stand errors first, jobs failed, then stuck, then running', async () => {
    await using deck = await openOverCache([
      alert('w', { severity: 'warning' }),
      alert('i', { severity: 'info' }),
      alert('e', { createdAt: NOW - 5 * HOUR }),
      job('r', { status: 'RUNNING', startedAt: NOW - MINUTE, completedAt: null, error: null }),
      job('f'),
      job('f-before', { completedAt: NOW - HOUR }),
      job('f-long-ago', { scheduledAt: null, startedAt: null, completedAt: NOW - 30 * HOUR }),
      job('hangs', { status: 'RUNNING', startedAt: NOW - 3 * HOUR, completedAt: null, error: null }),
      job('hangs-longer', { status: 'RUNNING', startedAt: NOW - 5 * HOUR, completedAt: null, error: null }),
      job('r-before', { status: 'RUNNING', startedAt: NOW - 2 * MINUTE, completedAt: null, error: null }),
      job('s', { status: 'SUCCESS' }),
    ]);
    const { lists } = deck.console.store.getState();
    expect(ids(lists.alerts.window.rows)).toEqual(['e', 'w', 'i']);
    await deck.type('2');
    expect(ids(deck.console.store.getState().lists.jobs.window.rows)).toEqual([
      'f',
      'f-before',
      'hangs',
      'hangs-longer',
      'r',
      'r-before',
    ]);
    // Sorted the other way round: the same classes from the last to the first.
    await deck.type('S');
    expect(ids(deck.console.store.getState().lists.jobs.window.rows).at(-1)).toBe('f-before');
  });

  test('a long list is walked to its end and back without losing or doubling a row', async () => {
    await using deck = await openOverCache(entries(700));
    await deck.type('3');
    const seen: string[] = [];
    for (let step = 0; step < 699; step++) {
      seen.push(deck.console.store.getState().lists.audit.place.selected ?? '');
      await deck.type('j');
    }
    expect(new Set(seen).size).toBe(699);
    expect(deck.console.store.getState().lists.audit.place.selected).toBe('prod/audit/e699');
    await deck.type('k'.repeat(699));
    expect(deck.console.store.getState().lists.audit.place.selected).toBe('prod/audit/e0');
  });

  test('new rows queue above a cursor that is not at the top', async () => {
    await using deck = await openOverCache(entries(60));
    await deck.type('3jjjj');
    await commit(deck.cache, [entry('n1', { timestamp: NOW + 1 }), entry('n2', { timestamp: NOW + 2 })]);
    deck.console.refreshAll();
    await deck.idle();
    const { place, arrived } = deck.console.store.getState().lists.audit;
    expect(place).toMatchObject({ selected: 'prod/audit/e4', line: 4 });
    expect(arrived).toBe(2);
  });

  test('an alert just read stays under the cursor, and the same key takes the mark back', async () => {
    await using deck = await openOverCache([alert('a'), alert('b', { createdAt: NOW - 2 * HOUR })]);
    await deck.type('m');
    const { alerts } = deck.console.store.getState().lists;
    expect(alerts.place.selected).toBe('prod/alert/a');
    expect(alerts.window.rows[0]?.record).toMatchObject({ id: 'a', read: true });
    expect((await deck.cache.outbox()).map(({ ids: sent }) => sent)).toEqual([['a']]);
    await deck.type('m');
    expect(deck.console.store.getState().lists.alerts.tally?.matched).toBe(2);
    expect(await deck.cache.outbox()).toEqual([]);
  });

  test('marking all marks the frozen list, and u takes it back', async () => {
    await using deck = await openOverCache([alert('a'), alert('b'), alert('c', { read: true })]);
    await deck.type('My');
    expect(deck.console.store.getState().lists.alerts.tally?.matched).toBe(0);
    await deck.type('u');
    expect(deck.console.store.getState().lists.alerts.tally?.matched).toBe(2);
  });

  test('related records and the last success are found', async () => {
    const failed = job('7c9e6679-1', { name: 'Renew shop', payload: { agentId: 'agent-77' } });
    await using deck = await openOverCache([
      failed,
      job('ok', { name: failed.name, status: 'SUCCESS', error: null }),
      entry('e', { resource: { type: 'Job', id: failed.id, name: null } }),
      alert('x', { entity: { type: 'Agent', id: 'agent-77', name: null } }),
    ]);
    await deck.type('2\r]]]');
    const related = deck.console.store.getState().detail?.related;
    expect(
      related?.kind === 'ready' ? related.value.map(({ relation, rows }) => [relation, ids(rows)]) : related,
    ).toEqual([
      ['job', ['e']],
      ['agent', ['x']],
    ]);
    await deck.type(']');
    const success = deck.console.store.getState().detail?.success;
    expect(success?.kind === 'ready' ? success.value?.record.id : success).toBe('ok');
  });
});
