/** What becomes of a run whose reader leaves, or stays and does not read. */
import { writeFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { Output, ReaderGone } from '../../src/cli/output.ts';
import { run } from '../../src/cli/run.ts';
import { audit, NOW, page } from '../cache/records.ts';
import { newHome } from './harness.ts';

const never = () => new AbortController().signal;

/** As a pipe whose reader has closed its end. */
const closed = () =>
  new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  });
/** As one whose reader is there and reads nothing. */
const stuck = () => new Writable({ write: () => {}, highWaterMark: 1 });

describe('a reader that has gone', () => {
  test('ends what is written for it', async () => {
    const out = new Output(closed(), never());
    await expect(out.write('a').then(() => out.write('b'))).rejects.toThrow(ReaderGone);
    expect(out.isGone).toBe(true);
  });

  test('is no reason to stop where the exit code is the answer', async () => {
    const out = new Output(closed(), never());
    out.dropWhenGone();
    for (let at = 0; at < 100; at++) await out.write('x'.repeat(10_000));
    await out.end();
    expect(out.isGone).toBe(true);
  });

  test.each([
    [['audit', '--fail-if-any', '--format', 'jsonl'], 10],
    [['audit', 'action:NEVER', '--fail-if-any', '--format', 'jsonl'], 0],
    [['audit', '--format', 'jsonl'], 0],
    [['verify', 'there-is-no-such-file.csv'], 5],
    // Nothing was ever synced.
    [['check'], 3],
  ] as const)('%j ends with %d', async (argv, wanted) => {
    const home = newHome();
    const cache = openDirect({ dir: `${home}/cache` });
    await cache.commit(page(Array.from({ length: 600 }, (_, at) => audit({ id: `e${at}` }))));
    await cache.close();
    const platform =
      '[[platforms]]\nname = "prod"\nkind = "ssl-clm"\nbase_url = "http://127.0.0.1:9"\ntoken = "t"\n';
    writeFileSync(`${home}/c.toml`, platform, { mode: 0o600 });
    const code = await run([...argv, '--cache', `${home}/cache`, '--config', `${home}/c.toml`], {
      stdout: closed(),
      stderr: new Writable({ write: (_chunk, _encoding, done) => done() }),
      stdin: {},
      env: {},
      home,
      cwd: home,
      clock: () => NOW,
      signal: never(),
    });
    expect(code).toBe(wanted);
  });
});

test('a reader that is stuck holds up nobody who was told to stop', async () => {
  const stop = new AbortController();
  const out = new Output(stuck(), stop.signal);
  const writing = out.write('a');
  const ending = out.end();
  stop.abort();
  await expect(writing).rejects.toThrow(ReaderGone);
  await expect(ending).rejects.toThrow(ReaderGone);
});
