/** The entry of both cache threads: which one it is it is told when it may begin. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { Failure } from '../domain/failure.ts';
import type { RulesPlan } from '../rules/plan.ts';
import { cacheFailure } from './failures.ts';
import { openReader, openSound } from './file.ts';
import { giveWay } from './give-way.ts';
import { readerHandlers } from './reader.ts';
import { type Answer, type Request, server } from './rpc.ts';
import type { Task } from './slices.ts';
import type { Stamp } from './stored.ts';
import { readStamps } from './watch.ts';

/** Which thread it is, and of which cache. */
export interface WorkerRole {
  readonly role: 'writer' | 'reader';
  readonly dir: string;
  readonly path: string;
  /** The rules the writer runs; null for none. */
  readonly rules: RulesPlan | null;
  /** Lets threads that draw and answer go first. */
  readonly givesWay?: boolean;
}

/** Tells a thread to open the file. `ifSound`: not where a writer has something to make or to mend first. */
export interface Begin {
  readonly kind: 'begin';
  /** What the writer finds changed since then it tells; without it what changes from now on. */
  readonly since?: readonly Stamp[];
  readonly ifSound: boolean;
  readonly role: WorkerRole;
}

export interface Opened {
  /** False where the file is left to the writer. */
  readonly ready: boolean;
  /** Where a damaged file was moved; null when it was sound. */
  readonly setAside: string | null;
  /** How the records stood; none of a file that is not open yet. */
  readonly stamps: readonly Stamp[];
}

/** How a thread answers. */
export type Begun = Opened | { readonly failure: Failure };

type Handlers = Readonly<Record<string, (...args: unknown[]) => unknown>>;
export type Serving = (request: Request) => void;

/** Opens the file and tells; null where it did not. */
async function start(port: MessagePort, { ifSound, role, since }: Begin): Promise<Serving | null> {
  const failure = (thrown: unknown) => cacheFailure(thrown, role.path);
  const tell = (event: unknown) => port.postMessage({ kind: 'event', event } satisfies Answer);
  try {
    if (role.givesWay === true) giveWay();
    if (role.role === 'writer') {
      // The thread that reads does without what writing takes.
      const { startWriter } = await import('./start-writer.ts');
      return startWriter(port, role, { tell, failure, since });
    }
    const db = ifSound ? openSound(role.path) : openReader(role.path);
    const stamps = db === null ? [] : readStamps(db);
    tell({ ready: db !== null, setAside: null, stamps } satisfies Begun);
    if (db === null) return null;
    const handlers = readerHandlers(db) as unknown as Handlers;
    const method = (name: string) => (task: Task, args: readonly unknown[]) =>
      handlers[name]?.(task, ...args);
    return server(port, method, failure, () => db.close());
  } catch (thrown) {
    tell({ failure: failure(thrown) } satisfies Begun);
    port.close();
    return null;
  }
}

if (parentPort !== null) {
  const port = parentPort;
  let serving: Serving | null = null;
  // What is asked before the file is open is answered as soon as it is.
  let early: Request[] = [];
  const begin = async (told: Begin): Promise<void> => {
    serving = await start(port, told);
    if (serving === null) return;
    for (const request of early) serving(request);
    early = [];
  };
  port.on('message', (message: Begin | Request) => {
    if (message.kind === 'begin') void begin(message);
    else if (serving !== null) serving(message);
    else if (message.kind === 'close') port.close();
    else early.push(message);
  });
}
