/** Starts a shell command with a text on its standard input, and hands on what it says. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Pipe } from '../../stores/services.ts';
import { type Failure, FailureError } from '../domain/failure.ts';
import type { Io } from './io.ts';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export function pipeTo({ env, cwd }: Pick<Io, 'env' | 'cwd'>): Pipe {
  return async (command, input, { signal, onOutput }) => {
    // A group of its own, so that the whole pipeline ends with it.
    const child: Child = spawn('/bin/sh', ['-c', command], {
      cwd,
      env: { ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const closed = (once(child, 'close') as Promise<[number | null, string | null]>).catch(
      (thrown: Error) => {
        throw notStarted(thrown, cwd);
      },
    );
    // A shell that cannot be started says so before anybody waits for it.
    closed.catch(() => undefined);
    const end = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      } catch {
        // It has ended by itself.
      }
    };
    signal.addEventListener('abort', end, { once: true });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => onOutput(text));
    }
    // A command need not read all it is given: `head -1` does not.
    child.stdin.on('error', () => undefined);
    try {
      if (signal.aborted) end();
      await feed(child, input, closed);
      const [code, by] = await closed;
      return code === 0 ? 'done' : code === null ? `ended by ${by}` : `ended with ${code}`;
    } catch (thrown) {
      // What is not given all of its input shall not take it for the whole.
      end();
      throw thrown;
    } finally {
      signal.removeEventListener('abort', end);
    }
  };
}

function notStarted(thrown: Error, cwd: string): FailureError {
  const failure: Failure = {
    code: 'NOT_FOUND',
    what: `no command can be started in ${cwd}`,
    cause: thrown.message,
    next: 'Check that the folder is still there, or start certdeck in another.',
    where: cwd,
  };
  return new FailureError(failure, { cause: thrown });
}

async function feed({ stdin }: Child, input: AsyncIterable<string>, closed: Promise<unknown>): Promise<void> {
  for await (const text of input) {
    if (stdin.destroyed || stdin.writableEnded) return;
    if (!stdin.write(text)) await Promise.race([once(stdin, 'drain').catch(() => undefined), closed]);
  }
  stdin.end();
}
