import { expect, test } from 'vitest';
import { type Harness, openConsole } from './harness.ts';
import { alert } from './records.ts';

const said = ({ console }: Harness) => console.store.getState().message?.text ?? null;

test('what was said is about the key before: the next one that acts takes it away', async () => {
  const harness = await openConsole([alert('a'), alert('b')]);
  for (const key of ['p', '_', 'J', '/', ':', '?', 'T', '@', '2']) {
    await harness.type(key === '_' ? 'pGe' : 'Ge');
    expect(said(harness)).toBe('No further error in this list');
    await harness.type(key);
    expect([key, said(harness)]).toEqual([key, null]);
    await harness.type('\u001b\u001b\u001b1');
  }
});

test('a hint about a filter is gone when the next one is typed', async () => {
  const harness = await openConsole([alert('a')]);
  await harness.type('/\u0015foo:bar\r');
  expect(said(harness)).toContain('`foo` is no field');
  await harness.type('/');
  expect(said(harness)).toBeNull();
});

test('moving takes no outcome away, and nothing takes an error away before its time', async () => {
  const harness = await openConsole([alert('a'), alert('b')]);
  await harness.type('mj');
  expect(said(harness)).toContain('Marked read: Alert a');
  harness.console.say('Export failed', 'error');
  await harness.type('jp/\u001b');
  expect(said(harness)).toBe('Export failed');
});
