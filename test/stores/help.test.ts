import { describe, expect, test } from 'vitest';
import { helpEntries } from '../../stores/actions/helping.ts';
import { whyNot } from '../../stores/derive.ts';
import { KEYS } from '../../stores/keys.ts';
import { lineOf } from '../../stores/line-editor.ts';
import { openConsole } from './harness.ts';
import { alert, job } from './records.ts';

const row = (scope: string, id: string) => {
  const found = KEYS.find((each) => each.scope === scope && each.id === id);
  if (found === undefined) throw new Error(`no ${scope}.${id}`);
  return found;
};

describe('the help', () => {
  test('lists every key of every layer', () => {
    const listed = helpEntries({ line: lineOf(''), from: 'list' });
    expect(KEYS.filter((each) => !listed.includes(each))).toEqual([]);
  });

  test('runs nothing that has nothing to act on, and says where it would', async () => {
    const { console, type } = await openConsole([alert('a'), job('j')]);
    const { store } = console;
    for (const [id, reason] of [
      ['node.foldAll', 'Only in a detail'],
      ['facet.toggle', 'Only in the facets'],
      ['sheet.copy', 'Only in a comparison or an output'],
      ['strip.apply', 'Only in the histogram'],
      ['figure.left', 'Only in the statistics'],
      ['confirm.yes', 'Only in a question'],
    ] as const) {
      await type('?');
      await type(id);
      await type('\r');
      expect([id, store.getState().message?.text]).toEqual([id, reason]);
    }
    await type('4');
    expect(whyNot(store.getState(), row('list', 'sort.next'))).toBe('Only in a list');
    // What does not need its dialog runs without it.
    await type('2');
    expect(whyNot(store.getState(), row('ranges', 'range.2'))).toBeNull();
    expect(whyNot(store.getState(), row('sql', 'sql.open'))).toBeNull();
    await type('\r');
    expect(whyNot(store.getState(), row('text', 'node.foldAll'))).toBeNull();
    expect(whyNot(store.getState(), row('list', 'sort.next'))).toBeNull();
  });
});
