import { describe, expect, test } from 'vitest';
import { type CoverageFacts, coverageLines } from '../../components/chart/coverage-text.ts';
import type { Theme } from '../../components/theme.ts';
import type { StreamState } from '../../src/cache/stored.ts';
import { cellsOf } from '../../src/domain/cells.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { coverageFor } from '../../stores/coverage.ts';
import { cellStates, streamsOfKind } from '../../stores/strip/coverage.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
const theme: Theme = { paint: (_, text) => text };

function state(platform: string, more: Partial<StreamState> = {}): StreamState {
  return {
    platform,
    stream: 'audit',
    kinds: ['audit'],
    covered: [{ from: NOW - 90 * DAY, to: NOW }],
    position: null,
    syncedAt: NOW,
    attemptedAt: NOW,
    failure: null,
    notOffered: false,
    rejected: 0,
    known: 5,
    ...more,
  };
}

const HOLED = [
  { from: NOW - 90 * DAY, to: NOW - 12 * HOUR },
  { from: NOW - 6 * HOUR, to: NOW },
];
const DOWN = { code: 'UNREACHABLE', what: 'out', next: 'wait' } as const;

function factsOf(streams: readonly StreamState[], names: readonly string[], lines: number): CoverageFacts {
  const platforms = names.map((name) => ({
    ...{ name, kind: 'x', pollInterval: MINUTE, since: 90 * DAY, marksRead: false },
  }));
  const shown = names.map((name) => ({
    ...{ name, kind: 'x', condition: 'fresh', syncedAt: NOW, failure: null, nextTry: null },
  })) as Parameters<typeof streamsOfKind>[0]['platforms'];
  const ask = {
    kind: 'audit',
    query: 'since:24h',
    streams,
    platforms,
    now: NOW,
    longRunningAfter: HOUR,
  } as const;
  return {
    streams: streamsOfKind({ platforms: shown, streams }, 'audit'),
    reaches: coverageFor(ask),
    axis: { from: NOW - DAY, width: HOUR, buckets: 24 },
    labels: ['24h ago', 'now'],
    now: NOW,
    width: 80,
    lines,
    sides: [10, 10],
  };
}

const ALL = [
  state('whole', { position: { newest: NOW - 3 * MINUTE } }),
  state('holed', { covered: HOLED }),
  state('silent', {
    covered: [{ from: NOW - 90 * DAY, to: NOW - 3 * HOUR }],
    syncedAt: NOW - 3 * HOUR,
    failure: DOWN,
  }),
  state('young', { covered: [{ from: NOW - 6 * HOUR, to: NOW }], syncedAt: null }),
  state('without', { notOffered: true, covered: [], syncedAt: null }),
];
const NAMES = [...ALL.map(({ platform }) => platform), 'new'];

describe('the coverage strip', () => {
  test('shows the stream from which rules derive what is listed', () => {
    const platforms = [
      { name: 'whole', derives: { audit: ['job'] } },
      { name: 'holed' },
    ] as unknown as Parameters<typeof streamsOfKind>[0]['platforms'];
    const named = (kind: 'alert' | 'job' | 'audit') =>
      streamsOfKind({ platforms, streams: ALL }, kind).map(({ platform }) => platform);
    expect(named('job')).toEqual(['whole']);
    expect(named('alert')).toEqual([]);
    expect(named('audit')).toEqual(['whole', 'holed']);
  });

  test('says of each stream by sign and by word what is here of the time that is asked for', () => {
    const lines = coverageLines(theme, factsOf(ALL, NAMES, 7));
    expect(lines).toHaveLength(7);
    for (const line of lines) expect(cellsOf(line)).toBe(80);
    const [legend, ...rows] = lines.map((line) => line.trimEnd());
    expect(legend).toBe('Fetched, 24h ago to now   ━ fetched  x hole  ? not heard since  · not fetched');
    expect(rows).toEqual([
      expect.stringMatching(/^whole +━+ +exact · back 90d · newest 3m ago$/),
      expect.stringMatching(/^holed +━+x+━+ +at least · 1 hole · back 90d · heard just now$/),
      expect.stringMatching(/^silent +━+\?+ +at least · out of reach · back 90d · heard 3h ago$/),
      expect.stringMatching(/^young +·+━+ +never synced/),
      expect.stringMatching(/^without +not offered$/),
      expect.stringMatching(/^new +·+ +never synced$/),
    ]);
  });

  test.each([
    [[state('whole')], '━', 'exact'],
    [[state('whole'), state('holed', { covered: HOLED })], 'x', 'at least'],
    [[state('whole'), state('without', { notOffered: true, covered: [] })], '━', 'exact'],
  ])('in one line says the worst of all: %#', (streams, sign, word) => {
    const names = streams.map(({ platform }) => platform);
    const [line = '', ...more] = coverageLines(theme, factsOf(streams, names, 1));
    expect(more).toEqual([]);
    expect(cellsOf(line)).toBe(80);
    expect(line.startsWith('24h ago   ━')).toBe(true);
    expect(line.includes('xx')).toBe(sign === 'x');
    expect(line.trimEnd().endsWith(` ${word}`)).toBe(true);
  });

  test('with too little room tells those that have something to say, and how many are left', () => {
    const lines = coverageLines(theme, factsOf(ALL, NAMES, 4)).map((line) => line.trimEnd());
    expect(lines.slice(1).map((line) => line.trim().split(' ')[0])).toEqual(['holed', 'silent', '4']);
    expect(lines.at(-1)).toBe('  4 more, @ shows all');
  });

  test('an axis that begins before what was asked has no sign there', () => {
    const stream = { platform: 'p', state: state('p', { covered: [{ from: NOW - DAY, to: NOW }] }) };
    const axis = { from: NOW - DAY - HOUR, width: HOUR, buckets: 25 };
    expect(cellStates(stream, false, axis, 25, NOW, NOW - DAY).slice(0, 2)).toEqual(['ahead', 'covered']);
    expect(cellStates(stream, false, axis, 25, NOW, NOW - DAY - HOUR)[0]).toBe('unread');
  });

  test('a hole shorter than a cell is seen, the pause of a poll is none', () => {
    const at = NOW - 2 * HOUR;
    const gap = (ms: number) => [
      { from: NOW - DAY, to: at },
      { from: at + ms, to: NOW },
    ];
    const cells = (ms: number) => {
      const stream = { platform: 'p', state: state('p', { covered: gap(ms) }) };
      return cellStates(stream, false, { from: NOW - DAY, width: HOUR, buckets: 24 }, 12, NOW);
    };
    expect(cells(30_000).filter((cell) => cell === 'hole')).toHaveLength(1);
    expect(cells(900)).not.toContain('hole');
  });

  test.each([60, 80, 120, 200])('keeps to %i cells', (width) => {
    for (const lines of [1, 3, 7]) {
      for (const line of coverageLines(theme, { ...factsOf(ALL, NAMES, lines), width })) {
        expect(cellsOf(line)).toBe(width);
      }
    }
  });
});
