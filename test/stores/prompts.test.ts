import { describe, expect, test } from 'vitest';
import { parseKeys } from '../../stores/key-parser.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { type Harness, openConsole } from './harness.ts';
import { alert, entry, job } from './records.ts';

type Prompt = Extract<Overlay, { kind: 'prompt' }>;
function prompt({ console }: Harness): Prompt {
  const { overlay } = console.store.getState();
  if (overlay?.kind !== 'prompt') throw new Error('no prompt is open');
  return overlay;
}

describe('the filter', () => {
  test('opens with the present query and a blank; Ctrl-U empties it', async () => {
    const harness = await openConsole([alert('a')]);
    await harness.type('/');
    expect(prompt(harness).line).toMatchObject({ text: 'is:unread ', cursor: 10 });
    await harness.type('\u0015');
    expect(prompt(harness).line.text).toBe('');
  });

  test('what is typed behind alternatives narrows all of them', async () => {
    const harness = await openConsole([
      job('a', { error: 'CAA record forbids it' }),
      job('b', { error: 'timeout' }),
      job('c', { status: 'RUNNING', completedAt: null, error: null }),
    ]);
    const { store } = harness.console;
    const own = store.getState().lists.jobs.query;
    expect(own).toMatch(/ OR /);
    await harness.type('2/');
    expect(prompt(harness).line.text).toBe(`(${own}) `);
    await harness.type('error:caa\r');
    expect(store.getState().lists.jobs.window.rows.map(({ ref }) => ref)).toEqual(['prod/job/a']);
    // Opened and left as it was, it is the query of the pane.
    await harness.type('0/\r');
    expect(store.getState().lists.jobs.query).toBe(own);
  });

  test('on a terminal that is too small for the console no key acts on what nobody sees', async () => {
    const harness = await openConsole([alert('a'), alert('b')]);
    harness.console.resize({ columns: 40, rows: 8 });
    await harness.type('jmb2/x\r');
    const state = harness.console.store.getState();
    expect([state.pane, state.overlay, state.undo, state.own.pins.alerts]).toEqual(['alerts', null, [], []]);
    harness.console.resize({ columns: 80, rows: 24 });
    await harness.type('/sev');
    harness.console.resize({ columns: 40, rows: 8 });
    await harness.type('q');
    expect(harness.console.store.getState().exit).toBe(0);
  });

  test('a whole question in one write filters', async () => {
    const harness = await openConsole([alert('a'), alert('b', { severity: 'info' })]);
    await harness.type('/\u0015severity:info\r');
    const { query, window } = harness.console.store.getState().lists.alerts;
    expect(query).toBe('severity:info');
    expect(window.rows.map(({ record }) => record.id)).toEqual(['b']);
  });

  test('an error keeps the prompt open with its place, and the old rows below it', async () => {
    const harness = await openConsole([alert('a')]);
    await harness.type('/\u0015(severity:error\r');
    expect(prompt(harness).problems.some(({ level }) => level === 'error')).toBe(true);
    expect(harness.console.store.getState().lists.alerts).toMatchObject({
      query: 'is:unread',
      freshness: 'fresh',
    });
  });

  test('Tab completes names and the values the cache knows', async () => {
    const harness = await openConsole([alert('a', { type: 'EXPIRING_SOON' })]);
    await harness.type('/\u0015seve');
    await harness.type('\t');
    expect(prompt(harness).line.text).toBe('severity:');
    await harness.type('warn');
    await harness.type('\t');
    expect(prompt(harness).line.text).toBe('severity:warning');
    await harness.type(' type:exp');
    await harness.type('\t');
    expect(prompt(harness).line.text).toBe('severity:warning type:EXPIRING_SOON');
  });

  test('a completion is checked as it stands: no error of what was there before it', async () => {
    const harness = await openConsole([alert('a')]);
    await harness.type('/\u0015severity:');
    expect(prompt(harness).problems).toHaveLength(1);
    await harness.type('\t');
    expect(prompt(harness)).toMatchObject({ line: { text: 'severity:error' }, problems: [] });
  });

  test('Esc closes the choices for what was typed, then the prompt', async () => {
    const harness = await openConsole([alert('a')]);
    await harness.type('/');
    expect(prompt(harness).choices).not.toEqual([]);
    harness.console.press({ kind: 'key', name: 'Esc', text: null, raw: '\u001b' });
    expect(harness.console.store.getState().overlay).toBeNull();
    await harness.type('/');
    await harness.type('sev');
    expect(prompt(harness).choices).not.toEqual([]);
    harness.console.press({ kind: 'key', name: 'Esc', text: null, raw: '\u001b' });
    expect(prompt(harness)).toMatchObject({ line: { text: 'is:unread sev' }, choices: [] });
    harness.console.press({ kind: 'key', name: 'Esc', text: null, raw: '\u001b' });
    expect(harness.console.store.getState().overlay).toBeNull();
  });

  test('Up brings back what was asked before', async () => {
    const harness = await openConsole([alert('a')]);
    await harness.type('/\u0015severity:info\r/\u0015sev\u001b[A');
    expect(prompt(harness).line.text).toBe('severity:info');
    expect(await harness.cache.recall('history')).toEqual(['severity:info']);
  });

  test('an id pasted over a list is looked for everywhere', async () => {
    const harness = await openConsole([entry('7c9e6679-7425-40de-944b-e07fc1f90ae7')]);
    await harness.type('3');
    for (const press of parseKeys('', '\u001b[200~7c9e6679-7425-40de-944b-e07fc1f90ae7\u001b[201~\r').presses)
      harness.console.press(press);
    await harness.idle();
    const { query, window } = harness.console.store.getState().lists.audit;
    expect(query).toBe('7c9e6679-7425-40de-944b-e07fc1f90ae7');
    expect(window.rows).toHaveLength(1);
  });

  test('keys are text there: q does not quit', async () => {
    const harness = await openConsole([]);
    await harness.type('/\u0015qQ');
    expect(prompt(harness).line.text).toBe('qQ');
  });
});
