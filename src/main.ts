/** Arguments in, exit code out. */
import { homedir } from 'node:os';
import { run } from './cli/run.ts';

// An end that nobody decided, for want of anything left to wait for, is no success.
process.exitCode = 1;
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // The second time somebody insists; the cache's transactions make that safe.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
}
// A terminal that was closed under us is as good as the signal that mostly comes with it.
for (const stream of [process.stdin, process.stdout, process.stderr]) {
  if (stream.isTTY) for (const event of ['error', 'end']) stream.on(event, () => stop.abort());
}
process.on('uncaughtException', (error) => {
  process.stderr.write(
    `certdeck: it came to an unexpected end: ${String(error?.message ?? error).replace(/[^\P{C}\n]/gu, '\uFFFD')}\n` +
      '  Please report this; with --log-file FILE the next run keeps what is needed.\n',
  );
  process.exit(1);
});

const code = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  env: process.env,
  home: homedir(),
  cwd: process.cwd(),
  clock: Date.now,
  signal: stop.signal,
});
// Everything is closed and written by now; waiting for idle sockets would only delay the prompt.
process.exit(code);
