/** Marks hang on records, and what acts on many repeats what, how many and which. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isMarked,
  type Marks,
  markedRefs,
  NO_MARKS,
  withAdded,
  withListed,
  withToggled,
} from '../../stores/marks.ts';
import { type Harness, openConsole } from './harness.ts';
import { alert, entries, entry, job, NOW } from './records.ts';

const message = ({ console }: Harness): string => console.store.getState().message?.text ?? '';
const marked = ({ console }: Harness, pane: 'alerts' | 'jobs' | 'audit' = 'audit'): readonly string[] =>
  markedRefs(console.store.getState().own.marks[pane]).map((ref) => ref.replace(/^.*\//, ''));
const esc = async ({ console, idle }: Harness): Promise<void> => {
  console.press({ kind: 'key', name: 'Esc', text: null, raw: '\u001b' });
  await idle();
};
const five = () => ['a', 'b', 'c', 'd', 'e'].map((id, at) => alert(id, { createdAt: NOW - at }));

describe('the set of marks', () => {
  test('is what the keys made it, whichever way', () => {
    const refs = fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e');
    const step = fc.oneof(
      refs.map((ref) => ({ kind: 'toggle' as const, ref })),
      fc.uniqueArray(refs).map((list) => ({ kind: 'add' as const, list })),
      fc.uniqueArray(refs).map((list) => ({ kind: 'all' as const, list })),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let marks: Marks = NO_MARKS;
        // The list that was asked for last, what of it was taken off, and what was marked besides by hand.
        let [listed, off, hand] = [new Set<string>(), new Set<string>(), new Set<string>()];
        const toggle = (ref: string): void => {
          const set = listed.has(ref) ? off : hand;
          if (!set.delete(ref)) set.add(ref);
        };
        const all = () => [...[...listed].filter((ref) => !off.has(ref)), ...hand];
        for (const each of steps) {
          if (each.kind === 'toggle') {
            marks = withToggled(marks, each.ref);
            toggle(each.ref);
          } else if (each.kind === 'add') {
            marks = withAdded(marks, each.list);
            for (const ref of each.list) if (!all().includes(ref)) toggle(ref);
          } else {
            marks = withListed(marks, each.list, 'q');
            [listed, off, hand] = [
              new Set(each.list),
              new Set(),
              new Set([...hand].filter((ref) => !each.list.includes(ref))),
            ];
          }
        }
        expect(markedRefs(marks).toSorted()).toEqual(all().toSorted());
        expect(marks.count).toBe(all().length);
        const model = new Set(all());
        for (const ref of ['a', 'b', 'c', 'd', 'e']) expect(isMarked(marks, ref)).toBe(model.has(ref));
      }),
    );
  });
});

describe('marking', () => {
  test('Space marks and takes off, v marks a range, and Esc clears before it touches the filter', async () => {
    const harness = await openConsole(entries(30));
    await harness.type('3/ actor:ada\r');
    await harness.type('j jjvjjv');
    expect(marked(harness)).toEqual(['e1', 'e3', 'e4', 'e5']);
    await harness.type('k ');
    expect(marked(harness)).toEqual(['e1', 'e3', 'e5']);
    await esc(harness);
    expect(marked(harness)).toEqual([]);
    await harness.type('u');
    expect(marked(harness)).toEqual(['e1', 'e3', 'e5']);
    const query = () => harness.console.store.getState().lists.audit.query;
    const typed = query();
    await esc(harness);
    expect(marked(harness)).toEqual([]);
    expect(query()).toBe(typed);
    await esc(harness);
    expect(query()).toBe('since:24h');
  });

  test('a range reaches over rows that are loaded no more, upwards as well', async () => {
    const harness = await openConsole(entries(900));
    await harness.type('3jjvGk');
    await harness.type('v');
    expect(marked(harness)).toHaveLength(897);
    expect(marked(harness).at(-1)).toBe('e898');
    await esc(harness);
    await harness.type('G');
    await harness.type('kvgj v');
    expect(marked(harness)).toHaveLength(898);
  });

  test('marks stay on their records through a refresh, another order, another filter and another pane', async () => {
    const harness = await openConsole([...entries(40), alert('a')]);
    await harness.type('3jj jj ');
    harness.cache.put(...Array.from({ length: 30 }, (_, at) => entry(`new${at}`, { timestamp: NOW + at })));
    await harness.idle();
    await harness.type('S1');
    await harness.type('3/\u0015actor:ada\r');
    expect(marked(harness)).toEqual(['e2', 'e4']);
    // And what comes beside them is not marked.
    expect(harness.console.store.getState().own.marks.audit.count).toBe(2);
  });

  test('A marks what matches now and says how many; what comes later is not among it', async () => {
    const harness = await openConsole(five());
    await harness.type('A');
    expect(message(harness)).toMatch(/^Marked all 5 that match now/);
    harness.cache.put(alert('late', { createdAt: NOW + 1 }));
    await harness.idle();
    expect(marked(harness, 'alerts')).toEqual(['a', 'b', 'c', 'd', 'e']);
    await harness.type('g ');
    await harness.type('j ');
    expect(marked(harness, 'alerts')).toEqual(['b', 'c', 'd', 'e', 'late']);
  });
});

describe('acting on marks', () => {
  test('m marks exactly those read, and u takes that back', async () => {
    const harness = await openConsole(five());
    await harness.type(' jj m');
    expect(harness.cache.marked.at(-1)).toMatchObject({ refs: ['prod/alert/a', 'prod/alert/c'], read: true });
    expect(message(harness)).toBe('2 marked alerts: read (u undoes)');
    expect(marked(harness, 'alerts')).toEqual([]);
    await harness.type('u');
    expect(harness.cache.marked.at(-1)).toMatchObject({
      refs: ['prod/alert/a', 'prod/alert/c'],
      read: false,
    });
  });

  test('what A marked is asked about first, with what was asked, exactly how many, and some of them', async () => {
    const harness = await openConsole(five());
    await harness.type('A');
    await harness.type('m');
    expect(harness.console.store.getState().overlay).toMatchObject({
      kind: 'confirm',
      title: 'Mark 5 marked alerts read?',
      lines: ['query  is:unread', '  Alert a', '  Alert b', '  Alert c', '  Alert d', '  … and 1 more'],
    });
    await harness.type('\r');
    expect(harness.cache.marked).toEqual([]);
    await harness.type('y');
    expect(harness.cache.marked[0]?.refs).toHaveLength(5);
  });

  test('a key in the detail is about the record it shows, not about marks behind it', async () => {
    const harness = await openConsole(five());
    await harness.type(' jj \r');
    await harness.type('y');
    expect(harness.copied).toEqual(['Message of c']);
    await esc(harness);
    await harness.type('y');
    expect(harness.copied.at(-1)).toBe('a\nc');
    expect(message(harness)).toBe('Sent to the clipboard: 2 ids, one a line (3 characters)');
    await harness.type('Y');
    expect(
      harness.copied
        .at(-1)
        ?.split('\n')
        .map((line) => JSON.parse(line).ref),
    ).toEqual(['prod/alert/a', 'prod/alert/c']);
  });

  test('an export of what is new says since when, for those who read the file later', async () => {
    const asked: unknown[] = [];
    const exporter = {
      formats: [{ name: 'csv', about: 'csv' }],
      directory: '/tmp',
      run: async (ask: { view: { selection: { query: string } } }) => {
        asked.push(ask.view.selection.query);
        return { ok: true as const, value: { file: '/tmp/x', rows: 1 } };
      },
    };
    const harness = await openConsole(entries(3), { services: { exporter } });
    harness.console.set((state) => ({ ...state, looked: { ...state.looked, audit: NOW } }));
    await harness.type('3/\u0015is:new\rx\r');
    expect(asked).toEqual([`since:${new Date(NOW + 1).toISOString()}`]);
  });

  test('an export takes the marked ones, as a query anybody can ask, or all that match', async () => {
    const asked: unknown[] = [];
    const exporter = {
      formats: [{ name: 'csv', about: 'csv' }],
      directory: '/tmp',
      run: async (ask: { view: { selection: { query: string; only?: readonly string[] } } }) => {
        asked.push(ask.view.selection.only ?? ask.view.selection.query);
        return { ok: true as const, value: { file: '/tmp/x', rows: 1 } };
      },
    };
    const harness = await openConsole(entries(90), { services: { exporter } });
    await harness.type('3 jj x');
    expect(harness.console.store.getState().overlay).toMatchObject({
      records: 'marked',
      marked: { refs: { length: 2 } },
    });
    await harness.type('\r');
    await harness.type('x\u001b[B\u001b[C\r');
    await harness.type('A');
    await harness.type('x\r');
    expect(asked).toEqual([
      'ref="prod/audit/e0","prod/audit/e2"',
      'since:24h',
      expect.objectContaining({ length: 90 }),
    ]);
  });
});

describe('notes and pins', () => {
  test('a note is kept, shown in the detail, found, and taken back', async () => {
    const harness = await openConsole([job('j1'), job('j2')]);
    await harness.type('2aCA is down\r');
    expect(await harness.cache.notes(9)).toMatchObject([{ ref: 'prod/job/j1', text: 'CA is down' }]);
    await harness.type('/\u0015is:noted\r');
    expect(harness.console.store.getState().lists.jobs.window.rows.map(({ ref }) => ref)).toEqual([
      'prod/job/j1',
    ]);
    await harness.type('a since 9\r');
    expect(await harness.cache.notes(9)).toMatchObject([{ text: 'CA is down since 9' }]);
    await harness.type('u');
    expect(await harness.cache.notes(9)).toMatchObject([{ text: 'CA is down' }]);
    await harness.type('a\u0015\r');
    expect(await harness.cache.notes(9)).toEqual([]);
    await harness.type('uuu');
    expect(await harness.cache.notes(9)).toEqual([]);
  });

  test('Esc leaves a note as it was; read-only says why none can be written', async () => {
    const harness = await openConsole([job('j1')], { services: { readOnly: true } });
    await harness.type('2a');
    expect(message(harness)).toBe('Opened read-only: nothing is changed');
    const writing = await openConsole([job('j1')]);
    await writing.type('2aabc\u001b2');
    expect(await writing.cache.notes(9)).toEqual([]);
  });

  test('a pinned row stays on top, through filters; k goes to it, and keys there are about it', async () => {
    const harness = await openConsole([...entries(60), entry('old', { timestamp: NOW - 9 * 3_600_000 })]);
    await harness.type('3Gb');
    const { store } = harness.console;
    expect(store.getState().own.pins.audit.map(({ ref }) => ref)).toEqual(['prod/audit/old']);
    await harness.type('/\u0015id:e1\r');
    await harness.type('ky');
    expect(harness.copied).toEqual(['old']);
    await harness.type('jy');
    expect(harness.copied.at(-1)).toBe('e1');
    await harness.type('B');
    expect(store.getState().lists.audit).toMatchObject({ query: 'is:pinned', tally: { matched: 1 } });
    await harness.type('B');
    expect(store.getState().lists.audit.query).toBe('id:e1');
    await harness.type('kb');
    expect(store.getState().own.pins.audit).toEqual([]);
    await harness.type('u');
    expect(store.getState().own.pins.audit.map(({ ref }) => ref)).toEqual(['prod/audit/old']);
  });
});

describe('comparing and piping', () => {
  test('D compares two marked records, what changed first', async () => {
    const harness = await openConsole([
      job('j1', { payload: { cn: 'a', sans: ['a', 'b'] }, completedAt: NOW }),
      job('j2', { payload: { cn: 'b', sans: ['b', 'a', 'c'] }, completedAt: NOW - 1 }),
    ]);
    await harness.type('2 D');
    expect(message(harness)).toMatch(/^Diff compares two records: mark two with Space/);
    await harness.type('jD');
    const { overlay } = harness.console.store.getState();
    if (overlay?.kind !== 'sheet' || overlay.content.kind !== 'diff') throw new Error('no diff');
    const { changed, added } = overlay.content.found;
    expect(overlay.content.before.ref).toBe('prod/job/j2');
    expect(changed.map(({ path }) => path)).toContain('.payload.cn');
    expect(changed.at(-1)?.path).toMatch(/At$|durationMs|\.id/);
    expect(added).toEqual([]);
    await harness.type('q');
    expect(harness.console.store.getState().overlay).toBeNull();
  });

  test('D on a job shows the last success like it', async () => {
    const harness = await openConsole([
      job('bad'),
      job('good', { name: 'Renew bad', status: 'SUCCESS', error: null }),
    ]);
    await harness.type('2D');
    expect(harness.console.store.getState().detail).toMatchObject({ ref: 'prod/job/bad', tab: 'success' });
  });

  test('| sends the marked ones as JSON lines, shows what came back, and offers the command again', async () => {
    const sent: string[] = [];
    const pipe = async (
      command: string,
      input: AsyncIterable<string>,
      { onOutput }: { onOutput: (text: string) => void },
    ) => {
      for await (const text of input) sent.push(text);
      onOutput(`${command}: \u001b[2Jdone\n`);
      return 'done';
    };
    const harness = await openConsole(entries(120), { services: { pipe, readOnly: true } });
    await harness.type('3A');
    await harness.type('|wc -l\r');
    await harness.idle();
    expect(
      sent
        .join('')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toHaveLength(120);
    expect(harness.console.store.getState().overlay).toMatchObject({
      kind: 'sheet',
      content: { command: 'wc -l', sent: 120, total: 120, ended: 'done' },
    });
    // In one go: what follows the key is text already, whatever its letters do in a list.
    await harness.type('q|jq Q1\r');
    expect(harness.console.store.getState()).toMatchObject({
      exit: null,
      overlay: { content: { command: 'jq Q1' } },
    });
    await harness.type('q|wc -l\u001b[A\u001b[A\u001b[B');
    expect(harness.console.store.getState().overlay).toMatchObject({ line: { text: 'wc -l' } });
  });

  test('a command that runs is ended by Ctrl-C, which does not leave', async () => {
    const pipe = (_: string, __: AsyncIterable<string>, { signal }: { signal: AbortSignal }) =>
      new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('ended')));
    const harness = await openConsole(entries(3), { services: { pipe } });
    harness.console.press({ kind: 'key', name: '3', text: '3', raw: '3' });
    await harness.idle();
    await harness.type('|');
    for (const key of ['x', 'Enter', 'C-c', 'C-c', 'C-c']) {
      harness.console.press({ kind: 'key', name: key, text: key.length === 1 ? key : null, raw: '' });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await harness.idle();
    expect(harness.console.store.getState()).toMatchObject({ exit: null });
  });
});
