/** How far back the cache reaches, as `platforms` and the lists tell it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { entry } from '../stores/records.ts';
import { certdeck, newHome } from './harness.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
const home = newHome();

beforeAll(async () => {
  const named = (name: string) =>
    `[[platforms]]\nname = "${name}"\nkind = "ssl-clm"\nbase_url = "http://127.0.0.1:1"\ntoken = "t-${name}-0"\n`;
  writeFileSync(join(home, 'config.toml'), named('whole') + named('holed'), { mode: 0o600 });
  const cache = openDirect({ dir: join(home, 'cache') });
  for (const [platform, intervals] of [
    ['whole', [[90 * DAY, 0]]],
    [
      'holed',
      [
        [90 * DAY, 6 * HOUR],
        [3 * HOUR, 0],
      ],
    ],
  ] as const) {
    for (const [from, to] of intervals) {
      const record = { ...entry(`${platform}${from}`, { timestamp: NOW - to - HOUR }), platform };
      await cache.commit({
        ...{ platform, stream: 'audit', kinds: ['audit'], rejected: [], at: NOW, syncedAt: NOW },
        rows: [{ record, raw: null }],
        covered: { from: NOW - from, to: NOW - to },
      });
    }
    for (const [stream, kind] of [
      ['alerts', 'alert'],
      ['jobs', 'job'],
    ] as const) {
      const covered = { from: NOW - 90 * DAY, to: NOW };
      await cache.commit({
        ...{ platform, stream, kinds: [kind], rows: [], rejected: [], at: NOW, syncedAt: NOW, covered },
      });
    }
  }
  await cache.close();
});

const run = (argv: readonly string[], now = NOW) =>
  certdeck(home, [...argv, '--cache', join(home, 'cache')], {
    clock: () => now,
    env: { CERTDECK_CONFIG: join(home, 'config.toml') },
  });

describe('coverage', () => {
  test('`platforms` tells of each stream how far back, its holes, and whether counts are exact', async () => {
    const { stdout } = await run(['platforms']);
    expect(stdout).toMatch(/^whole +ssl-clm +audit +fresh .* 90d +exact /m);
    expect(stdout).toMatch(/^holed +ssl-clm +audit +fresh .* 90d, one hole +at least /m);
    expect(stdout).toMatch(/^holed +ssl-clm +jobs +fresh .* 90d +exact /m);
    expect(stdout).toContain('holed: audit lacks 2026-08-20 03:00:00Z to 2026-08-20 05:59:59Z (2h 59m');
    expect((await run(['platforms'], NOW + HOUR)).stdout).toMatch(
      /^whole +ssl-clm +audit +late .* at least /m,
    );
  });

  test('a table says which stream has a hole, and that there may be more', async () => {
    const { stderr } = await run(['audit']);
    expect(stderr).toMatch(/^At least these 3 audit entries:$/m);
    expect(stderr).toMatch(/^holed: audit has holes .*\(2026-08-20 03:00Z to 2026-08-20 05:59Z\)/m);
    expect(stderr).not.toContain('whole');
    expect((await run(['audit', '--limit', '1'])).stderr).toContain('1 of at least 3 audit entries;');
    expect((await run(['audit', 'platform:whole'])).stderr).toBe('');
  });

  test('a table over data that has grown old says so', async () => {
    const { stderr } = await run(['audit', 'platform:whole'], NOW + 2 * HOUR);
    expect(stderr).toMatch(/^whole: audit is late, last heard 2h ago; /m);
    // What ended before the platform was last heard from is not touched by its silence.
    expect((await run(['audit', 'platform:whole until:3d'], NOW + 2 * HOUR)).stderr).not.toContain('late');
  });

  test('nothing found says where it was looked for', async () => {
    const { stderr } = await run(['audit', 'action:NO_SUCH since:24h']);
    expect(stderr).toMatch(/^No audit entries match\.$/m);
    expect(stderr).toMatch(
      /^Looked at whole: audit from 2026-08-19 09:00Z to 2026-08-20 09:00Z, complete\.$/m,
    );
    expect(stderr).toMatch(/^Looked at holed: audit from 2026-08-19 09:00Z to 2026-08-20 09:00Z\.$/m);
  });
});
