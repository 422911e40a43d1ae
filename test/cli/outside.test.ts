/** What the console does outside of its screen: commands it pipes to, and copies too long for a clipboard. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copyKeeper } from '../../src/cli/keep-copy.ts';
import { pipeTo } from '../../src/cli/pipe.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function* lines(count: number, each = 'line'): AsyncGenerator<string> {
  for (let at = 0; at < count; at += 1) yield `${each} ${at}\n`;
}

async function piped(command: string, input: AsyncIterable<string>, signal = new AbortController().signal) {
  const cwd = temporaryFolder('pipe');
  let said = '';
  const ended = await pipeTo({ env: process.env, cwd })(command, input, {
    signal,
    onOutput: (text) => {
      said += text;
    },
  });
  return { ended, said, cwd };
}

describe('a command', () => {
  test('is given all of the input, in the folder the console was started in, and says how it ended', async () => {
    const { ended, said, cwd } = await piped('wc -l | tr -d " "; pwd; echo bad >&2; exit 3', lines(5_000));
    expect(ended).toBe('ended with 3');
    expect(said.split('\n').slice(0, 1)).toEqual(['5000']);
    expect(said).toContain(basename(cwd));
    expect(said).toContain('bad');
  });

  test('need not read it: more than a pipe holds is no error', async () => {
    const { ended, said } = await piped('head -1', lines(50_000, 'x'.repeat(100)));
    expect(said.trim()).toBe(`${'x'.repeat(100)} 0`);
    expect(ended).toBe('done');
  });

  test('that is not there says so', async () => {
    const { ended, said } = await piped('no-such-command-4711', lines(1));
    expect(ended).toBe('ended with 127');
    expect(said).toContain('no-such-command-4711');
  });

  test('whose shell cannot be started is told of, also before all of its input is there', async () => {
    const waiting = Promise.withResolvers<void>();
    async function* slow(): AsyncGenerator<string> {
      await waiting.promise;
      yield 'one\n';
    }
    const gone = join(temporaryFolder('pipe'), 'gone');
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.prependListener('unhandledRejection', note);
    const running = pipeTo({ env: process.env, cwd: gone })('cat', slow(), {
      signal: new AbortController().signal,
      onOutput: () => {},
    });
    const refused = expect(running).rejects.toThrow(/no command can be started in .*gone/);
    // The shell's failure comes with one of the next turns of the loop.
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    waiting.resolve();
    await refused;
    process.removeListener('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  test('ends with the whole of its pipeline', async () => {
    const abort = new AbortController();
    const started = Promise.withResolvers<void>();
    const cwd = temporaryFolder('pipe');
    const running = pipeTo({ env: process.env, cwd })('sleep 1000 | cat & echo up; wait', lines(1), {
      signal: abort.signal,
      onOutput: () => started.resolve(),
    });
    await started.promise;
    abort.abort();
    expect(await running).toBe('ended by SIGTERM');
  });
});

test('a copy that is too long is a file only this user can read, never over another', async () => {
  const cwd = temporaryFolder('copy');
  const keep = copyKeeper({ cwd, clock: () => Date.UTC(2026, 7, 20, 9, 0, 0) });
  const kept = await keep('a long text');
  expect(kept).toEqual({ ok: true, value: join(cwd, 'certdeck-copy-2026-08-20-090000.txt') });
  const file = kept.ok ? kept.value : '';
  expect(readFileSync(file, 'utf8')).toBe('a long text\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await keep('another')).toMatchObject({ ok: false, failure: { code: 'FILE_UNWRITABLE' } });
  expect(readFileSync(file, 'utf8')).toBe('a long text\n');
  expect(existsSync(`${file}.1`)).toBe(false);
});
