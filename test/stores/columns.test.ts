import { describe, expect, test } from 'vitest';
import { PANE_VIEWS } from '../../components/panes/panes.ts';
import { exportColumns, sortsOf } from '../../stores/columns/chosen.ts';
import { OWN_COLUMNS } from '../../stores/columns/own.ts';
import { isListPane, LIST_PANE_IDS } from '../../stores/panes.ts';
import type { ExportAsk } from '../../stores/services.ts';
import { type Harness, openConsole } from './harness.ts';
import { alert, entry, job } from './records.ts';

const list = ({ console }: Harness) => {
  const { lists, pane } = console.store.getState();
  if (!isListPane(pane)) throw new Error('no list in front');
  return lists[pane];
};
const shown = (harness: Harness) => list(harness).columns?.map(({ id }) => id) ?? null;
const message = ({ console }: Harness) => console.store.getState().message?.text;

const pressEscape = async (harness: Harness): Promise<void> => {
  harness.console.press({ kind: 'key', name: 'Esc', text: null, raw: '\u001b' });
  await harness.idle();
};

test('each pane draws the columns it declares, in their order', () => {
  for (const pane of LIST_PANE_IDS) {
    expect(PANE_VIEWS[pane].columns('utc').map(({ id }) => id)).toEqual(
      OWN_COLUMNS[pane].map(({ id }) => id),
    );
  }
});

describe('the column cursor', () => {
  test('goes over the columns and away again; y copies what is under both cursors', async () => {
    const harness = await openConsole([
      alert('a', { entity: { type: 'Host', id: 'h1', name: 'shop.example.com' } }),
    ]);
    await harness.type('y');
    expect(harness.copied).toEqual(['a']);
    await harness.type('l');
    expect(list(harness).column).toBe('severity');
    await harness.type('lllly');
    expect(harness.copied.at(-1)).toBe('Alert a');
    await harness.type('\u001b[Cy');
    expect(harness.copied.at(-1)).toBe('shop.example.com');
    await harness.type('lllllh');
    expect(list(harness).column).toBe('entity');
    await pressEscape(harness);
    expect(list(harness).column).toBeNull();
    await harness.type('lhy');
    expect(list(harness).column).toBeNull();
    expect(harness.copied.at(-1)).toBe('a');
  });

  test('. goes on with its value first, or with the value of a place in a document', async () => {
    const harness = await openConsole([job('j', { payload: { agent: { host: 'node-1' } } })]);
    await harness.type('2llll.');
    expect(harness.console.store.getState().overlay).toMatchObject({
      kind: 'pivots',
      items: expect.arrayContaining([{ field: 'type', value: 'RENEW_CERT' }]),
    });
    const { overlay } = harness.console.store.getState();
    if (overlay?.kind !== 'pivots') throw new Error('no menu');
    expect(overlay.items[overlay.cursor]).toEqual({ field: 'type', value: 'RENEW_CERT' });
    await pressEscape(harness);
    await harness.type('C@payload.agent.host\r\r');
    expect(list(harness).window.rows[0]?.paths).toEqual({ '@payload.agent.host': 'node-1' });
    await harness.type('hhhhhl');
    while (list(harness).column !== '@payload.agent.host') await harness.type('l');
    await harness.type('y.\r');
    expect(harness.copied).toEqual(['node-1']);
    expect(list(harness).query).toContain('@payload.agent.host:node-1');
  });

  test('a secret is neither copied nor gone on with', async () => {
    const harness = await openConsole([
      job('j', { payload: { apiKey: 'abc123' }, error: 'Bearer abcdefghijklmnop0123 refused' }),
    ]);
    await harness.type('2C@payload.apiKey\r\r');
    while (list(harness).column !== '@payload.apiKey') await harness.type('l');
    await harness.type('y');
    expect(harness.copied).toEqual([]);
    expect(message(harness)).toMatch(/masked/);
    await harness.type('.');
    expect(JSON.stringify(harness.console.store.getState().overlay)).not.toContain('abc123');
    await pressEscape(harness);
    await harness.type('hy');
    expect(harness.copied.at(-1)).toBe('Bearer •••••••• refused');
    await harness.type('Y');
    expect(harness.copied.at(-1)).not.toMatch(/abc123|abcdefgh/);
    expect(message(harness)).toContain('2 secrets masked');
  });
});

