/**
 * Answers one question in SQL and ends. A process of its own, because nothing ends a statement that is under way
 * in a thread: this one can be killed, whatever it is doing.
 */
import type { SqlAsk } from '../ask.ts';
import { answerSql } from './answer.ts';

process.once('message', ({ path, ask }: { readonly path: string; readonly ask: SqlAsk }) => {
  process.send?.(answerSql(path, ask), () => process.disconnect());
});
