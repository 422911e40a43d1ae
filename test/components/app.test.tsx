import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, test } from 'vitest';
import { App } from '../../components/App.tsx';
import { createTheme } from '../../components/theme.ts';
import { ViewContext } from '../../components/view.ts';
import { cellsOf } from '../../src/domain/cells.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import type { SyncEvent } from '../../src/sync/events.ts';
import type { StreamOutcome } from '../../src/sync/outcome.ts';
import { type Harness, type HarnessOptions, openConsole } from '../stores/harness.ts';
import { alert, entries, job, NOW } from '../stores/records.ts';
import { info, OUT_OF_REACH, stream } from '../stores/streams.ts';

afterEach(cleanup);

/** The testing library's terminal is 100 cells wide. */
const SIZE = { columns: 100, rows: 30 };

interface Shown extends Harness {
  /** The lines of the last frame, without colours. */
  lines(): readonly string[];
  frame(): string;
}

async function show(records: readonly AnyRecord[], options: HarnessOptions = {}): Promise<Shown> {
  const harness = await openConsole(records, { size: SIZE, ...options });
  const { lastFrame } = render(
    <ViewContext value={{ console: harness.console, theme: createTheme(true) }}>
      <App />
    </ViewContext>,
  );
  const frame = (): string => stripVTControlCharacters(lastFrame() ?? '');
  return { ...harness, frame, lines: () => frame().split('\n') };
}

/** An export that goes on for ever. */
const never = new Promise<never>(() => undefined);

const RECORDS: readonly AnyRecord[] = [
  alert('a1'),
  alert('a2', { severity: 'warning', read: false, title: 'Zertifikat läuft ab 字字字 '.repeat(10) }),
  alert('a3', { severity: 'info', title: null, message: null, entity: null, type: null, createdAt: null }),
  job('j1'),
  job('j2', { status: 'RUNNING', startedAt: NOW - HOUR, completedAt: null, error: null }),
  job('j3', {
    error: `${'x'.repeat(5_000)}\u001b[2J\u0007\n\n\t${'é'.repeat(300)}`,
    payload: { deep: { list: [1, [2, [3]]] } },
  }),
  ...entries(80),
];

