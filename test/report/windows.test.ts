import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { zoneOf } from '../../src/export/zone.ts';
import { fileName, unknownParts } from '../../src/report/file-name.ts';
import { dateIn, daysOf, type WindowName, windowBetween, windowNamed } from '../../src/report/windows.ts';

const UTC = zoneOf('UTC') as NonNullable<ReturnType<typeof zoneOf>>;
const BERLIN = zoneOf('Europe/Berlin') as NonNullable<ReturnType<typeof zoneOf>>;
const iso = (at: number) => new Date(at).toISOString();
/** A Thursday. */
const NOW = Date.UTC(2026, 7, 20, 9, 30);

describe('the last whole', () => {
  test.each([
    ['daily', '2026-08-18', '2026-08-19', '2026-08-20'],
    ['weekly', '2026-08-03', '2026-08-10', '2026-08-17'],
    ['monthly', '2026-06-01', '2026-07-01', '2026-08-01'],
    ['quarterly', '2026-01-01', '2026-04-01', '2026-07-01'],
  ] satisfies [WindowName, string, string, string][])('%s in UTC', (name, before, from, to) => {
    const window = windowNamed(name, NOW, UTC);
    const day = (date: string) => Date.parse(`${date}T00:00:00Z`);
    expect(window).toEqual({
      name,
      from: day(from),
      to: day(to),
      isOpen: false,
      before: { from: day(before), to: day(from) },
    });
  });

  test('24 hours end now', () => {
    expect(windowNamed('24h', NOW, UTC)).toMatchObject({ from: NOW - DAY, to: NOW, isOpen: true });
  });

  test('week, month and quarter begin in the year before where they do', () => {
    const early = Date.UTC(2026, 0, 1, 12);
    expect(iso(windowNamed('quarterly', early, UTC).from)).toBe('2025-10-01T00:00:00.000Z');
    expect(iso(windowNamed('monthly', early, UTC).from)).toBe('2025-12-01T00:00:00.000Z');
    expect(iso(windowNamed('weekly', early, UTC).from)).toBe('2025-12-22T00:00:00.000Z');
  });

  test('days are those of the zone, also where clocks are changed', () => {
    // Clocks went back on Sunday 2026-10-25 in Berlin: that week has an hour more.
    const week = windowNamed('weekly', Date.UTC(2026, 9, 27), BERLIN);
    expect(iso(week.from)).toBe('2026-10-18T22:00:00.000Z');
    expect(iso(week.to)).toBe('2026-10-25T23:00:00.000Z');
    const days = daysOf(week, BERLIN);
    expect(days.map(({ from }) => dateIn(from, BERLIN)).at(-1)).toBe('2026-10-25');
    expect(days.map(({ from, to }) => (to - from) / HOUR)).toEqual([24, 24, 24, 24, 24, 24, 25]);
    // Late in the evening in Berlin it is the day before in UTC, early it is not.
    expect(iso(windowNamed('daily', Date.UTC(2026, 7, 19, 22, 30), BERLIN).to)).toBe(
      '2026-08-19T22:00:00.000Z',
    );
  });
});

/** Clocks are changed at midnight, by half an hour, or by a whole day there. */
test.each([
  ['America/Sao_Paulo', 2018],
  ['America/Havana', 2026],
  ['Asia/Beirut', 2026],
  ['Africa/Cairo', 2026],
  ['Australia/Lord_Howe', 2026],
  ['Asia/Kolkata', 2026],
  ['Pacific/Apia', 2011],
])('every day of %s in %i begins where the one before ends', (name, year) => {
  const zone = zoneOf(name) as NonNullable<ReturnType<typeof zoneOf>>;
  const days = daysOf(windowBetween(Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1), zone), zone);
  const dates = days.map(({ from }) => dateIn(from, zone));
  expect(new Set(dates).size).toBe(dates.length);
  expect(dates.length).toBeGreaterThan(364);
  for (const { from, to } of days) expect(dateIn(to - 1, zone)).toBe(dateIn(from, zone));
});

describe('between two days', () => {
  test('the stretch before has as many days, also where clocks are changed', () => {
    const from = Date.parse('2026-10-24T22:00:00Z');
    const to = Date.parse('2026-10-26T23:00:00Z');
    const window = windowBetween(from, to, BERLIN);
    expect(window.name).toBe('2026-10-25..2026-10-26');
    expect(iso(window.before.from)).toBe('2026-10-22T22:00:00.000Z');
  });

  test('instants are named as they are', () => {
    const window = windowBetween(NOW - HOUR, NOW, UTC);
    expect(window.name).toBe('2026-08-20T08:30:00.000Z..2026-08-20T09:29:59.999Z');
    // The same hour of the day before, not the hour before.
    expect(window.before).toEqual({ from: NOW - HOUR - DAY, to: NOW - DAY });
  });
});

describe('the name of a file', () => {
  const named = { name: 'weekly', window: windowNamed('weekly', NOW, UTC), zone: UTC, extension: 'pdf' };
  test.each([
    ['a.pdf', false, 'a.pdf'],
    ['{name}-{from}_{to}.{format}', false, 'weekly-2026-08-10_2026-08-16.pdf'],
    ['reports/{window}/x.pdf', false, 'reports/weekly/x.pdf'],
    ['reports', true, 'reports/weekly-2026-08-10.pdf'],
  ])('%s', (pattern, isFolder, name) => {
    expect(fileName(pattern, isFolder, named)).toBe(name);
  });
  test('words that stand for nothing are told', () => {
    expect(unknownParts('{name}-{year}.pdf{}')).toEqual(['{year}', '{}']);
    expect(unknownParts('{constructor}')).toEqual(['{constructor}']);
  });
});
