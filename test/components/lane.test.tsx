import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, test } from 'vitest';
import { App } from '../../components/App.tsx';
import { axisText } from '../../components/lane/axis-text.ts';
import { createTheme } from '../../components/theme.ts';
import { ViewContext } from '../../components/view.ts';
import { cellsOf } from '../../src/domain/cells.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { pictureOf } from '../../stores/lane/picture.ts';
import { none } from '../../stores/lane/state.ts';
import { openConsole } from '../stores/harness.ts';
import { alert, entry, job, NOW } from '../stores/records.ts';
import { stream } from '../stores/streams.ts';

afterEach(cleanup);

const NAME = 'www.example.com';
const about = { type: 'Certificate', id: 'cert-0001', name: NAME };

const RECORDS: readonly AnyRecord[] = [
  alert('a1', { entity: about, title: `${'字字字 '.repeat(40)}\u001b[2J\u0007`, createdAt: NOW - 2 * HOUR }),
  job('j1', {
    certificateId: 'cert-0001',
    name: `Renew ${'é'.repeat(300)}`,
    error: `\u001b]52;c;aGk=\u0007${'x'.repeat(9_000)}`,
    payload: { commonName: NAME, serialNumber: '09a911f650a8ab6b3c52a73b85d40e38' },
  }),
  ...Array.from({ length: 60 }, (_, n) =>
    entry(`e${n}`, {
      resource: about,
      outcome: n % 7 === 0 ? 'failure' : 'success',
      action: n % 7 === 0 ? 'RENEWAL_FAILED' : 'DEPLOYED',
      timestamp: NOW - n * n * MINUTE,
      actor: { type: 'user', id: 'u1', name: `A${'👩‍👩‍👧'.repeat(30)}`, email: null },
    }),
  ),
  entry('old', { resource: about, timestamp: NOW - 20 * DAY }),
  entry('role', {
    action: 'UPDATE',
    resource: { type: 'ROLE', id: 'r', name: null },
    timestamp: NOW - 5 * HOUR,
  }),
  ...[1, 2, 3].map((n) =>
    alert(`n${n}`, { entity: about, createdAt: null, title: null, message: null, type: null }),
  ),
];

async function show(
  size: { readonly columns: number; readonly rows: number },
  keys: string,
  streams = [stream('prod')],
) {
  const harness = await openConsole(RECORDS, { size, streams });
  const { lastFrame } = render(
    <ViewContext value={{ console: harness.console, theme: createTheme(true) }}>
      <App />
    </ViewContext>,
  );
  await harness.type(keys);
  const raw = lastFrame() ?? '';
  return { harness, raw, lines: stripVTControlCharacters(raw).split('\n') };
}

