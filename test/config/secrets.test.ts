import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../src/config/check.ts';
import { readSecret, type SecretSource, secretOf } from '../../src/config/secrets.ts';
import type { Secret } from '../../src/platforms/declaration.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { KINDS } from './kinds.ts';

const folder = temporaryFolder('secrets');
const tools = {
  env: { KEY: 'from-env\r\n', EMPTY: '\n', PATH: process.env.PATH },
  home: folder,
  base: folder,
  timeout: 5000,
};
writeFileSync(join(folder, 'key'), 'from-file\n');
writeFileSync(join(folder, 'two'), 'one\ntwo\n');
writeFileSync(join(folder, 'fits'), 'a'.repeat(64 * 1024));
writeFileSync(join(folder, 'large'), 'a'.repeat(64 * 1024 + 1));
execFileSync('mkfifo', [join(folder, 'pipe'), join(folder, 'silent'), join(folder, 'endless')]);

async function read(source: SecretSource, more: Partial<typeof tools> = {}) {
  const found = await readSecret(source, { ...tools, ...more });
  return found.ok ? found.secret.reveal() : found;
}

describe('reading a secret', () => {
  test.each<[SecretSource, string]>([
    [{ kind: 'env', name: 'KEY' }, 'from-env'],
    [{ kind: 'file', path: 'key' }, 'from-file'],
    [{ kind: 'file', path: '~/key' }, 'from-file'],
    [{ kind: 'file', path: 'fits' }, 'a'.repeat(64 * 1024)],
    [{ kind: 'command', argv: ['printf', '%s\\n', 'a b c d'] }, 'a b c d'],
    [{ kind: 'literal', text: 'secret' }, 'secret'],
  ])('%j', async (source, value) => {
    expect(await read(source)).toBe(value);
  });

  test.each<[SecretSource, string]>([
    [{ kind: 'env', name: 'NONE' }, 'the environment variable NONE is not set'],
    [{ kind: 'env', name: 'EMPTY' }, 'the environment variable EMPTY is empty'],
    [{ kind: 'literal', text: 'short' }, 'the secret holds fewer than 6 characters, too few for a secret'],
    [{ kind: 'file', path: 'none' }, 'the file none cannot be read (ENOENT)'],
    [{ kind: 'file', path: '.' }, 'the file . cannot be read (EISDIR)'],
    [{ kind: 'file', path: 'large' }, 'the file large is larger than 64 KiB'],
    [{ kind: 'file', path: '/dev/zero' }, 'the file /dev/zero is neither a file nor a pipe'],
    [{ kind: 'command', argv: ['yes'] }, 'the output of yes is larger than 64 KiB'],
    [{ kind: 'file', path: 'two' }, 'the file two holds more than one line, or control characters'],
    [{ kind: 'command', argv: ['true'] }, 'the output of true is empty'],
    [{ kind: 'command', argv: ['sh', '-c', 'echo hunter2; exit 3'] }, 'the command sh ended with code 3'],
    [
      { kind: 'command', argv: ['no-such-program-here'] },
      'the command no-such-program-here could not run (ENOENT)',
    ],
  ])('%j: %s', async (source, what) => {
    expect(await read(source)).toMatchObject({ ok: false, what });
    expect(JSON.stringify(await read(source))).not.toContain('hunter2');
  });

  test('a pipe is read to its end, however late its writer comes', async () => {
    const reading = read({ kind: 'file', path: 'pipe' });
    execFile('sh', ['-c', '{ printf one; printf two; } > pipe'], { cwd: folder });
    expect(await reading).toBe('onetwo');
  });

  test('a pipe nobody writes to, or nobody stops writing to, does not hold anything up', async () => {
    const silent = await read({ kind: 'file', path: 'silent' }, { timeout: 100 });
    expect(silent).toMatchObject({ ok: false, what: 'the file silent did not end within 0.1 s' });
    execFile('sh', ['-c', 'exec yes > endless'], { cwd: folder });
    const endless = await read({ kind: 'file', path: 'endless' });
    expect(endless).toMatchObject({ ok: false, what: 'the file endless is larger than 64 KiB' });
  });

  test('a command that hangs is ended, what it started included in the waiting', async () => {
    const found = await read({ kind: 'command', argv: ['sh', '-c', 'sleep 60 & wait'] }, { timeout: 100 });
    expect(found).toMatchObject({ ok: false, what: 'the command sh did not end within 0.1 s' });
  });
});

test('a secret cannot be printed by accident', () => {
  const secret = secretOf('hunter2');
  expect(
    [
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }),
      inspect(secret, { showHidden: true }),
    ].join(),
  ).not.toContain('hunter2');
  expect(JSON.stringify(structuredClone({ ...secret }))).not.toContain('hunter2');
});

describe('in the file', () => {
  const text = '[[platforms]]\nname = "p"\nkind = "cloud"\nbase_url = "https://h"\napi_key = "hunter2"\n';
  const ask = { ...tools, kinds: KINDS, secrets: true };

  test('a literal is refused where others can read the file, and is not repeated', async () => {
    const loaded = await parseSettings({ file: 'c', text, isPrivate: false }, ask);
    expect(loaded).toMatchObject({
      ok: false,
      problems: [{ line: 5, what: 'p: api_key is written into a file that others can read' }],
    });
    expect(JSON.stringify(loaded)).not.toContain('hunter2');
  });

  test('a command that needs no secret reads none', async () => {
    const unset = text.replace('"hunter2"', '{ env = "NONE" }');
    const loaded = await parseSettings(
      { file: 'c', text: unset, isPrivate: false },
      { ...ask, secrets: false },
    );
    expect(loaded.ok).toBe(true);
    const secret = loaded.ok ? (loaded.value.platforms[0]?.values.api_key as Secret) : null;
    expect(() => secret?.reveal()).toThrow(
      'p: api_key was asked for by a command that does not read secrets',
    );
  });

  test.each([
    ['{ environment = "X" }', 'cannot come from "environment"'],
    ['{ env = "X", file = "y" }', 'has to be a secret'],
    ['{ env = 3 }', 'has the wrong type in env'],
    ['{ command = [] }', 'has the wrong type in command'],
    ['{ command = "pass show x" }', 'has the wrong type in command'],
    ['12', 'has to be a secret'],
    ['""', 'is empty'],
  ])('api_key = %s', async (value, what) => {
    const loaded = await parseSettings(
      { file: 'c', text: text.replace('"hunter2"', value), isPrivate: true },
      ask,
    );
    expect(loaded).toMatchObject({ ok: false, problems: [{ line: 5, what: `p: api_key ${what}` }] });
  });
});
