/** What rules derive is known no further than the entries it is derived from. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { certdeck, newHome } from './harness.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
const home = newHome();

const discovery = (name: string) =>
  `[[platforms]]\nname = "${name}"\nkind = "digicert-discovery"\nbase_url = "http://127.0.0.1:1/apicontroller/v1"\n` +
  `api_key = "k-${name}-0"\naccount_id = 7\n`;
const clouds =
  '[[platforms]]\nname = "clouds"\nkind = "certifyclouds"\nbase_url = "http://127.0.0.1:1"\n' +
  'username = "u"\npassword = "p-0"\n';

beforeAll(async () => {
  const all = ['never', 'whole', 'holed'].map(discovery).join('') + clouds;
  writeFileSync(join(home, 'config.toml'), all, { mode: 0o600 });
  const off = ['event-jobs'].map((name) => `[rules.${name}]\nenabled = false\n`).join('');
  writeFileSync(join(home, 'off.toml'), all + off, { mode: 0o600 });
  const cache = openDirect({ dir: join(home, 'cache') });
  const covered = { from: NOW - 90 * DAY, to: NOW };
  const page = { rows: [], rejected: [], at: NOW, syncedAt: NOW };
  await cache.commit({ ...page, platform: 'whole', stream: 'audit', kinds: ['audit'], covered });
  for (const [from, to] of [
    [90 * DAY, 6 * HOUR],
    [3 * HOUR, 0],
  ] as const) {
    const covered = { from: NOW - from, to: NOW - to };
    await cache.commit({ ...page, platform: 'holed', stream: 'audit', kinds: ['audit'], covered });
  }
  await cache.commit({ ...page, platform: 'clouds', stream: 'scans', kinds: ['job'], covered });
  await cache.close();
});

const run = (argv: readonly string[], file = 'config.toml') =>
  certdeck(home, [...argv, '--cache', join(home, 'cache')], {
    clock: () => NOW,
    env: { CERTDECK_CONFIG: join(home, file) },
  });
const coverageOf = async (argv: readonly string[], file?: string) =>
  (
    JSON.parse((await run([...argv, '--format', 'json'], file)).stdout) as {
      coverage: { platform: string; stream: string; complete: boolean }[];
    }
  ).coverage.map(({ platform, stream, complete }) => ({ platform, stream, complete }));

describe.each(['alerts', 'jobs'])('derived %s', (kind) => {
  test('rest on the audit log', async () => {
    expect(await coverageOf([kind, 'platform:never,whole,holed'])).toEqual([
      { platform: 'never', stream: 'audit', complete: false },
      { platform: 'whole', stream: 'audit', complete: true },
      { platform: 'holed', stream: 'audit', complete: false },
    ]);
  });

  test('of a platform never synced nobody knows', async () => {
    const { stderr } = await run([kind, 'platform:never']);
    expect(stderr).toContain('never: audit has not been synced yet');
    const holed = await run([kind, 'platform:holed']);
    expect(holed.stderr).toContain('holed: audit has holes in the window asked for');
  });

  test('an export with a hole behind it ends with 5, and its manifest says so', async () => {
    const out = join(home, `${kind}.json`);
    expect((await run(['export', kind, 'platform:never', '--out', out])).code).toBe(5);
    expect(existsSync(out)).toBe(true);
    const manifest = JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8'));
    expect(manifest.coverage).toMatchObject([{ platform: 'never', stream: 'audit', complete: false }]);
    expect((await run(['export', kind, 'platform:holed', '--out', join(home, `h-${kind}.csv`)])).code).toBe(
      5,
    );
    expect((await run(['export', kind, 'platform:whole', '--out', join(home, `w-${kind}.csv`)])).code).toBe(
      0,
    );
  });
});

test('jobs of a platform that lists some of them rest on both', async () => {
  expect(await coverageOf(['jobs', 'platform:clouds'])).toEqual([
    { platform: 'clouds', stream: 'scans', complete: true },
    { platform: 'clouds', stream: 'audit', complete: false },
  ]);
});

test('where the rules are switched off the log says nothing of jobs', async () => {
  expect(await coverageOf(['jobs'], 'off.toml')).toEqual([
    { platform: 'clouds', stream: 'scans', complete: true },
  ]);
});
