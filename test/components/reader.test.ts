import { describe, expect, test } from 'vitest';
import { announcement } from '../../components/reader/announce.ts';
import { type Spoken, spoken } from '../../components/reader/spoken.ts';
import type { StreamState } from '../../src/cache/stored.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { openConsole } from '../stores/harness.ts';
import { alert, entries, job } from '../stores/records.ts';
import { stream } from '../stores/streams.ts';

/** As the kitty protocol has it: alone in a read it is a key at once. */
const ESC = '\u001b[27u';
/** What is said after each burst of keys. */
async function saying(records: readonly AnyRecord[], streams: readonly StreamState[] = [stream('prod')]) {
  const harness = await openConsole(records, { streams });
  let before: Spoken | null = null;
  const say = (): readonly string[] => {
    const after = spoken(harness.console.store.getState(), harness.console.services);
    const text = announcement(before, after);
    before = after;
    return text.split('\n').filter((line) => line !== '');
  };
  return {
    ...harness,
    say,
    async told(keys: string) {
      await harness.type(keys);
      return say();
    },
  };
}

describe('complaint 22: what a screen reader is told', () => {
  test('where one is and the row, then one line a move', async () => {
    const { say, told } = await saying([alert('a'), alert('b'), alert('c', { severity: 'info' })]);
    expect(say()).toEqual([
      'Alerts, filter is:unread, 3 matched',
      expect.stringMatching(/^row 1 of 3: ERROR, now|^row 1 of 3: ERROR, /),
    ]);
    expect(await told('j')).toEqual([expect.stringMatching(/^row 2 of 3: ERROR, /)]);
    expect(await told('G')).toEqual([expect.stringMatching(/^row 3 of 3: INFO, /)]);
    // Nowhere to go: nothing to say.
    expect(await told('j')).toEqual([]);
  });

  test('that more may match, and of whom nothing is known', async () => {
    const { say, told } = await saying([alert('a')], []);
    expect(say()[0]).toBe('Alerts, filter is:unread, at least 1 matched; never synced: prod');
    expect(await told('2')).toEqual([
      expect.stringMatching(/^Jobs, filter .*, at least 0 matched; never synced: prod$/),
      'no row so far',
    ]);
    expect((await told('4'))[0]).toBe('Statistics; never synced: prod');
  });

  test('that a list is whole, once it is', async () => {
    const { say, cache, console, idle } = await saying([alert('a')], []);
    say();
    cache.streamStates.push(stream('prod'));
    console.refreshAll();
    await idle();
    expect(say()).toEqual(['Alerts, filter is:unread, 1 matched']);
  });

  test('nothing when rows arrive or time goes by, the row when it changes', async () => {
    const { say, told, cache, clock, idle, console } = await saying([alert('a'), alert('b')]);
    await told('j');
    cache.put(...['c', 'd', 'e'].map((id) => alert(id)));
    clock.now += 60_000;
    console.refreshAll();
    await idle();
    expect(say()).toEqual([]);
    const said = await told('m');
    expect(said.join(' ')).toMatch(/row \d of \d: .*\bread\b|Marked read/);
  });

  test('a mark, a pin and a note are words before the row, and a pinned row says that it is one', async () => {
    const { say, told } = await saying([alert('a'), alert('b')]);
    say();
    expect((await told(' ')).join(' ')).toMatch(/row 1 of 2: marked, ERROR, /);
    await told('\u001b[27u');
    expect((await told('b')).join(' ')).toMatch(/row 1 of 2: pinned, ERROR, /);
    expect((await told('k')).join(' ')).toMatch(/^row: pinned, ERROR, /);
    expect((await told('a')).join(' ')).toContain('Note on Alert a');
    expect((await told('x\r')).join(' ')).toMatch(/pinned, with a note, ERROR/);
  });

  test('what is typed follows its prompt; after a correction the line comes again', async () => {
    const { say, type } = await saying([alert('a')]);
    say();
    const raw = async (before: Spoken | null, keys: string) => {
      await type(keys);
      return before;
    };
    await raw(null, '/');
    expect(say()).toEqual(['Filter: is:unread ']);
    await type('sev');
    expect(say()).toEqual(['sev']);
    await type('\u007f');
    expect(say()).toEqual(['Filter: is:unread se']);
  });

  test('every pane, the lane, a detail and each overlay has words without boxes', async () => {
    const records = [
      alert('a'),
      job('j1', { certificateId: 'c1' }),
      job('j2', { certificateId: 'c1' }),
      ...entries(5),
    ];
    const { say, told } = await saying(records);
    const said: string[] = [...say()];
    const keys = ['2', '\r', ']', ']', ESC, '*', 'j', ESC, '3', '4', '1', '?', ESC, '@', ESC, 'c'];
    const all = [...keys, ESC, '.', ESC, 'T', ESC, 'M', 'n', ':', ESC, 's', ESC, 'C', ESC, "'"];
    for (const key of all) {
      const lines = await told(key);
      said.push(...lines);
    }
    expect(said.filter((line) => /[─│╭╰█]|undefined|\[object/.test(line))).toEqual([]);
    for (const word of [
      'Jobs',
      'Audit',
      'Statistics',
      'Everything about',
      'Keys',
      'Platforms',
      'Copy',
      'Time range',
    ]) {
      expect(
        said.some((line) => line.includes(word)),
        word,
      ).toBe(true);
    }
  });
});
