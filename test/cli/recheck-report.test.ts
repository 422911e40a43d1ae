import { expect, test } from 'vitest';
import { recheckExit, recheckLines } from '../../src/cli/recheck-report.ts';
import type { Recheck } from '../../src/sync/recheck.ts';

const AT = Date.UTC(2026, 7, 20, 12);
const SOUND: Recheck = {
  window: { from: AT, to: AT + 60_000 },
  held: 1_200,
  given: 1_200,
  missing: [],
  changed: [],
  older: 0,
  partial: null,
};

test('a platform that still tells what the cache has', () => {
  expect(recheckLines('prod', SOUND)).toEqual([
    'prod: gave 1,200 of 1,200 audit entries of 2026-08-20T12:00:00.000Z to 2026-08-20T12:01:00.000Z again',
  ]);
  expect(recheckExit(SOUND)).toBe(0);
});

test('what it dropped, tells otherwise, may keep no longer, or did not give', () => {
  const missing = Array.from({ length: 52 }, (_, n) => ({ ref: `prod/audit/${n}`, time: AT }));
  const changed = [{ ref: 'prod/audit/\u001b[2Jx', time: AT }];
  const found = { ...SOUND, missing, changed, older: 3 };
  const lines = recheckLines('prod', found);
  expect(lines).toContain('DROPPED  prod/audit/0 of 2026-08-20T12:00:00.000Z: the platform no longer has it');
  expect(lines.slice(-3)).toEqual([
    'and 2 more',
    expect.stringMatching(
      /^CHANGED {2}prod\/audit\/.*x of 2026-08-20T12:00:00.000Z: the platform tells it otherwise now$/,
    ),
    'note  3 are older than what the platform gives; it may keep them no longer',
  ]);
  expect(lines.join('')).not.toContain('\u001b');
  expect(recheckExit(found)).toBe(1);
  const partial = { code: 'TIMED_OUT', what: 'prod: no answer', next: 'wait' } as const;
  expect(recheckLines('prod', { ...SOUND, partial }).at(-1)).toBe(
    'MISSING  not read as a whole: prod: no answer',
  );
  expect(recheckExit({ ...SOUND, partial })).toBe(5);
});
