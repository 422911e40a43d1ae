import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readLook, watchLook } from '../../src/cli/look.ts';
import type { SettingsNews } from '../../stores/settings.ts';
import { newHome } from './harness.ts';

type Around = Parameters<typeof watchLook>[0];

function around(home: string): Around {
  const io = { env: {}, home, cwd: home } as unknown as Around['io'];
  return { io, globals: { config: undefined } as unknown as Around['globals'] };
}

/** The next news after something was done. */
async function after(context: Around, work: () => void): Promise<SettingsNews> {
  const { promise, resolve } = Promise.withResolvers<SettingsNews>();
  const stop = watchLook(context, resolve);
  work();
  return promise.finally(stop);
}

const keysOf = (news: SettingsNews) => (news.ok ? news.settings.keys : news.problem);

test('a file is read again when it is written, replaced, or a link leads to it', async () => {
  const home = newHome();
  const file = join(home, '.config', 'certdeck', 'config.toml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  const context = around(home);
  expect(
    keysOf(await after(context, () => writeFileSync(file, '[keys]\nfreeze = ["r"]\nredraw = ["r"]\n'))),
  ).toEqual(expect.stringContaining('line 3: keys: r means both'));
  const replaced = () => {
    writeFileSync(`${file}.new`, '[keys]\nquit = ["Ctrl-T"]\n');
    rmSync(file);
    renameSync(`${file}.new`, file);
  };
  expect(keysOf(await after(context, replaced))).toEqual({ 'global quit': ['C-t'] });
  const elsewhere = join(home, 'dotfiles', 'certdeck.toml');
  mkdirSync(dirname(elsewhere));
  writeFileSync(elsewhere, '');
  rmSync(file);
  symlinkSync(elsewhere, file);
  const linked = () => writeFileSync(elsewhere, '[keys]\nquit = []\n');
  expect(keysOf(await after(context, linked))).toEqual({ 'global quit': [] });
});

test('what is odd and may be meant is told, and holds', async () => {
  const home = newHome();
  const file = join(home, '.config', 'certdeck', 'config.toml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '[keys]\n"help.open" = ["H"]\n');
  expect(await readLook(around(home))).toMatchObject({
    ok: true,
    settings: {
      keys: { 'global help.open': ['H'] },
      hint: expect.stringMatching(
        /^line 2: keys: H means help\.open .*, but node\.foldAll in the layer text$/,
      ),
    },
  });
});

test('without a file everything is as usual; one that cannot be read says so', async () => {
  const home = newHome();
  expect(keysOf(await readLook(around(home)))).toEqual({});
  mkdirSync(join(home, '.config', 'certdeck', 'config.toml'), { recursive: true });
  expect(await readLook(around(home))).toEqual({ ok: false, problem: 'config.toml cannot be read' });
});
