/** `certdeck stats`: snapshots with the one before, and what nobody reports. */
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { KNOWN_FIGURES } from '../../src/domain/known-figures.ts';
import type { Statistic } from '../../src/domain/statistic.ts';
import { DAY, utcDate } from '../../src/domain/time.ts';
import { certdeck, newHome } from './harness.ts';

const NOW = Date.UTC(2026, 7, 20, 12);
let home: string;
beforeEach(() => {
  home = newHome();
});
const run = (...argv: readonly string[]) =>
  certdeck(home, ['--cache', join(home, 'cache'), 'stats', ...argv], { clock: () => NOW });

const snapshot = (name: string, days: number, value: number, rest: Partial<Statistic> = {}): Statistic => ({
  kind: 'statistic',
  platform: 'clm',
  id: `${name}:${utcDate(NOW - days * DAY)}`,
  account: null,
  category: 'Certificates',
  name,
  value,
  unit: 'certificates',
  at: NOW - days * DAY,
  previous: null,
  origin: 'platform',
  ...rest,
});

async function keep(...records: readonly Statistic[]): Promise<void> {
  const cache = openDirect({ dir: join(home, 'cache') });
  await cache.commit({
    ...{ platform: 'clm', stream: 'scan', kinds: ['statistic'], rejected: [], at: NOW, syncedAt: NOW },
    rows: records.map((record) => ({ record, raw: null })),
  });
  await cache.close();
}

test('json has the contract’s shape, with the value of the day before', async () => {
  await keep(snapshot('Issued certificates', 1, 3), snapshot('Issued certificates', 0, 5));
  const { code, stdout } = await run('--format', 'json');
  expect(code).toBe(0);
  const answer = JSON.parse(stdout);
  expect(answer).toMatchObject({ shown: 2, matched: 2 });
  expect(answer.records[0]).toMatchObject({
    ...{ kind: 'statistic', platform: 'clm', category: 'Certificates', name: 'Issued certificates' },
    ...{ value: 5, previous: 3, unit: 'certificates', at: '2026-08-20T12:00:00.000Z' },
    ref: 'clm/statistic/Issued certificates:2026-08-20',
  });
  expect(answer.records[1]).toMatchObject({ value: 3, previous: null });
});

test('the table says what was counted, and after it what nobody reports; a query asks for less', async () => {
  await keep(
    snapshot('issued', 0, 5),
    snapshot('Rotated certificates', 0, 2, { origin: 'rule:count-clm-rotated' }),
  );
  const all = await run();
  expect(all.stdout).toMatch(/Rotated certificates +2 +certificates +- +rule:count-clm-rotated/);
  const missing = KNOWN_FIGURES.filter(
    ({ expected, name }) => expected && !/^(?:Issued|Rotated) cert/.test(name),
  );
  expect(all.stderr).toContain(
    `Not reported by any platform: ${missing.map(({ name }) => name).join(', ')}.`,
  );
  expect((await run('name:issued')).stderr).not.toContain('Not reported');
  expect((await run('--format', 'jsonl')).stderr).not.toContain('Not reported');
  expect((await run('origin=platform')).stdout).not.toContain('Rotated');
  expect((await run('origin:rule:*')).stdout).toContain('Rotated');
});

test('an empty cache says that nothing is there, not that nobody reports it', async () => {
  await keep();
  const { stderr } = await run();
  expect(stderr).toContain('No statistics match.');
  expect(stderr).not.toContain('Not reported');
});
