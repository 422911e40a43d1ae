import { describe, expect, test } from 'vitest';
import { helpEntries } from '../../stores/actions/helping.ts';
import { EFFECTS } from '../../stores/effects.ts';
import type { Facts } from '../../stores/facts.ts';
import { KEYS, keyLabel, resolve, type Scope } from '../../stores/keys.ts';
import { lineOf } from '../../stores/line-editor.ts';
import { openConsole } from './harness.ts';
import { alert, job } from './records.ts';

const FACTS: Facts = {
  pane: 'alerts',
  hasRecord: true,
  hasCause: true,
  detailOpen: false,
  lane: false,
  readOnly: false,
  exporting: false,
  undoable: false,
  marking: false,
  enters: false,
  prompt: null,
  figure: null,
};

describe('the key table', () => {
  test('no key means two things in one scope', () => {
    const seen = KEYS.flatMap(({ scope, keys }) => keys.map((key) => `${scope} ${key}`));
    expect(seen.filter((key, index) => seen.indexOf(key) !== index)).toEqual([]);
  });

  test('every action of the table does something, and nothing else does', () => {
    expect(Object.keys(EFFECTS).sort()).toEqual([...new Set(KEYS.map(({ id }) => id))].sort());
  });

  test('keys that terminals and multiplexers eat are never the only binding', () => {
    const eaten = new Set(['C-a', 'C-s', 'C-q', 'C-\\', '~']);
    expect(KEYS.filter(({ keys }) => keys.length > 0 && keys.every((key) => eaten.has(key)))).toEqual([]);
  });

  test.each<[readonly Scope[], string, string | null]>([
    [['list', 'global'], 'Enter', 'detail.open'],
    [['text', 'global'], 'Enter', 'node.toggle'],
    [['text', 'global'], 'j', 'move.down'],
    [['text', 'global'], 'Space', 'move.pageDown'],
    [['list', 'global'], '/', 'filter.open'],
    [['text', 'global'], '/', 'search.open'],
    [['prompt'], 'j', null],
    [['prompt'], 'q', null],
    [['list', 'global'], 'Esc', 'step.back'],
    [['list', 'global'], 'F5', null],
  ])('%j %s', (scopes, key, id) => {
    expect(resolve(scopes, key)?.id ?? null).toBe(id);
  });

  test('a disabled key says why', () => {
    const why = (key: string, facts: Partial<Facts>) =>
      resolve(['list', 'global'], key)?.when?.({ ...FACTS, ...facts }) ?? null;
    expect(why('m', {})).toBeNull();
    expect(why('m', { pane: 'jobs' })).toBe('Only alerts have read marks: 1 goes there');
    expect(why('M', { readOnly: true })).toBe('Opened read-only: nothing is changed');
    expect(why('u', {})).toBe('Nothing to undo');
    expect(why('Enter', { hasRecord: false })).toBe('No record under the cursor');
  });

  test('labels are what a keyboard says', () => {
    expect(['C-d', 'Up', 'S-Tab', 'G'].map(keyLabel)).toEqual(['Ctrl-D', '↑', 'Shift-Tab', 'G']);
  });
});

describe('help', () => {
  const entries = (typed: string, from: Scope = 'list') => helpEntries({ line: lineOf(typed), from });

  test('finds by action, by key, by scope', () => {
    expect(entries('export this').map(({ id }) => id)).toEqual(['export.open']);
    expect(entries('M').map(({ id }) => id)).toContain('read.all');
    expect(entries('ctrl-w').map(({ id }) => id)).toEqual(['move.other']);
  });

  test('begins with the keys of what had the focus', async () => {
    expect(entries('')[0]?.scope).toBe('list');
    expect(entries('', 'text')[0]?.scope).toBe('text');
    const { console, type } = await openConsole([job('j')]);
    await type('2\r?');
    expect(console.store.getState().overlay).toMatchObject({ kind: 'help', from: 'text' });
  });

  test('Enter runs what is under the cursor', async () => {
    const { console, type } = await openConsole([alert('a'), job('j')]);
    await type('?go to jobs\r');
    expect(console.store.getState()).toMatchObject({ pane: 'jobs', overlay: null });
  });
});

describe('leaving', () => {
  test('Ctrl-C once says how, twice quits', async () => {
    const { console, type } = await openConsole([]);
    await type('\u0003');
    expect(console.store.getState()).toMatchObject({ exit: null, message: { text: 'Ctrl-C again quits' } });
    await type('\u0003');
    expect(console.store.getState().exit).toBe(130);
  });

  test('a second Ctrl-C after two seconds is a first one again', async () => {
    const { console, clock, type } = await openConsole([]);
    await type('\u0003');
    clock.now += 3_000;
    await type('\u0003');
    expect(console.store.getState().exit).toBeNull();
  });

  test('in a prompt Ctrl-C ends the prompt only, however often', async () => {
    const { console, type } = await openConsole([]);
    await type('/abc\u0003');
    expect(console.store.getState()).toMatchObject({ overlay: null, exit: null });
    await type('\u0003');
    expect(console.store.getState().exit).toBeNull();
  });

  test('Esc at the top does nothing; a typed filter goes back to the default first', async () => {
    const { console, type } = await openConsole([alert('a')]);
    await type('/\u0015severity:info\r\u001b\u001b\u001b');
    expect(console.store.getState()).toMatchObject({ exit: null, lists: { alerts: { query: 'is:unread' } } });
    await type('u');
    expect(console.store.getState().lists.alerts.query).toBe('severity:info');
  });
});

describe('polling', () => {
  test('r asks for what this pane shows, R for everything', async () => {
    const asked: (string | undefined)[] = [];
    const sync = {
      refresh: async (kind?: string) => void asked.push(kind),
      flush: async () => undefined,
      onEvent: () => () => undefined,
    };
    const { type } = await openConsole([job('j')], { services: { sync } });
    await type('2rR3r');
    expect(asked).toEqual(['job', undefined, 'audit']);
  });
});
