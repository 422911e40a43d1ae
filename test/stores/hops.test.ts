/** Hops to the next row of some sort, over the real cache: most of what they find is not at hand yet. */
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { openOverCache } from './over-cache.ts';
import { alert, entries, entry, job, NOW } from './records.ts';

const selected = (deck: Awaited<ReturnType<typeof openOverCache>>): string | null => {
  const { pane, lists } = deck.console.store.getState();
  return pane === 'statistics' ? null : (lists[pane].place.selected?.split('/').at(-1) ?? null);
};
const said = (deck: Awaited<ReturnType<typeof openOverCache>>) =>
  deck.console.store.getState().message?.text ?? '';

describe('hopping', () => {
  test('in an empty list says that there is nothing to go to', async () => {
    await using deck = await openOverCache([alert('a')]);
    await deck.type('2');
    for (const [key, none] of [
      ['e', 'error'],
      ['W', 'warning'],
      ['o', 'row about the same certificate, job or agent'],
      ['}', 'group'],
    ] as const) {
      await deck.type(key);
      expect(said(deck)).toBe(`This list is empty: there is no ${none} to go to`);
    }
  });

  test('goes to an error beyond the rows at hand, and back', async () => {
    await using deck = await openOverCache([
      ...entries(600),
      entry('bad', { outcome: 'failure', timestamp: NOW - 20 * HOUR }),
    ]);
    await deck.type('3');
    const first = selected(deck);
    await deck.type('e');
    expect(selected(deck)).toBe('bad');
    await deck.type('e');
    expect(said(deck)).toBe('No further error in this list');
    await deck.type('g');
    expect(selected(deck)).toBe(first);
    await deck.type('GE');
    expect(selected(deck)).toBe('bad');
  });

  test('w finds warnings, and stuck jobs', async () => {
    const running = { status: 'RUNNING', completedAt: null, error: null } as const;
    await using deck = await openOverCache([
      alert('e'),
      alert('w', { severity: 'warning' }),
      job('f'),
      job('hangs', { ...running, startedAt: NOW - 3 * HOUR }),
      job('r', { ...running, startedAt: NOW - MINUTE }),
    ]);
    await deck.type('w');
    expect(selected(deck)).toBe('w');
    await deck.type('2w');
    expect(selected(deck)).toBe('hangs');
    await deck.type('w');
    expect(said(deck)).toBe('No further warning in this list');
  });

  test('o goes to the next row about the same certificate', async () => {
    const about = (id: string) => ({ entity: { type: 'Certificate', id, name: `${id}.example.com` } });
    await using deck = await openOverCache([
      alert('a', { ...about('cert-0001'), createdAt: NOW - MINUTE }),
      alert('b', { ...about('cert-0002'), createdAt: NOW - 2 * MINUTE }),
      alert('c', { ...about('cert-0001'), createdAt: NOW - 3 * MINUTE }),
    ]);
    await deck.type('o');
    expect(selected(deck)).toBe('c');
    await deck.type('O');
    expect(selected(deck)).toBe('a');
  });

  test('braces go by day where the list is in time', async () => {
    const at = (id: string, timestamp: number) => entry(id, { timestamp });
    const noon = NOW - (NOW % DAY) + 12 * HOUR;
    await using deck = await openOverCache([
      ...[0, 1, 2].flatMap((days) =>
        [1, 2, 3].map((n) => at(`d${days}-${n}`, noon - days * DAY - n * HOUR - 12 * HOUR + 4 * HOUR)),
      ),
    ]);
    await deck.type('3/\u0015*\r');
    const days: (string | null)[] = [selected(deck)];
    for (const key of ['}', '}', '}']) {
      await deck.type(key);
      days.push(selected(deck));
    }
    expect(new Set(days).size).toBe(days.length - Number(days.at(-1) === days.at(-2)));
    await deck.type('j{');
    expect(selected(deck)).toBe(days.at(-1));
    await deck.type('{');
    expect(selected(deck)).not.toBe(days.at(-1));
  });

  test('and by class or value where it is sorted by one', async () => {
    const running = { status: 'RUNNING', completedAt: null, error: null } as const;
    await using deck = await openOverCache([
      job('f1', { completedAt: NOW - MINUTE }),
      job('f2', { completedAt: NOW - 2 * MINUTE }),
      job('hangs', { ...running, startedAt: NOW - 3 * HOUR }),
      job('r', { ...running, startedAt: NOW - MINUTE }),
    ]);
    await deck.type('2');
    expect(selected(deck)).toBe('f1');
    await deck.type('}');
    expect(selected(deck)).toBe('hangs');
    await deck.type('}');
    expect(selected(deck)).toBe('r');
    await deck.type('}');
    expect(said(deck)).toBe('This is the last group');
    await deck.type('{{');
    expect(selected(deck)).toBe('f1');
  });
});
