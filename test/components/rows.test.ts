import { describe, expect, test } from 'vitest';
import { footerKeys } from '../../components/layout/footer-text.ts';
import { PANE_VIEWS } from '../../components/panes/panes.ts';
import { measured } from '../../components/table/content.ts';
import { placeColumns } from '../../components/table/layout.ts';
import { cellText } from '../../components/table/lines.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { refOf } from '../../src/domain/record.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { sortsOf } from '../../stores/columns/chosen.ts';
import { factsOf, scopesOf } from '../../stores/derive.ts';
import { titleOf } from '../../stores/detail/fields.ts';
import { maskedRecord } from '../../stores/detail/masked-record.ts';
import type { ListPaneId } from '../../stores/panes.ts';
import { openConsole } from '../stores/harness.ts';
import { alert, entry, job, NOW } from '../stores/records.ts';

const CONTEXT = {
  now: NOW,
  timeMode: 'relative',
  muted: [] as readonly string[],
  longRunningAfter: 30 * MINUTE,
} as const;

function drawn(pane: ListPaneId, record: AnyRecord) {
  const ref = refOf(record);
  return PANE_VIEWS[pane].row({ ref, record, cursor: [] } as never, CONTEXT)?.cells ?? {};
}

test('a secret is masked in every cell, and in the title and the fields of the details', () => {
  const secret = 'token=abc12345x';
  const resource = { type: 'Certificate', id: secret, name: null };
  const actor = { type: 'user', id: secret, name: null, email: null } as const;
  const audit = entry('e', { resource, actor, description: secret });
  const ofAlert = alert('a', { title: secret, entity: { type: 'host', id: 'h', name: secret } });
  const ofJob = job('j', { name: secret, error: secret, triggeredBy: { ...actor } });
  const panes: readonly [ListPaneId, AnyRecord][] = [
    ['audit', audit],
    ['alerts', ofAlert],
    ['jobs', ofJob],
  ];
  for (const [pane, record] of panes) {
    expect(JSON.stringify(drawn(pane, record))).not.toContain('abc12345x');
    expect(titleOf(record)).not.toContain('abc12345x');
    const { id: _, ...shown } = maskedRecord(record);
    expect(JSON.stringify(shown)).not.toContain('abc12345x');
  }
});

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

test('who is gone at the platform is marked, and named all the same', () => {
  const actor = { type: 'user', id: 'u1', name: 'jane', email: null } as const;
  const cells = (record: AnyRecord, pane: ListPaneId) =>
    PANE_VIEWS[pane].row({ ref: refOf(record), record, gone: true, cursor: [] } as never, CONTEXT)?.cells ??
    {};
  expect(cells(entry('e', { actor }), 'audit').actor?.text).toBe('† jane');
  expect(cells(job('j', { triggeredBy: actor }), 'jobs').actor?.text).toBe('† jane');
  expect(cells(job('j', { triggeredBy: null }), 'jobs').actor?.text).toBe('');
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

  test('a key and its counterpart are both keys, and where no alert is none is marked', async () => {
    expect(await footer('i')).toContain('< > Move');
    expect((await footer('1')).join()).not.toContain('read');
  });
});