describe('the frame', () => {
  test('has header, filter line, list and footer where they belong', async () => {
    const { lines } = await show(RECORDS, { streams: [stream('prod')] });
    expect(lines()).toHaveLength(SIZE.rows);
    expect(lines()[0]).toMatch(
      /^certdeck {2}● prod {2}data now .*24h: ✗ 1 unread error {2}✗ 2 failed jobs {2}‼ 1 long-running/,
    );
    expect(lines()[1]).toMatch(/^\[1 Alerts 3\] +2 Jobs 3 +3 Audit 80 +4 Statistics 0/);
    expect(lines()[2]).toMatch(/^\/ is:unread .*3 shown \/ 3 matched \/ 3 known/);
    expect(lines()[3]).toMatch(/Severity↓ +Age/);
    expect(lines()[4]).toMatch(/✗ error/);
    expect(lines()[29]).toMatch(/Enter Open.*\/ Filter.*\? Help/);
  });

  test('says what is new above the screen, and that a message takes the place of the keys', async () => {
    const { cache, type, idle, lines } = await show(RECORDS);
    await type('3jj');
    cache.put(...entries(80), { ...entries(1)[0], id: 'new', timestamp: NOW + 5 } as AnyRecord);
    await idle();
    expect(lines()[2]).toContain('1 new above');
    await type('m');
    expect(lines()[29]).toContain('Only alerts have read marks');
  });

  test('an empty list says what was asked, how fresh it is and what to press', async () => {
    const { frame } = await show([], { streams: [stream('prod')] });
    expect(frame()).toContain('No unread alerts.');
    expect(frame()).toContain('Newest data: now.');
    expect(frame()).toContain('@ shows the platforms');
  });

  test('the detail lies below the list, and over it on a narrow screen', async () => {
    const { console, type, idle, lines } = await show(RECORDS);
    await type('2\r');
    expect(lines().some((line) => line.includes('[Error]'))).toBe(true);
    expect(lines()[3]).toContain('Status');
    console.resize({ columns: 80, rows: 24 });
    await idle();
    expect(lines()[4]).toContain('[Error]');
  });

  test('is a sentence when the terminal is too small', async () => {
    const { frame } = await show(RECORDS, { size: { columns: 50, rows: 8 } });
    expect(frame().replace(/\s+/g, ' ')).toContain('The terminal is 50 x 8; certdeck needs at least 60 x 12');
  });

  test('the confirm dialog shows the query, the count and a sample', async () => {
    const { type, frame } = await show(RECORDS);
    await type('M');
    expect(frame()).toContain('Mark 3 alerts read?');
    expect(frame()).toContain('query  is:unread');
    expect(frame()).toContain('Alert a1');
  });

  test('the platforms panel tells which read marks wait, and why', async () => {
    const { cache, console, idle, type, frame } = await show(RECORDS);
    const failure = { code: 'FORBIDDEN', what: 'prod: the token may not', next: 'Ask.' } as const;
    cache.queued = [
      { seq: 1, platform: 'prod', ids: ['a1', 'a2'], attempts: 3, failure, queuedAt: NOW - HOUR },
    ];
    cache.put();
    await idle();
    expect(console.store.getState().waiting).toHaveLength(1);
    await type('@');
    expect(frame()).toContain(
      'prod: 2 read marks have waited for 1h, sent 3 times in vain: the token may not.',
    );
  });

  test('the platforms fit on the smallest screen, with what stands in the way of one', async () => {
    const down = { syncedAt: null, failure: OUT_OF_REACH, attemptedAt: NOW };
    const streams = [
      stream('prod', down),
      stream('dns', down),
      stream('dev', { syncedAt: NOW - HOUR, rejected: 2 }),
    ];
    const platforms = streams.map(({ platform }) => info(platform));
    const heard: ((event: SyncEvent) => void)[] = [];
    const onEvent = (listener: (event: SyncEvent) => void) => {
      heard.push(listener);
      return () => undefined;
    };
    const sync = { refresh: async () => undefined, flush: async () => undefined, onEvent };
    const size = { columns: 60, rows: 12 };
    const { cache, type, idle, lines } = await show(RECORDS, {
      size,
      streams,
      services: { platforms, sync },
    });
    const outcome = { platform: 'prod', stream: 'all', failure: OUT_OF_REACH } as StreamOutcome;
    for (const tell of heard)
      tell({ kind: 'ended', platform: 'prod', stream: 'all', outcome, again: 2 * MINUTE });
    const row = { stream: 'all', key: 'j2', reason: 'no id', sample: '', at: NOW };
    cache.rejects.set('dev', [row, { ...row, key: 'j3' }]);
    await idle();
    await type('@');
    expect(lines()).toHaveLength(12);
    expect(lines().slice(2, 6)).toEqual([
      expect.stringMatching(/^Shown +Platform +State +Age +Records +Holes *$/),
      expect.stringMatching(/^▸ \[x\] +prod +✗ out of reach +- +0 {2}- *$/),
      expect.stringMatching(/^ {2}\[x\] +dns +✗ out of reach +- +0 {2}- *$/),
      expect.stringMatching(/^ {2}\[x\] +dev +◐ late +1h +0 {2}behind *$/),
    ]);
    expect(lines()[6]).toMatch(/^prod: http:\/\/127.0.0.1:1 is out of reach \(connect/);
    expect(lines()[8]).toMatch(/^all: never synced, asked just now, next try in 2m\. /);
    await type('jj');
    expect(lines()[6]).toMatch(/^dev: all j2 and 1 more set aside: no id *$/);
  });

  test('the export dialog says what it will write, and nothing shines through', async () => {
    const exporter = {
      formats: [
        { name: 'xlsx', about: 'Excel' },
        { name: 'json', about: 'One object', whole: true },
        { name: 'csv', about: 'Comma-separated values' },
      ],
      directory: '/tmp',
      run: async () => ({ ok: true as const, value: { file: '/tmp/x', rows: 3 } }),
    };
    const { type, lines, frame } = await show(RECORDS, { services: { exporter } });
    await type('x');
    const top = lines().findIndex((line) => line.includes('╭'));
    expect(lines()[top]).toContain('Export');
    expect(lines().slice(top + 1, top + 5)).toEqual([
      expect.stringMatching(/│ what {5}Alerts +│/),
      expect.stringMatching(/│ query {4}is:unread +│/),
      expect.stringMatching(/│ format {3}\[xlsx\] {2}json {3}csv +│/),
      expect.stringMatching(/│ {10}Excel +│/),
    ]);
    expect(frame()).toMatch(/│ records {2}3 that match +│/);
    await type('\u001b[C');
    expect(frame()).toContain('columns  all fields: json holds whole records');
    await type('\u001b[C\u001b[B\u001b[C');
    expect(frame()).toContain(' [all fields]');
    expect(frame()).toMatch(/│ file {5}alerts-2026-08-20-090000\.csv +│/);
    await type('\r');
    expect(lines()[29]).toContain('Wrote 3 records to x in /tmp');
  });

  test('an export that failed says why first, and keeps what was typed for the next try', async () => {
    const where = `/exports/${'folder/'.repeat(12)}mine.csv`;
    const failure = {
      code: 'FILE_UNWRITABLE',
      what: `${where} cannot be written`,
      cause: `EACCES: permission denied, open '${where}'`,
      next: 'Check the folder and its permissions.',
      where,
    } as const;
    const exporter = {
      formats: ['xlsx', 'csv'].map((name) => ({ name, about: name })),
      directory: '/exports',
      run: async () => ({ ok: false as const, failure }),
    };
    const { type, lines, frame } = await show(RECORDS, { services: { exporter } });
    await type('x\u001b[C\u0015mine.csv\r');
    expect(lines()[29]).toContain(
      'Export failed: the file cannot be written (permission denied). Check the folder and its',
    );
    await type('x');
    expect(frame()).toContain('[csv]');
    expect(frame()).toMatch(/│ file {5}mine\.csv +│/);
    expect(frame()).toContain('It failed: the file cannot be written (permission denied).');
    await type('\u001b[D');
    expect(frame()).toMatch(/│ file {5}mine\.xlsx +│/);
    expect(frame()).toContain('It failed: ');
    expect(frame()).toMatch(/│ +in \/exports +│/);
    await type('\u0015/tmp/other.csv');
    expect(frame()).not.toContain('It failed: ');
    expect(frame()).toMatch(/│ +as the path says +│/);
    await type('\u0015~/other.csv');
    expect(frame()).toMatch(/│ +as the path says +│/);
    // Of another pane it would be the wrong name.
    await type('\u001b2x');
    expect(frame()).toMatch(/│ file {5}jobs-2026/);
  });

  test('the keys of a dialog are not covered by what was said before it', async () => {
    const exporter = { formats: [{ name: 'csv', about: 'csv' }], directory: '/', run: async () => never };
    const { console, type, lines } = await show(RECORDS, { services: { exporter } });
    await type('F');
    expect(lines()[29]).toContain('Following the newest');
    await type('x');
    expect(lines()[29]).toContain('Esc Cancel');
    // What comes by itself waits, a reason why a key did nothing does not.
    console.say('Wrote 3 records to /tmp/x', 'ok');
    await type('');
    expect(lines()[29]).toContain('Esc Cancel');
    await type('\u001b\r/\t');
    expect(lines()[29]).toContain('A search has nothing to complete');
    await type('x');
    expect(lines()[29]).toContain('Enter Apply');
  });

  test('the histogram stands over the audit entries as far as there is room', async () => {
    const failed = { ...entries(1)[0], id: 'failed', outcome: 'failure', timestamp: NOW - 12 * HOUR };
    const { console, type, idle, lines } = await show([...RECORDS, failed as AnyRecord]);
    await type('3');
    expect(lines()[3]).toMatch(/^24h ago +▁ +[▁-█]* ? *now *$/);
    expect(lines()[4]).toMatch(/^✗ 1 +█ +of 81 *$/);
    // What failed stands under its bar.
    expect(lines()[4]?.indexOf('█')).toBe(lines()[3]?.indexOf('▁'));
    expect(lines()[5]).toContain('Time↓');
    await type('i');
    expect(lines()[4]).toMatch(/(?:81|80), ✗ 0 · since:2026-08-20T\d\d:\d\dZ ╰─+╯/);
    expect(lines()[29]).toMatch(/< > Move .*Enter Filter .*Esc Back/);
    await type('i');
    console.resize({ columns: 80, rows: 24 });
    await idle();
    expect(lines()[3]).toMatch(/^24h ago +▁+ +█.* now +✗ 1 *$/);
    expect(lines()[4]).toContain('Time↓');
    console.resize({ columns: 80, rows: 18 });
    await idle();
    expect(lines()[3]).toContain('Time↓');
    await type('1');
    console.resize(SIZE);
    await idle();
    expect(lines()[3]).toContain('Severity');
  });

  test('what failed is told apart by more than colour in a histogram of one line', async () => {
    const failed = { ...entries(1)[0], id: 'failed', outcome: 'failure', timestamp: NOW - 12 * HOUR };
    for (const colour of [true, false]) {
      const harness = await openConsole([...entries(3), failed as AnyRecord], {
        size: { columns: 80, rows: 24 },
      });
      const { lastFrame } = render(
        <ViewContext value={{ console: harness.console, theme: createTheme(colour) }}>
          <App />
        </ViewContext>,
      );
      await harness.type('3');
      expect(lastFrame()).toMatch(/\u001b\[4m▄+\u001b\[/);
      cleanup();
    }
  });

  test('the time ranges are a dialog with a digit each', async () => {
    const { type, frame } = await show(RECORDS);
    await type('3T');
    expect(frame()).toMatch(/Time range: 1-7, Esc closes/);
    expect(frame()).toMatch(/│ 1 {2}Last 15 minutes +since:15m +│/);
    expect(frame()).toMatch(/│ 7 {2}Another time, typed +since:… +│/);
  });

  test('a line parts what is pinned on top from the list, where it stands again', async () => {
    const { type, lines } = await show(RECORDS);
    await type('3jb');
    const shown = lines();
    const line = shown.findIndex((each) => /^ +── pinned above ─{50,}/.test(each));
    expect(shown[line - 1]).toMatch(/^\^ /);
    expect(shown.slice(line + 1).filter((each) => each.startsWith('^ '))).toHaveLength(1);
    await type('kvGb');
    expect(lines()[line + 3]).toMatch(/^ +── pinned above, 76 more: B shows them ─{9,}/);
  });

  test('the prompt stands in place of the filter line, its caret under the mistake', async () => {
    const { type, lines } = await show(RECORDS);
    await type('/\u0015severity:error (');
    expect(lines()[2]).toMatch(/^\/ severity:error \(/);
    expect(lines()[3]?.indexOf('^')).toBeGreaterThanOrEqual(17);
  });
});

describe('whatever is pressed', () => {
  const key = fc.constantFrom(
    ...[
      'j',
      'k',
      'g',
      'G',
      '\u0004',
      '\u0015',
      '\r',
      '\u001b',
      '\t',
      '1',
      '2',
      '3',
      '4',
      '[',
      ']',
      '/',
      '?',
      '@',
      'x',
      'T',
      'i',
      '<',
    ],
    ...[
      'm',
      'u',
      'p',
      'J',
      'K',
      '+',
      '_',
      'f',
      'h',
      'l',
      'H',
      'L',
      'n',
      't',
      '>',
      'S',
      'F',
      '=',
      'e',
      'y',
      '0',
      ' ',
    ],
    ...['*', '*', 'N', 'b', 'C'],
    ...['status:', 'a', '"', '('],
  );
  const size = fc.record({
    columns: fc.integer({ min: 60, max: 100 }),
    rows: fc.integer({ min: 12, max: 40 }),
  });

  test('the frame fills the screen and not a cell more, and no remote sequence is in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(key, { maxLength: 12 }), size, async (keys, wanted) => {
        const shown = await show(RECORDS, { size: wanted });
        for (const each of keys) await shown.type(each);
        expect(shown.console.store.getState().exit).toBeNull();
        expect(shown.lines().length).toBe(wanted.rows);
        for (const line of shown.lines()) expect(cellsOf(line), line).toBeLessThanOrEqual(wanted.columns);
        expect(shown.frame()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
        cleanup();
      }),
      { numRuns: 30 },
    );
  });
});

describe('what lies over the list', () => {
  test.each([
    ['.', /─ Go on with ─[\s\S]*severity +error[\s\S]*Enter only this/],
    [
      'c',
      /─ Copy ─[\s\S]*1 +Query +is:unread[\s\S]*2 +Command line +certdeck alerts --sort severity-desc is:unread/,
    ],
    ['s', /─ Sort by[\s\S]*1 +Severity +now, downwards/],
    ['@', /▸ \[x\] {2}prod/],
    [':', /\n: /],
  ])('%s opens, fits and closes without a trace', async (key, shown) => {
    const { type, frame, lines } = await show(RECORDS);
    const before = lines().slice(3, -1);
    await type(key);
    expect(frame()).toMatch(shown);
    expect(lines().every((line) => cellsOf(line) <= SIZE.columns)).toBe(true);
    expect(lines()).toHaveLength(SIZE.rows);
    await type('\u0003');
    expect(lines().slice(3, -1)).toEqual(before);
  });

  test('on the narrowest screen, too', async () => {
    const size = { columns: 80, rows: 24 };
    const { type, lines, console } = await show(RECORDS, { size });
    for (const key of ['.', 'c', 's', '@']) {
      await type(key);
      expect(
        lines().every((line) => cellsOf(line.trimEnd()) <= size.columns),
        key,
      ).toBe(true);
      await type('\u0003');
      expect(console.store.getState().overlay).toBeNull();
    }
  });
});
