/** Runs a question in SQL in a process of its own, for so long and no longer. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FailureError } from '../../domain/failure.ts';
import type { SqlAnswer, SqlAsk } from '../ask.ts';
import { cancelled } from '../failures.ts';
import type { Told } from './answer.ts';

/** The bundle has its own name for the entry; from source it runs as it is. */
const ENTRY = import.meta.url.endsWith('.ts') ? './process.ts' : './sql-process.js';

/** Rejects with QUERY_INVALID where it cannot be run or takes too long, with CANCELLED when aborted. */
export async function runSql(path: string, ask: SqlAsk, signal?: AbortSignal): Promise<SqlAnswer> {
  if (signal?.aborted) throw cancelled();
  const { promise, resolve, reject } = Promise.withResolvers<SqlAnswer>();
  const child = fork(fileURLToPath(new URL(ENTRY, import.meta.url)), [], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const refuse = (what: string, next: string): void =>
    reject(new FailureError({ code: 'QUERY_INVALID', what, next }));
  const timer = setTimeout(
    () => refuse(`this took longer than ${ask.within / 1000} s and was ended`, 'Ask for less: WHERE, LIMIT.'),
    ask.within,
  );
  const abort = (): void => reject(cancelled());
  signal?.addEventListener('abort', abort, { once: true });
  child.once('message', (told: Told) => {
    if ('answer' in told) resolve(told.answer);
    else refuse(told.problem, 'SELECT name, sql FROM sqlite_schema tells the tables.');
  });
  child.once('error', (error) => refuse(error.message, 'Try again.'));
  child.once('exit', () => refuse('the question ended without an answer', 'Try again.'));
  child.send({ path, ask });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    child.kill('SIGKILL');
  }
}