describe('columns take the room their content needs', () => {
  const UUID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
  const HOST = 'images.example.net';
  const ALERT = alert('a', {
    type: 'ERROR',
    title: `Deployment validation failure: ${HOST}`,
    entity: { type: 'Certificate', id: UUID, name: null },
  });
  const JOB = job('j', { name: `Validate deployment of ${HOST}`, type: 'DEPLOYMENT_VALIDATION' });
  const ENTRY = entry('e', { action: 'CERTIFICATE_DISCOVERED', actor: null, description: 'x'.repeat(200) });

  /** The cells of a row as a terminal of so many columns shows them. */
  function shown(pane: ListPaneId, record: AnyRecord, columns: number): Readonly<Record<string, string>> {
    const draw = (row: object) => PANE_VIEWS[pane].row(row as never, CONTEXT);
    const { content } = measured(null, '', [{ ref: refOf(record), record }], draw);
    const placed = placeColumns(PANE_VIEWS[pane].columns('relative'), columns - 4, content);
    const cells = drawn(pane, record);
    return Object.fromEntries(
      placed.map(({ column, width }) => [
        column.id,
        cellText(column, cells[column.id]?.text ?? '', width).trim(),
      ]),
    );
  }

  test.each([80, 100, 120, 200])('what tells rows apart is whole at %d', (columns) => {
    expect(shown('alerts', ALERT, columns).title).toBe(ALERT.title);
    expect(shown('jobs', JOB, columns).name).toBe(JOB.name);
    expect(shown('audit', ENTRY, columns)).toMatchObject({
      action: 'CERTIFICATE_DISCOVERED',
      resource: 'e.example.com',
    });
  });

  test('an id, the platform and the type give way to it, in this order', () => {
    const ids = (columns: number) => Object.keys(shown('alerts', ALERT, columns));
    expect(ids(80)).toEqual(['severity', 'age', 'title', 'read']);
    expect(ids(90)).toEqual(['severity', 'age', 'type', 'title', 'read']);
    expect(ids(98)).toEqual(['severity', 'age', 'platform', 'type', 'title', 'read']);
    expect(shown('alerts', ALERT, 200).entity).toBe(UUID);
  });

  test('platforms whose names begin alike are told apart', () => {
    const names = ['digicert-one', 'digicert-discovery'];
    const pane = { alerts: ALERT, jobs: JOB, audit: ENTRY } as const;
    for (const id of ['alerts', 'jobs', 'audit'] as const) {
      const [one, other] = names.map((platform) => shown(id, { ...pane[id], platform }, 120).platform ?? '');
      expect([id, one]).toEqual([id, 'digicert-one']);
      expect([id, other]).toEqual([id, expect.stringMatching(/^digic.*very$/)]);
    }
  });

  test('a job has the beginning of its error beside it, and where there is room platform, duration and most of it', () => {
    const narrow = shown('jobs', { ...JOB, error: 'e'.repeat(90) }, 80);
    expect(Object.keys(narrow)).toEqual(['status', 'age', 'name', 'error']);
    expect(narrow).toMatchObject({ name: JOB.name, error: `${'e'.repeat(15)}…` });
    const wide = shown('jobs', { ...JOB, error: 'e'.repeat(90) }, 120);
    expect(Object.keys(wide)).toEqual(['status', 'age', 'name', 'platform', 'duration', 'error']);
    expect(wide.error?.length).toBeGreaterThan(30);
    // Beside a detail, too: the beginning of an error says more than blanks.
    expect(shown('jobs', { ...JOB, error: 'e'.repeat(90) }, 100).error?.length).toBeGreaterThan(19);
  });

  test('they only grow while the question stays, and begin anew with another', () => {
    const draw = (row: { readonly text: string }) => ({
      key: row.text,
      cells: { title: { text: row.text } },
    });
    const first = measured(null, 'one', [{ text: 'long title' }], draw);
    const scrolled = measured(first, 'one', [{ text: 'short' }], draw);
    expect(scrolled.content).toEqual({ title: 10 });
    expect(measured(scrolled, 'two', [{ text: 'short' }], draw).content).toEqual({ title: 5 });
  });
});

describe('the time of a job is the one it is sorted by', () => {
  test('newest first by what is shown, however long each took', async () => {
    const ended = [3, 10, 14, 25].map((minutes, index) =>
      job(`j${minutes}`, {
        startedAt: NOW - (minutes + 30 - 10 * index) * MINUTE,
        completedAt: NOW - minutes * MINUTE,
      }),
    );
    const harness = await openConsole([...ended].reverse());
    await harness.type('2');
    const { rows } = harness.console.store.getState().lists.jobs.window;
    const cells = rows.map(({ record }) => drawn('jobs', record));
    expect(cells.map(({ age }) => age?.text)).toEqual(['3m', '10m', '14m', '25m']);
    expect(cells.map(({ started }) => started?.text)).toEqual(['33m', '30m', '24m', '25m']);
    expect(sortsOf('jobs', null)).toContainEqual({ column: 'age', field: 'time' });
  });
});
