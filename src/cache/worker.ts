/** The entry of both cache threads: which one it is stands in `workerData`. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import type { RulesPlan } from '../rules/plan.ts';
import { fileCauses } from './causes.ts';
import { cacheFailure } from './failures.ts';
import { openReader, openWriter } from './file.ts';
import { readerHandlers } from './reader.ts';
import { RecordWriters, type Touched } from './record-writers.ts';
import { rederive } from './rederive.ts';
import { type Answer, serve } from './rpc.ts';
import type { Task } from './slices.ts';
import { Watch } from './watch.ts';
import { writerHandlers } from './writer.ts';

/** What a thread is started with. */
export interface WorkerRole {
  readonly role: 'writer' | 'reader';
  readonly dir: string;
  readonly path: string;
  /** The rules the writer runs; null for none. */
  readonly rules: RulesPlan | null;
}

/** The first event of a thread: it is ready, or why it cannot be. */
export type Ready =
  | { readonly ready: true; readonly setAside: string | null }
  | { readonly failure: unknown };

type LiningUp = readonly [Database, RecordWriters, RulesPlan | null, (touched: Touched) => void];
type Handlers = Readonly<Record<string, (...args: unknown[]) => unknown>>;

function start(port: MessagePort, { role, dir, path, rules }: WorkerRole): void {
  const failure = (thrown: unknown) => cacheFailure(thrown, path);
  const tell = (event: unknown) => port.postMessage({ kind: 'event', event } satisfies Answer);
  try {
    if (role === 'writer') {
      const { db, setAside } = openWriter({ dir });
      const watch = new Watch(db, (notice) => tell({ notice }));
      const writers = new RecordWriters(db);
      const touched = (what: Touched) => watch.touched(what);
      const handlers = writerHandlers(db, touched, rules, writers) as unknown as Handlers;
      const catchUp = inSlices(linedUp(db, writers, rules, touched), () => tell({ linedUp: true }));
      const method = (name: string) => (_task: Task, args: readonly unknown[]) => handlers[name]?.(...args);
      serve(port, method, failure, () => {
        catchUp.stop();
        watch.stop();
        db.close();
      });
      tell({ ready: true, setAside } satisfies Ready);
      catchUp.start();
    } else {
      const db = openReader(path);
      const handlers = readerHandlers(db) as unknown as Handlers;
      const method = (name: string) => (task: Task, args: readonly unknown[]) =>
        handlers[name]?.(task, ...args);
      serve(port, method, failure, () => db.close());
      tell({ ready: true, setAside: null } satisfies Ready);
    }
  } catch (thrown) {
    tell({ failure: failure(thrown) } satisfies Ready);
    port.close();
  }
}

/** What a cache that was written otherwise has to make up for. */
function* linedUp(...[db, writers, rules, touched]: LiningUp): Generator<void, void, void> {
  yield* fileCauses(db, writers, touched);
  if (rules !== null) yield* rederive(db, writers, rules, touched);
}

/** Work in slices between which calls are heard. What fails is begun anew by the next start. */
function inSlices(steps: Iterator<void>, ended: () => void): { start(): void; stop(): void } {
  let stopped = false;
  const step = () => {
    if (stopped) return;
    try {
      if (steps.next().done !== true) return void setImmediate(step);
    } catch {
      // A file that is busy or full is told by the next page that meets it.
    }
    ended();
  };
  return {
    start: () => void setImmediate(step),
    stop: () => {
      stopped = true;
    },
  };
}

if (parentPort !== null) {
  const port = parentPort;
  // The first message says that the file may be opened: the reader's is there only when the writer has made it.
  port.once('message', () => start(port, workerData as WorkerRole));
}
