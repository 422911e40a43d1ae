/** What is told of the parts of a window that are missing. */
import { expect, test } from 'vitest';
import { missingLines, reachBack } from '../../src/cli/reaching.ts';
import type { Settings } from '../../src/config/settings.ts';
import { DAY } from '../../src/domain/time.ts';

const NOW = Date.UTC(2026, 7, 20);
const ROW = {
  ...{ platform: 'prod', stream: 'audit', from: NOW - 9 * DAY, to: NOW - 1, complete: false, syncedAt: NOW },
  holes: [{ from: NOW - 9 * DAY, to: NOW - 8 * DAY - 1 }],
};
const PART = 'prod: audit is missing from 2026-08-11T00:00:00.000Z to 2026-08-11T23:59:59.999Z';

test('each part is told, with what may help', () => {
  expect(missingLines([ROW], false)).toEqual([`${PART}; --sync asks for it.`]);
  expect(missingLines([ROW], true)).toEqual([
    `${PART}; the sync did not bring it, \`certdeck platforms\` says more.`,
  ]);
  expect(missingLines([{ ...ROW, complete: true }], false)).toEqual([]);
});

test('what retention dropped is not asked for again', () => {
  const keptFrom = NOW - 5 * DAY;
  const holes = [...ROW.holes, { from: NOW - 2 * DAY, to: NOW - DAY - 1 }];
  expect(missingLines([{ ...ROW, holes, keptFrom }], false)).toEqual([
    `${PART}; retention keeps what is of 2026-08-15T00:00:00.000Z or later.`,
    'prod: audit is missing from 2026-08-18T00:00:00.000Z to 2026-08-18T23:59:59.999Z; --sync asks for it.',
  ]);
});

test('of many parts some are told, and how many more there are', () => {
  const holes = Array.from({ length: 9 }, (_, at) => ({
    from: NOW - (9 - at) * DAY,
    to: NOW - (9 - at) * DAY,
  }));
  const lines = missingLines([{ ...ROW, holes }], false);
  expect(lines).toHaveLength(4);
  expect(lines.at(-1)).toBe('prod: audit lacks 6 more parts; the manifest names them.');
});

test('a sync reaches back to the window and a day more, and no less far than it would', () => {
  const of = (...days: readonly number[]) =>
    ({ platforms: days.map((since) => ({ since: since * DAY })) }) as unknown as Settings;
  expect(reachBack(of(90), null, NOW)).toBeNull();
  expect(reachBack(of(90), NOW - 30 * DAY, NOW)).toBeNull();
  expect(reachBack(of(90), NOW - 90 * DAY, NOW)).toBe(91 * DAY);
  expect(reachBack(of(10, 365), NOW - 30 * DAY, NOW)).toBe(365 * DAY);
});
