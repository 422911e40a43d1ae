import { describe, expect, test } from 'vitest';
import type { Overlay } from '../../stores/overlay.ts';
import { type Harness, openConsole } from './harness.ts';
import { alert } from './records.ts';

function prompt({ console }: Harness): Extract<Overlay, { kind: 'prompt' }> {
  const { overlay } = console.store.getState();
  if (overlay?.kind !== 'prompt') throw new Error('no prompt is open');
  return overlay;
}

const opened = async () => {
  const harness = await openConsole([alert('a')]);
  await harness.type('/\u0015severity:info\r/\u0015severity:error type:SCAN\r/\u0015is:read\r');
  return harness;
};

describe('the history of a prompt', () => {
  test('the arrows bring back whatever was asked before, where nothing was typed yet', async () => {
    const harness = await opened();
    await harness.type('0/\u001b[A');
    expect(prompt(harness).line.text).toBe('is:read');
    await harness.type('\u001b[A\u001b[B\u001b[B');
    expect(prompt(harness).line.text).toBe('is:unread ');
    await harness.type('\u0015sev\u001b[A');
    expect(prompt(harness).line.text).toBe('severity:error type:SCAN');
  });

  test('Ctrl-R searches it as one types, goes further back, and Enter asks what was found', async () => {
    const harness = await opened();
    await harness.type('/\u0012severity');
    expect(prompt(harness)).toMatchObject({
      line: { text: 'severity:error type:SCAN' },
      recall: { sought: 'severity' },
    });
    await harness.type('\u0012');
    expect(prompt(harness).line.text).toBe('severity:info');
    await harness.type('\u0012');
    expect(prompt(harness).line.text).toBe('severity:info');
    await harness.type('\r');
    expect(harness.console.store.getState().lists.alerts.query).toBe('severity:info');
  });

  test('Esc ends the search and keeps what it found; an arrow goes on editing it', async () => {
    const harness = await opened();
    await harness.type('/\u0012scan\u001b\u0005');
    expect(prompt(harness)).toMatchObject({ line: { text: 'severity:error type:SCAN' }, recall: null });
    await harness.type('\u0012info\u001b[D\u007f');
    expect(prompt(harness).line.text).toBe('severity:ino');
  });

  test('Ctrl-X Ctrl-E writes the line in an editor and takes it back', async () => {
    const seen: string[] = [];
    const harness = await openConsole([alert('a')], {
      services: {
        outside: {
          stop: async () => undefined,
          show: async () => null,
          edit: async (text) => {
            seen.push(text);
            return { text: 'severity:error\n  type:SCAN\n' };
          },
        },
      },
    });
    await harness.type('/\u0018\u0005');
    expect(seen).toEqual(['is:unread\n']);
    expect(prompt(harness).line.text).toBe('severity:error type:SCAN');
    // A key that begins nothing is nothing, and types nothing.
    await harness.type('\u0018x!');
    expect(prompt(harness).line.text).toBe('severity:error type:SCAN!');
  });

  test('values come with how many records have them', async () => {
    const harness = await openConsole([alert('a'), alert('b'), alert('c', { severity: 'info' })]);
    await harness.type('/\u0015severity:');
    expect(prompt(harness).choices.map(({ text, count }) => [text, count])).toEqual([
      ['error', 2],
      ['warning', undefined],
      ['info', 1],
    ]);
  });

  test('says so when nothing in it has what is sought, and leaves the line as it is', async () => {
    const harness = await opened();
    await harness.type('/\u0012severity');
    expect(prompt(harness).recall?.none).toBe(false);
    await harness.type('-never-typed');
    expect(prompt(harness)).toMatchObject({
      line: { text: 'severity:error type:SCAN' },
      recall: { sought: 'severity-never-typed', none: true },
    });
    await harness.type('\u007f'.repeat('-never-typed'.length));
    expect(prompt(harness).recall?.none).toBe(false);
  });
});