describe('the frame of the lane', () => {
  // The testing library's terminal is 100 cells wide.
  test.each([
    [80, 24],
    [100, 40],
    [60, 12],
    [60, 15],
    [99, 60],
  ])('fills %i columns and %i lines, and not a cell more', async (columns, rows) => {
    for (const keys of ['3*', '3*f', '3*G', '3*fb+', '3*]']) {
      const { lines } = await show({ columns, rows }, keys);
      expect(lines).toHaveLength(rows);
      for (const line of lines) expect(cellsOf(line)).toBeLessThanOrEqual(columns);
      expect(lines[2]).toMatch(/^\[(certificate|user|host|CA) /);
      expect(lines.at(-1)).toMatch(/Enter Open/);
      cleanup();
    }
  });

  test('tells names, platforms, counts and the first failure', async () => {
    const { lines } = await show({ columns: 100, rows: 40 }, '2*');
    expect(lines[2]).toMatch(/^\[certificate www\.example\.com\] +4 alerts · 1 job · 61 audit$/);
    expect(lines[3]).toMatch(
      /✗ \d+ failures, the first \w+ ago · on prod · serial 9a911f650a8a… · also cert-0001/,
    );
    expect(lines[4]).toMatch(/^alerts .* 4$/);
    expect(lines[7]).toMatch(/^\d+[hd] ago .* now$/);
    const end = await show({ columns: 100, rows: 40 }, '2*G');
    expect(end.lines.join('\n')).toMatch(/— \d+\w( \d+\w)? nothing —/);
  });

  test('says of whom nobody knows: not heard from, or not read in a silence', async () => {
    const silent = await show({ columns: 100, rows: 40 }, '2*', []);
    expect(silent.lines[2]).toMatch(/ ≥4 alerts · ≥1 job · ≥61 audit$/);
    expect(silent.lines[3]).toContain('may be missing the newest of prod');
    cleanup();
    const holed = stream('prod', {
      covered: [
        { from: NOW - 90 * DAY, to: NOW - 15 * DAY },
        { from: NOW - 10 * DAY, to: NOW },
      ],
    });
    const { lines } = await show({ columns: 100, rows: 40 }, '2*G', [holed]);
    expect(lines.join('\n')).toMatch(/— \d+d nothing — {2}not read: prod for (5d|4d 23h) of it/);
    expect(lines.join('\n')).toMatch(/— nothing older in the cache, read since 2026-05-22 09:00Z —/);
  });

  test('an action that its description repeats is said once', async () => {
    const said = 'ACME order placed: www.example.com';
    const order = entry('o1', { resource: about, action: said, description: said, timestamp: NOW - MINUTE });
    const harness = await openConsole([order], { size: { columns: 100, rows: 40 } });
    const { lastFrame } = render(
      <ViewContext value={{ console: harness.console, theme: createTheme(true) }}>
        <App />
      </ViewContext>,
    );
    await harness.type('3*');
    const lines = stripVTControlCharacters(lastFrame() ?? '').split('\n');
    const line = lines.filter((each) => each.includes('ACME order placed')).at(-1) ?? '';
    expect(line.split('ACME order placed')).toHaveLength(2);
  });

  test('no remote sequence reaches it', async () => {
    const { raw } = await show({ columns: 100, rows: 60 }, '2*');
    expect(raw).not.toMatch(/\u001b\]52|\u001b\[2J|\u0007/);
  });
});

describe('the axis', () => {
  const whole = { from: NOW - 10 * DAY, to: NOW };
  const zeros = new Array<number>(240).fill(0);
  const theme = createTheme(false);

  test('shows marks, failures and silence, and the cursor', () => {
    const track = { totals: zeros.with(0, 3).with(239, 1), failing: zeros.with(239, 1) };
    const picture = [{ ...whole, tracks: { ...none({ totals: zeros, failing: zeros }), audit: track } }];
    const lines = axisText(theme, {
      picture,
      counts: { ...none({ matched: 0, exact: true }), audit: { matched: 4, exact: false } },
      at: NOW - 1,
      now: NOW,
      mode: 'relative',
      width: 80,
      lines: 4,
    }).map(stripVTControlCharacters);
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(/^audit {3}█·+✗ +≥4$/);
    expect(lines[3]).toMatch(/^10d ago .*9d nothing.*▲ +now$/);
  });

  test('is broken where nothing happened for most of the time, each break as long as it says', () => {
    const at = (ms: number) => ({
      ref: `r${ms}`,
      cursor: null,
      record: entry(`e${ms}`, { timestamp: NOW - ms }),
    });
    const picture = pictureOf([at(27 * DAY), at(8 * HOUR), at(10 * MINUTE), at(9 * MINUTE)], NOW);
    expect(picture.map(({ from }) => NOW - from)).toEqual([27 * DAY, 8 * HOUR, 10 * MINUTE]);
    const [, , audit, scale] = axisText(theme, {
      picture: pictureOf([at(27 * DAY), at(8 * HOUR), at(10 * MINUTE), at(5 * MINUTE), at(MINUTE)], NOW),
      counts: none(null),
      at: null,
      now: NOW,
      mode: 'relative',
      width: 80,
      lines: 4,
    }).map(stripVTControlCharacters);
    expect(audit).toMatch(/^audit {3}█···┄{9}█···┄{9}█/);
    expect(scale).toMatch(/^27d ago .*26d .*7h .* now$/);
  });

  test('is exactly as wide and as high as asked', () => {
    const counts = fc.array(fc.nat(1_000_000), { minLength: 240, maxLength: 240 });
    fc.assert(
      fc.property(
        counts,
        counts,
        fc.integer({ min: 60, max: 220 }),
        fc.constantFrom<0 | 2 | 4>(0, 2, 4),
        fc.constantFrom('relative' as const, 'utc' as const, 'local' as const),
        fc.array(fc.integer({ min: 1, max: DAY }), { minLength: 1, maxLength: 5 }),
        fc.option(fc.integer({ min: NOW - 20 * DAY, max: NOW + DAY })),
        (totals, failing, width, lines, mode, cuts, at) => {
          const tracks = none({ totals, failing });
          const picture = cuts.map((days, index) => ({
            from: NOW - (10 - index) * DAY,
            to: NOW - (10 - index) * DAY + days,
            tracks,
          }));
          const made = axisText(theme, {
            picture,
            counts: none({ matched: 1_234_567, exact: false }),
            at,
            now: NOW,
            mode,
            width,
            lines,
          });
          expect(made).toHaveLength(lines);
          for (const line of made) expect(cellsOf(stripVTControlCharacters(line))).toBe(width);
        },
      ),
      { numRuns: 50 },
    );
  });
});
