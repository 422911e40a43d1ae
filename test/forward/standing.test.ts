import { expect, test } from 'vitest';
import { type Standing, standingLines, standingsOf } from '../../src/forward/standing.ts';
import { again, settledAll } from '../../src/forward/target.ts';
import { NOW } from '../cache/records.ts';
import { arrive, rig, ScriptedTarget, UNAVAILABLE } from './support/rig.ts';

const TARGETS = [
  { name: 'siem', kind: 'syslog' },
  { name: 'other', kind: 'webhook' },
];
const words = (standings: readonly Standing[], now: number) =>
  standings.flatMap((one) => standingLines(one, now)).map(({ tone, text }) => `${tone}: ${text}`);

test('a target is up to date, behind, or failing since; one that was never sent to says what sends', async () => {
  const { cache, run } = rig();
  await arrive(cache, 0, 12);
  await run(new ScriptedTarget([(batch) => settledAll(batch, [{ index: 0, why: 'no' }])]));
  const never = 'plain: other (webhook): nothing was sent to it yet; `certdeck forward` sends';
  expect(words(await standingsOf(cache, TARGETS), NOW)).toEqual([
    'warning: siem (syslog): up to date, 11 sent, 1 refused for good (dead letters)',
    never,
  ]);
  await arrive(cache, 12, 15);
  const busy = new ScriptedTarget(Array.from({ length: 99 }, () => () => again(UNAVAILABLE)));
  await run(busy);
  const [first, failure, last] = words(await standingsOf(cache, TARGETS), NOW + 200_000);
  expect(first).toMatch(/^warning: siem \(syslog\): behind by up to \d+, last .* ago, 11 sent, 1 refused/);
  expect(failure).toMatch(/^error: siem: busy \(HTTP 503\) \(since 3m.* ago.*\)\. It is tried again\.$/);
  expect(last).toBe(never);
});
