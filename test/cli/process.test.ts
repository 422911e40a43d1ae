/** What only a process of its own shows: pipes that close, signals, and what is loaded to answer quickly. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { COMPILED } from '../support/compiled.ts';
import { newHome } from './harness.ts';

const MAIN = resolve(import.meta.dirname, '../../src/main.ts');
const home = newHome();

function start(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdout: 'pipe' | number = 'pipe',
): ChildProcess {
  const path = process.env.PATH ?? '';
  return spawn(process.execPath, ['--no-warnings', MAIN, ...argv], {
    cwd: home,
    env: { HOME: home, PATH: path, ...COMPILED, ...env },
    stdio: ['ignore', stdout, 'pipe'],
  });
}

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}

async function ended(child: ChildProcess) {
  const [stdout, stderr, [code]] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr };
}

test('the demo without a terminal syncs, prints the daily check and ends with its exit code', async () => {
  const { code, stdout, stderr } = await ended(start(['demo', '--entries', '50', '--cache', 'demo']));
  expect(stdout).toMatch(/^CRITICAL {2}daily check at /);
  expect(stdout).toContain(`certdeck --cache ${join(home, 'demo')} jobs 'status:FAILED since:24h -is:muted'`);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^digicert-one: audit \d+ new, 0 changed$/m);
  expect(stderr).toMatch(/^this-machine: scan \d+ new, 0 changed$/m);
  expect(statSync(join(home, 'demo', 'cache.sqlite')).mode & 0o077).toBe(0);
});

test('its cache can be asked without any configuration, and a reader who leaves is no error', async () => {
  const child = start(['audit', '--cache', 'demo', '--format', 'jsonl']);
  const [first] = await once(child.stdout ?? child, 'data');
  expect(JSON.parse(String(first).split('\n')[0] ?? '')).toMatchObject({ kind: 'audit' });
  child.stdout?.destroy();
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(await textOf(child.stderr)).toBe('');
});

test.runIf(existsSync('/dev/full')).each([
  [1, ['--version']],
  [1, ['audit', '--cache', 'demo', '--format', 'jsonl']],
  [1, ['export', 'audit', '--cache', 'demo', '--format', 'csv', '--out', '-']],
  // There 1 is a warning about the platforms.
  [3, ['check', '--cache', 'demo']],
])('where nothing more can be written, ending with %i, %j says so, and what to do', async (wanted, argv) => {
  const full = openSync('/dev/full', 'w');
  const child = start(argv, {}, full);
  closeSync(full);
  const [stderr, [code]] = await Promise.all([textOf(child.stderr), once(child, 'close')]);
  expect(code).toBe(wanted);
  expect(stderr).toMatch(
    /^certdeck: stdout cannot be written; what was written to it is not whole\n.*ENOSPC/,
  );
  expect(stderr).toMatch(/Free some space .*, and run it again\.\n$/);
});

test('the demo refuses a folder that holds a real cache', async () => {
  const real = newHome();
  writeFileSync(join(real, 'cache.sqlite'), 'precious');
  const { code, stderr } = await ended(start(['demo', '--cache', real]));
  expect(code).toBe(2);
  expect(stderr).toContain("holds a cache that is not the demo's");
  expect(existsSync(join(real, 'world.json'))).toBe(false);
});

test('--serve prints a configuration that works, and a signal ends it with 130', async () => {
  const servers = start(['demo', '--serve', '--entries', '50', '--cache', 'served']);
  let toml = '';
  for await (const chunk of servers.stdout ?? []) {
    toml += String(chunk);
    if (toml.includes('"ssl-clm"') && toml.endsWith('\n')) break;
  }
  writeFileSync(join(home, 'served.toml'), toml, { mode: 0o600 });
  const probed = await ended(start(['platforms', '--test', '--config', 'served.toml']));
  expect(probed.code).toBe(0);
  expect(probed.stdout).toMatch(/^ssl-clm: \S/m);
  const exit = once(servers, 'exit');
  servers.kill('SIGTERM');
  expect(await exit).toEqual([130, null]);
});

/** The source files a run loads. */
async function loaded(argv: readonly string[]): Promise<ReadonlySet<string>> {
  const { stderr } = await ended(start(argv, { NODE_DEBUG: 'esm' }));
  const urls = stderr.matchAll(/Translating TypeScript file:\/\/\S*\/((?:src|stores|components)\/\S+)/g);
  return new Set([...urls].map((match) => match[1] ?? ''));
}

test('--version loads neither the parser nor anything that draws, asks or stores', async () => {
  const files = [...(await loaded(['--version']))];
  expect(files).toContain('src/cli/run.ts');
  expect(files.filter((file) => !/^src\/(main|cli\/(run|log-file|output)|domain\/)/.test(file))).toEqual([]);
});

test('a list loads nothing that draws', async () => {
  const files = [...(await loaded(['jobs', '--cache', 'demo', '--limit', '1']))];
  expect(files).toContain('src/cli/parser.ts');
  expect(files.filter((file) => /^(components|stores)\//.test(file))).toEqual([]);
});
