import { expect, test } from 'vitest';
import type { StreamState } from '../../src/cache/port.ts';
import { HOUR } from '../../src/domain/time.ts';
import { coverageFor } from '../../stores/coverage.ts';

const SYNCED = Date.UTC(2026, 7, 20, 12, 0, 8);

test('a clock that goes in steps makes no hole before the first sync', () => {
  const stream = {
    platform: 'prod',
    stream: 'audit',
    kinds: ['audit'],
    covered: [{ from: SYNCED - HOUR, to: SYNCED }],
    syncedAt: SYNCED,
    notOffered: false,
  } as unknown as StreamState;
  const ask = {
    kind: 'audit',
    query: '',
    streams: [stream],
    platforms: [{ name: 'prod', kind: 'digicert-one', pollInterval: 60_000, since: HOUR, marksRead: false }],
    longRunningAfter: HOUR,
  } as const;
  const [coverage] = coverageFor({ ...ask, now: SYNCED - 8_000 });
  expect(coverage?.holes).toEqual([]);
});
