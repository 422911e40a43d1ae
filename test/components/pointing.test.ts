import { describe, expect, test } from 'vitest';
import { targetAt } from '../../components/pointing.ts';
import { point } from '../../stores/actions/pointing.ts';
import { type Harness, openConsole } from '../stores/harness.ts';
import { alert, entries, job } from '../stores/records.ts';

const RECORDS = [alert('a'), ...['b', 'c', 'd', 'e'].map((id) => alert(id)), job('j'), ...entries(60)];

/** Presses, with the mouse on, over a cell; the second line of the screen names the panes. */
function press({ console }: Harness, button: 'left' | 'up' | 'down', column: number, row: number): void {
  const names = '[1 Alerts 5]   2 Jobs 1   3 Audit 60   4 Statistics 0';
  const target = targetAt(console.store.getState(), { column, row }, () => [...names.padEnd(120)]);
  point(console, button, target);
}

const selected = ({ console }: Harness) => console.store.getState().lists.alerts.place.selected;

describe('the mouse', () => {
  test('does nothing while it is off', async () => {
    const harness = await openConsole(RECORDS);
    press(harness, 'left', 20, 1);
    expect(harness.console.store.getState().pane).toBe('alerts');
  });

  test('goes to the pane whose name is there, and to none beside them', async () => {
    const harness = await openConsole(RECORDS);
    await harness.type('%');
    press(harness, 'left', 18, 1);
    expect(harness.console.store.getState().pane).toBe('jobs');
    press(harness, 'left', 110, 1);
    expect(harness.console.store.getState().pane).toBe('jobs');
    press(harness, 'left', 3, 1);
    expect(harness.console.store.getState().pane).toBe('alerts');
  });

  test('a click puts the cursor on the row that is there, a second one opens it', async () => {
    const harness = await openConsole(RECORDS);
    await harness.type('%');
    const { rows } = harness.console.store.getState().lists.alerts.window;
    // Header, panes, filter, titles: the first row is the fifth line.
    press(harness, 'left', 30, 4 + 2);
    expect(selected(harness)).toBe(rows[2]?.ref);
    expect(harness.console.store.getState().detail).toBeNull();
    press(harness, 'left', 30, 4 + 2);
    expect(harness.console.store.getState().detail?.ref).toBe(rows[2]?.ref);
  });

  test('figures stand in two columns where there is room, and the cursor goes on from one to the other', async () => {
    const harness = await openConsole(RECORDS, { size: { columns: 200, rows: 20 } });
    await harness.type('4%');
    const items = Array.from({ length: 40 }, (_, index) => ({
      key: `k${index}`,
      heading: null,
      basis: null,
    }));
    const { console } = harness;
    console.set((state) => ({
      ...state,
      statistics: {
        ...state.statistics,
        sections: [{ id: 's', title: 'S', items, note: null, changes: null }] as never,
      },
    }));
    const at = () => console.store.getState().statistics;
    press(harness, 'left', 5, 3 + 2);
    expect(at().selected).toBe('k1');
    // The body has sixteen lines, the first of each column with the title.
    press(harness, 'left', 120, 3 + 1);
    expect(at().selected).toBe('k15');
    expect(at().top).toBe(0);
    await harness.type('G');
    expect(at()).toMatchObject({ selected: 'k39', top: 41 - 31 });
  });

  test('a row pinned on top is one of its own, and those below it are where they are drawn', async () => {
    const harness = await openConsole(RECORDS);
    await harness.type('jjb%');
    const { store } = harness.console;
    const { rows } = store.getState().lists.alerts.window;
    press(harness, 'left', 30, 4);
    expect(store.getState().own.onPin).toBe(rows[2]?.ref);
    // The line that parts it from the list is none of them.
    press(harness, 'left', 30, 4 + 1);
    expect(store.getState().own.onPin).toBe(rows[2]?.ref);
    press(harness, 'left', 30, 4 + 3);
    expect(store.getState().own.onPin).toBeNull();
    expect(selected(harness)).toBe(rows[1]?.ref);
    press(harness, 'left', 30, 4);
    press(harness, 'left', 30, 4);
    expect(store.getState().detail?.ref).toBe(rows[2]?.ref);
  });

  test('a click below the last row does nothing', async () => {
    const harness = await openConsole(RECORDS);
    await harness.type('%');
    const before = selected(harness);
    press(harness, 'left', 30, 20);
    expect(selected(harness)).toBe(before);
  });

  test('the wheel scrolls the list or the text, whichever is under it', async () => {
    const harness = await openConsole(RECORDS, { size: { columns: 160, rows: 30 } });
    await harness.type('3%p');
    await harness.idle();
    const state = () => harness.console.store.getState();
    const list = state().lists.audit.place.selected;
    press(harness, 'down', 140, 20);
    await harness.idle();
    expect(state().lists.audit.place.selected).toBe(list);
    expect(state().detail?.cursor).toBeGreaterThan(0);
    press(harness, 'down', 10, 20);
    await harness.idle();
    expect(state().lists.audit.place.selected).not.toBe(list);
  });

  test('over a menu it moves as the arrows do', async () => {
    const harness = await openConsole(RECORDS);
    await harness.type('%c');
    press(harness, 'down', 60, 12);
    expect(harness.console.store.getState().overlay).toMatchObject({ kind: 'menu', cursor: 1 });
  });

  test('in the lane a click stands on the row, a second one opens it', async () => {
    const harness = await openConsole([
      job('j1', { certificateId: 'c1' }),
      job('j2', { certificateId: 'c1' }),
    ]);
    await harness.type('2%*');
    const lane = () => harness.console.store.getState().lane;
    const before = lane()?.cursor.key;
    for (let row = 4; row < 20 && lane()?.cursor.key === before; row++) press(harness, 'left', 20, row);
    expect(lane()?.cursor.key).not.toBe(before);
  });
});
