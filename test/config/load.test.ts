import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import { cacheDir, configFile, demoDir } from '../../src/config/paths.ts';
import { appendPlatform, platformToml } from '../../src/config/write.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { KINDS } from './kinds.ts';

const around = (env: Record<string, string> = {}) => {
  const home = temporaryFolder('home');
  return { env, home, cwd: home };
};

describe('places', () => {
  const home = { home: '/home/u', cwd: '/work' };
  test('follow the XDG directories, relative ones ignored', () => {
    expect(configFile({ ...home, env: {} })).toEqual({
      file: '/home/u/.config/certdeck/config.toml',
      named: false,
    });
    expect(configFile({ ...home, env: { XDG_CONFIG_HOME: '/x' } }).file).toBe('/x/certdeck/config.toml');
    expect(configFile({ ...home, env: { XDG_CONFIG_HOME: 'x' } }).file).toContain('/home/u/.config');
    expect(cacheDir({ ...home, env: {} })).toBe('/home/u/.local/state/certdeck/cache');
    expect(demoDir({ ...home, env: { XDG_STATE_HOME: '/s' } })).toBe('/s/certdeck/demo');
  });

  test('a flag goes before the environment, which goes before the default', () => {
    const env = { CERTDECK_CONFIG: '/e/c.toml', CERTDECK_CACHE: '~/c' };
    expect(configFile({ ...home, env }, 'mine.toml')).toEqual({ file: '/work/mine.toml', named: true });
    expect(configFile({ ...home, env })).toEqual({ file: '/e/c.toml', named: true });
    expect(cacheDir({ ...home, env })).toBe('/home/u/c');
    expect(cacheDir({ ...home, env }, '/f')).toBe('/f');
    expect(cacheDir({ ...home, env: { CERTDECK_CACHE: '' } })).toContain('/home/u/.local/state');
  });
});

describe('loading', () => {
  test('no file at the usual place is told apart from a named one that is not there', async () => {
    expect(await loadSettings({ ...around(), kinds: KINDS })).toMatchObject({ ok: false, missing: true });
    const named = await loadSettings({ ...around(), kinds: KINDS, file: 'none.toml' });
    expect(named).toMatchObject({ ok: false, missing: false, failure: { code: 'CONFIG_UNREADABLE' } });
  });

  test.each([
    ['a folder', (file: string) => mkdirSync(file), 'EISDIR'],
    ['no text', (file: string) => writeFileSync(file, Buffer.from([0xff, 0xfe, 0])), 'not UTF-8 text'],
    ['too large', (file: string) => writeFileSync(file, `#${'x'.repeat(1024 * 1024)}`), 'larger than 1 MiB'],
  ])('%s is one problem', async (_name, make, reason) => {
    const home = around();
    make(join(home.home, 'c.toml'));
    const loaded = await loadSettings({ ...home, kinds: KINDS, file: 'c.toml' });
    expect(loaded).toMatchObject({
      ok: false,
      problems: [{ what: `${join(home.home, 'c.toml')} cannot be read (${reason})` }],
    });
  });

  test('a literal secret needs a file of mode 0600', async () => {
    const home = around();
    const file = join(home.home, 'c.toml');
    writeFileSync(file, '[[platforms]]\nname="p"\nkind="cloud"\nbase_url="https://h"\napi_key="secret"\n');
    chmodSync(file, 0o640);
    expect((await loadSettings({ ...home, kinds: KINDS, file })).ok).toBe(false);
    chmodSync(file, 0o600);
    expect((await loadSettings({ ...home, kinds: KINDS, file })).ok).toBe(true);
  });
});

describe('adding a platform', () => {
  const platform = {
    name: 'p"\u007f\u001b',
    kind: 'cloud',
    base_url: 'https://h',
    api_key: { command: ['pass', 'show', 'a "b"'] },
    division_ids: [1, 2],
    account_id: null,
  };

  test('makes folder and file for the owner only, and what it wrote is read back', async () => {
    const home = around();
    const { file } = configFile(home);
    expect(await appendPlatform(file, { ...platform, name: 'p', api_key: 'literal' })).toEqual({
      ok: true,
      value: null,
    });
    expect(await appendPlatform(file, { name: 'q', kind: 'files', globs: ['a'] })).toEqual({
      ok: true,
      value: null,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    const loaded = await loadSettings({ ...home, kinds: KINDS });
    expect(loaded.ok && loaded.value.platforms.map(({ name }) => name)).toEqual(['p', 'q']);
  });

  test('keeps what is there, comments included, and follows a link', async () => {
    const home = around();
    const target = join(home.home, 'dotfiles.toml');
    const file = join(home.home, 'config.toml');
    writeFileSync(target, '# mine\n[alerts]');
    symlinkSync(target, file);
    expect((await appendPlatform(file, { name: 'q', kind: 'files' })).ok).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe(
      '# mine\n[alerts]\n\n[[platforms]]\nname = "q"\nkind = "files"\n',
    );
  });

  test('leaves a file alone that cannot take it', async () => {
    const home = around();
    const file = join(home.home, 'config.toml');
    writeFileSync(file, 'platforms = []\n');
    expect(await appendPlatform(file, { name: 'q', kind: 'files' })).toMatchObject({
      ok: false,
      failure: { code: 'CONFIG_INVALID' },
    });
    expect(readFileSync(file, 'utf8')).toBe('platforms = []\n');
  });

  test('writes text that means the same again', () => {
    expect(platformToml(platform)).toBe(
      '[[platforms]]\nname = "p\\"\\u007F\\u001b"\nkind = "cloud"\nbase_url = "https://h"\n' +
        'api_key = { command = ["pass", "show", "a \\"b\\""] }\ndivision_ids = [1, 2]\n',
    );
  });
});
