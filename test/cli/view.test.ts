import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { audit, job, NOW, page } from '../cache/records.ts';
import { certdeck, newHome } from './harness.ts';

const home = newHome();
const cacheDir = join(home, 'cache');
beforeAll(async () => {
  const cache = openDirect({ dir: cacheDir });
  await cache.commit(
    page([
      audit({ id: 'e1', action: 'LOGIN_ERROR', timestamp: NOW - 1_000 }),
      audit({ id: 'e2', action: 'LOGIN', timestamp: NOW - 2_000 }),
      job({ id: 'j1', type: 'SCAN' }),
      job({ id: 'j2', type: 'RENEW_CERT' }),
    ]),
  );
  await cache.remember('views', [{ name: 'Mine', pane: 'jobs', query: 'status:failed', sort: 'type-desc' }]);
  await cache.close();
  writeFileSync(
    join(home, 'config.toml'),
    '[[platforms]]\nname = "prod"\nkind = "host"\n\n[[views]]\nname = "Signed in"\npane = "audit"\nquery = "action:LOGIN"\n',
    { mode: 0o600 },
  );
});

async function ids(argv: readonly string[]) {
  const env = { CERTDECK_CONFIG: join(home, 'config.toml'), CERTDECK_CACHE: cacheDir };
  const ran = await certdeck(home, [...argv, '--format', 'jsonl', '--fields', 'id'], {
    env,
    clock: () => NOW,
  });
  return { ...ran, ids: [...ran.stdout.matchAll(/"id":"(\w+)"/g)].map(([, id]) => id) };
}

describe('--view', () => {
  test('asks what a view of the program, of the configuration, of the console asks', async () => {
    expect(await ids(['audit', '--view', 'Security: failed sign-ins'])).toMatchObject({
      code: 0,
      ids: ['e1'],
    });
    expect(await ids(['audit', '--view', 'signed in'])).toMatchObject({ code: 0, ids: ['e2'] });
    // In its own order, too.
    expect(await ids(['jobs', '--view', 'Mine'])).toMatchObject({ code: 0, ids: ['j1', 'j2'] });
    expect(await ids(['jobs', '--view', 'Mine', '--sort', 'type'])).toMatchObject({ ids: ['j2', 'j1'] });
  });

  test('is exported as it is printed', async () => {
    const exported = async (...more: readonly string[]) => {
      const argv = ['export', 'jobs', '--view', 'Mine', ...more, '--format', 'jsonl', '--out', '-'];
      const env = { CERTDECK_CONFIG: join(home, 'config.toml'), CERTDECK_CACHE: cacheDir };
      const { stdout } = await certdeck(home, argv, { env, clock: () => NOW });
      return [...stdout.matchAll(/"id":"(j\d)"/g)].map(([, id]) => id);
    };
    expect(await exported()).toEqual(['j1', 'j2']);
    expect(await exported('--sort', 'type')).toEqual(['j2', 'j1']);
    expect(await exported('type:SCAN OR type:x')).toEqual(['j1']);
  });

  test('what is new is a matter of the console, and it says so', async () => {
    const { code, stderr } = await ids(['jobs', 'is:new']);
    expect(code).toBe(0);
    expect(stderr).toContain('write since:');
  });

  test('is narrowed by a query besides', async () => {
    expect(await ids(['jobs', '--view', 'Mine', 'type:SCAN OR type:x'])).toMatchObject({ ids: ['j1'] });
  });

  test('one that is none of these records is a usage error, with the one that was meant', async () => {
    const { code, stderr } = await ids(['jobs', '--view', 'Mien']);
    expect(code).toBe(2);
    expect(stderr).toContain('--view: there is no view "Mien" of these records');
    expect(stderr).toContain('Did you mean "Mine"?');
    expect((await ids(['jobs', '--view', 'Signed in'])).code).toBe(2);
  });
});
