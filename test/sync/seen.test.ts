import { describe, expect, test } from 'vitest';
import type { Page } from '../../src/platforms/port.ts';
import { Seen } from '../../src/sync/seen.ts';
import { entry, job } from './fake-platform.ts';

const NOW = 1_000;
const page = (ids: readonly string[], total: number | null = null, at = NOW - 1): Page => ({
  rows: ids.map((id) => ({ record: entry(id, at), raw: null })),
  rejected: [],
  next: null,
  total,
});
const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `e${from + index}`);

describe('what a walk has seen', () => {
  test('rows pushed onto the next page count once', () => {
    const seen = new Seen(100, NOW);
    seen.add(page(['a', 'b', 'c'], 4));
    seen.add(page(['c', 'd'], 4));
    expect(seen.count).toBe(4);
    expect(seen.all).toBe(true);
  });

  test('at least the last ids are remembered, and it is known when the first are not', () => {
    const seen = new Seen(10, NOW);
    seen.add(page(range(0, 15)));
    expect(seen.forgot).toBe(false);
    seen.add(page(range(15, 25)));
    expect(seen.forgot).toBe(true);
    for (const id of range(15, 25)) expect(seen.has(id)).toBe(true);
    expect(seen.has('e0')).toBe(false);
  });

  test('a row that vanishes in front of the reader leaves the count short', () => {
    const seen = new Seen(100, NOW);
    seen.add(page(['a', 'b'], 4));
    seen.add(page(['d'], 3));
    expect(seen.all).toBe(false);
  });

  test('and one that came meanwhile does not make up for it', () => {
    const seen = new Seen(100, NOW);
    seen.add(page(['a', 'b'], 4));
    seen.add(page(['new'], 5, NOW + 1));
    seen.add(page(['d'], 5));
    expect(seen.all).toBe(false);
  });

  test('a job that ends during the walk was there before it', () => {
    const seen = new Seen(100, NOW);
    const rows = [{ record: job('j', NOW - 500, 'SUCCESS', NOW + 5), raw: null }];
    seen.add(page(['a'], 2));
    seen.add({ ...page([], 3), rows });
    expect(seen.all).toBe(true);
  });

  test('a row that the list itself holds twice is counted as often, however far it is pushed down', () => {
    const seen = new Seen(100, NOW);
    seen.add(page(['a', 'b', 'b'], 5));
    expect([seen.count, seen.delivered, seen.all]).toEqual([2, 3, false]);
    seen.add(page(['b', 'b', 'd'], 5));
    expect([seen.delivered, seen.all]).toEqual([4, false]);
    seen.add(page(['e'], 5));
    expect([seen.count, seen.delivered, seen.all]).toEqual([4, 5, true]);
  });

  test('a list of unknown length has come by at its end', () => {
    const seen = new Seen(100, NOW);
    seen.add(page(['a']));
    expect(seen.all).toBe(true);
  });

  test('pages that bring nothing new, one after the other, go nowhere', () => {
    const seen = new Seen(100, NOW);
    for (let pages = 0; pages < 20; pages += 1) seen.add(page(['a', 'b']));
    expect(seen.stuck).toBe(false);
    seen.add(page(['a', 'b']));
    expect(seen.stuck).toBe(true);
  });
});
