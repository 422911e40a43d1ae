import { describe, expect, test } from 'vitest';
import { footerKeys } from '../../components/layout/footer-text.ts';
import { PANE_VIEWS } from '../../components/panes/panes.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { refOf } from '../../src/domain/record.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { factsOf, scopesOf } from '../../stores/derive.ts';
import type { ListPaneId } from '../../stores/panes.ts';
import { openConsole } from '../stores/harness.ts';
import { alert, entry, job, NOW } from '../stores/records.ts';

const CONTEXT = { now: NOW, timeMode: 'relative', longRunningAfter: 30 * MINUTE } as const;

function drawn(pane: ListPaneId, record: AnyRecord) {
  const ref = refOf(record);
  return PANE_VIEWS[pane].row({ ref, record, cursor: [] } as never, CONTEXT)?.cells ?? {};
}

describe('a row is never anonymous', () => {
  test('blank names fall back to what else there is, and to the id at last', () => {
    expect(drawn('alerts', alert('a', { title: '', message: ' \n ' })).title?.text).toBe('a');
    expect(drawn('alerts', alert('a', { title: ' ', message: 'said' })).title?.text).toBe('said');
    expect(drawn('jobs', job('j', { name: '   ' })).name?.text).toBe('j');
    const blank = { type: 'user', id: 'u1', name: '', email: ' ' } as const;
    const resource = { type: 'Certificate', id: 'c1', name: '\t' };
    expect(drawn('audit', entry('e', { action: '', actor: blank, resource }))).toMatchObject({
      action: { text: 'e' },
      actor: { text: 'u1' },
      resource: { text: 'c1' },
    });
  });
});

describe('the footer offers what does something here', () => {
  async function footer(keys: string) {
    const harness = await openConsole([job('j')]);
    await harness.type(`2${keys}`);
    const state = harness.console.store.getState();
    return footerKeys(scopesOf(state), factsOf(state)).map(([key, title]) => `${key} ${title}`);
  }

  test('Enter folds a payload, and does nothing on an error', async () => {
    expect((await footer('\r')).join()).not.toContain('Fold');
    expect(await footer('\r]')).toContain('Enter Fold/follow');
    expect(await footer('\r')).toContain('] Next tab');
  });

  test('a search has nothing to complete', async () => {
    expect(await footer('/')).toContain('Tab Complete');
    expect((await footer('\r/')).join()).not.toContain('Complete');
  });
});
