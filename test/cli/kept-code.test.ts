/** What a start keeps of the program it compiled: where, and that nothing there keeps a start from working. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { newHome } from './harness.ts';

const LOADER = resolve(import.meta.dirname, '../../scripts/load.mjs');

/** Runs a program of one line; gives what it printed. */
function run(home: string, env: Readonly<Record<string, string>> = {}, stamp = 'small-1'): string {
  writeFileSync(join(home, 'small.code'), "(async function(__url,require){console.log('ran')})");
  copyFileSync(LOADER, join(home, 'load.mjs'));
  const script = `import { load } from './load.mjs'; await load('small', import.meta.url, '${stamp}');`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: home,
    env: { HOME: home, ...env },
    encoding: 'utf8',
  });
}

test('it lies in the folder for caches, which a name that is not absolute does not change', () => {
  const home = newHome();
  expect(run(home, { XDG_CACHE_HOME: 'here' })).toBe('ran\n');
  expect(existsSync(join(home, 'here'))).toBe(false);
  expect(readdirSync(join(home, '.cache/certdeck'))).toEqual([`small-1-${process.version}`]);
  expect(run(home, { XDG_CACHE_HOME: join(home, 'there') })).toBe('ran\n');
  expect(readdirSync(join(home, 'there/certdeck'))).toHaveLength(1);
});

test('one that is cut short, or of another program, is made again', () => {
  const home = newHome();
  run(home);
  const kept = join(home, '.cache/certdeck', `small-1-${process.version}`);
  const whole = readFileSync(kept);
  for (const damaged of [whole.subarray(0, 40), Buffer.alloc(0), Buffer.alloc(whole.length)]) {
    writeFileSync(kept, damaged);
    expect(run(home)).toBe('ran\n');
    expect(readFileSync(kept).length).toBe(whole.length);
  }
});

test('of many builds the latest are kept, and what others keep stays', () => {
  const home = newHome();
  const stamps = Array.from({ length: 5 }, (_, build) => `small-${String(build).padStart(16, '0')}`);
  run(home, {}, `other-${'0'.repeat(16)}`);
  for (const stamp of stamps) {
    run(home, {}, stamp);
    run(home, {}, `${stamp}-audit`);
  }
  const kept = readdirSync(join(home, '.cache/certdeck'));
  const of = (ending: string) => kept.filter((name) => name.startsWith('small') && name.endsWith(ending));
  expect(of(`-audit-${process.version}`)).toEqual(
    stamps.slice(2).map((stamp) => `${stamp}-audit-${process.version}`),
  );
  expect(of(`0-${process.version}`).length + of(`0-audit-${process.version}`).length).toBe(0);
  expect(kept).toHaveLength(7);
});

test('nowhere to keep it is no reason not to start', () => {
  const home = newHome();
  mkdirSync(join(home, '.cache'));
  writeFileSync(join(home, '.cache/certdeck'), 'no folder');
  expect(run(home)).toBe('ran\n');
  expect(run(home, { HOME: '' })).toBe('ran\n');
});