describe('the column chooser', () => {
  test('shows and hides, orders and widens; Enter keeps it for the next run, Esc does not', async () => {
    const harness = await openConsole([entry('e')]);
    // Time away, outcome to the right of action, action wider.
    await harness.type('3C jJk+');
    await pressEscape(harness);
    expect(shown(harness)).toBeNull();
    await harness.type('C jJk+\r');
    expect(shown(harness)).toEqual(['action', 'outcome', 'actor', 'resource', 'platform', 'description']);
    expect(list(harness).columns?.[0]?.width).toBe(18);
    expect(await harness.cache.recall('columns:audit')).toEqual(list(harness).columns);
    await harness.type('C0\r');
    expect(shown(harness)).toBeNull();
    expect(await harness.cache.recall('columns:audit')).toBeNull();
  });

  test('every field of the kind can be shown, and is sorted by; the last column stays', async () => {
    const harness = await openConsole([entry('e', { ip: '192.0.2.9' })]);
    await harness.type('3C');
    const { overlay } = harness.console.store.getState();
    if (overlay?.kind !== 'columns') throw new Error('no chooser');
    const at = overlay.rows.findIndex(({ id }) => id === 'ip');
    await harness.type(`${'j'.repeat(at)} \r`);
    expect(shown(harness)?.at(-1)).toBe('ip');
    expect(sortsOf('audit', list(harness).columns).at(-1)).toEqual({ column: 'ip', field: 'ip' });
    while (list(harness).column !== 'ip') await harness.type('l');
    await harness.type('s\r');
    expect(list(harness).sort[0]).toEqual({ field: 'ip', descending: false });
    await harness.type(`C${'k'.repeat(30)} ${'j '.repeat(7)}\r`);
    expect(shown(harness)).toHaveLength(1);
  });

  test('what is no path says so and is not shown', async () => {
    const harness = await openConsole([entry('e')]);
    await harness.type('3C@details..x\r');
    expect(harness.console.store.getState().overlay).toMatchObject({
      problem: expect.stringContaining('@details'),
    });
    await pressEscape(harness);
    await harness.type('\r');
    expect(shown(harness)).toBeNull();
  });

  test('what was kept and cannot be understood is as if it had not been', async () => {
    const first = await openConsole([entry('e')]);
    for (const [kept, wanted] of [
      [
        [{ id: 'ip', width: 20 }, { id: 'nonsense' }, { id: '@details.a', width: 1 }, 7],
        ['ip', '@details.a'],
      ],
      [[{ id: 'nonsense' }], null],
      ['x', null],
    ] as const) {
      await first.cache.remember('columns:audit', kept as never);
      const harness = await openConsole([], { services: { cache: first.cache } });
      await harness.type('3');
      expect(shown(harness)).toEqual(wanted);
    }
  });
});

test('the command line of the view has its columns, where some were chosen', async () => {
  const harness = await openConsole([job('j')]);
  await harness.type('2c2');
  expect(harness.copied.at(-1)).not.toContain('--fields');
  await harness.type('C@payload.cn\r\rc2');
  expect(harness.copied.at(-1)).toMatch(/ --fields '?status,.*,error,@payload\.cn'? /);
});

describe('an export is the view', () => {
  test('its columns in their order with every field behind them, and its time zone', async () => {
    const asked: ExportAsk[] = [];
    const exporter = {
      formats: [{ name: 'csv', about: '' }],
      directory: '/tmp',
      run: async (ask: ExportAsk) => {
        asked.push(ask);
        return { ok: true, value: { file: ask.file, rows: 1 } } as const;
      },
    };
    const harness = await openConsole([entry('e')], { services: { exporter } });
    harness.console.set((state) => ({ ...state, lastExport: { format: 'csv', columns: 'view' } }));
    await harness.type('3X');
    expect(asked[0]?.view.columns?.[0]?.path).toBe('timestamp');
    expect(asked[0]?.view.timezone).toBe('UTC');
    await harness.type('C jJ\rtX');
    expect(asked[1]?.view.columns?.map(({ path }) => path).slice(0, 4)).toEqual([
      'action',
      'outcome',
      'actor.name',
      'actor.email',
    ]);
    expect(asked[1]?.view.timezone).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(exportColumns('jobs', [{ id: '@payload.a', width: null }])).toEqual([
      { path: '@payload.a', title: '@payload.a', type: 'text' },
    ]);
  });
});
