import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

interface Job {
  readonly name: string;
  readonly status: string;
  readonly error: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly completedAt: string;
}

let world: World;
let newest: Job;
beforeAll(async () => {
  world = await openWorld();
  const { content } = await world.ask('ssl-clm', '/api/jobs?size=500');
  const failed = (content as unknown as Job[]).filter(({ status }) => status === 'FAILED');
  const [first] = failed.sort((a, b) => b.completedAt.localeCompare(a.completedAt));
  if (first === undefined) throw new Error('no job failed in this world');
  newest = first;
});
afterAll(() => world[Symbol.asyncDispose]());

const flat = (screen: string): string => screen.replace(/\s+/g, ' ');

describe('a failed job', () => {
  test('opens on its error; payload, then the audit entries around it, and back', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(/3 Audit [1-9].*4 Statistics/);
    deck.press('2');
    await deck.until((screen) => screen.includes('✗ FAILED') && synced(screen));
    deck.press('g\r');
    // The error whole, not the first words of it that fit into a column.
    const error = await deck.until(/\[Error\]/);
    expect(flat(error)).toContain(flat(newest.error));
    deck.press(']');
    const payload = await deck.until(/\[Payload\][\s\S]*▾ \{\d+\}/);
    for (const [key, value] of Object.entries(newest.payload)) {
      if (typeof value === 'string') expect(payload).toContain(`${key}: ${value}`);
    }
    deck.press(']]');
    const related = await deck.until(/\[Related\][\s\S]*audit +\w+/);
    // Why each is related, and who did it in place of a bare id.
    expect(related).toMatch(/same certificate +\w+ +audit failure +RENEWAL_FAILED {2}by [\w.-]+/);
    expect(related).not.toMatch(new RegExp(`audit.*${String(newest.payload.certificateId)}`));
    // From the job to the entry: down to it, and Enter follows.
    const line = related.split('\n').find((text) => /audit failure +RENEWAL_FAILED/.test(text)) ?? '';
    const list = related
      .split('\n')
      .slice(related.split('\n').findIndex((text) => text.includes('[Related]')) + 1);
    deck.press(`${'j'.repeat(list.indexOf(line))}\r`);
    // The pane it belongs to stands behind it, with its own rows.
    await deck.until(/\[3 Audit[\s\S]*✗ failure RENEWAL_FAILED[\s\S]*━ RENEWAL_FAILED[\s\S]*\[Fields\]/);
    // Esc leads back to the job, on the tab and the line it was left on.
    deck.press('\u001b');
    await deck.until(/\[2 Jobs[\s\S]*\[Related\]/);
    deck.press('\r');
    await deck.until(/\[3 Audit[\s\S]*━ RENEWAL_FAILED/);
  });
});
