/** The entry of both cache threads: which one it is stands in `workerData`. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { cacheFailure } from './failures.ts';
import { openReader, openWriter } from './file.ts';
import { readerHandlers } from './reader.ts';
import { type Answer, serve } from './rpc.ts';
import type { Task } from './slices.ts';
import { Watch } from './watch.ts';
import { writerHandlers } from './writer.ts';

/** What a thread is started with. */
export interface WorkerRole {
  readonly role: 'writer' | 'reader';
  readonly dir: string;
  readonly path: string;
}

/** The first event of a thread: it is ready, or why it cannot be. */
export type Ready =
  | { readonly ready: true; readonly setAside: string | null }
  | { readonly failure: unknown };

type Handlers = Readonly<Record<string, (...args: unknown[]) => unknown>>;

function start(port: MessagePort, { role, dir, path }: WorkerRole): void {
  const failure = (thrown: unknown) => cacheFailure(thrown, path);
  const tell = (event: unknown) => port.postMessage({ kind: 'event', event } satisfies Answer);
  try {
    if (role === 'writer') {
      const { db, setAside } = openWriter({ dir });
      const watch = new Watch(db, (notice) => tell({ notice }));
      const handlers = writerHandlers(db, (touched) => watch.touched(touched)) as unknown as Handlers;
      const method = (name: string) => (_task: Task, args: readonly unknown[]) => handlers[name]?.(...args);
      serve(port, method, failure, () => {
        watch.stop();
        db.close();
      });
      tell({ ready: true, setAside } satisfies Ready);
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

if (parentPort !== null) {
  const port = parentPort;
  // The first message says that the file may be opened: the reader's is there only when the writer has made it.
  port.once('message', () => start(port, workerData as WorkerRole));
}
