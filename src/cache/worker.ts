/** The entry of both cache threads: which one it is stands in `workerData`. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import type { Failure } from '../domain/failure.ts';
import type { RulesPlan } from '../rules/plan.ts';
import { fileCauses } from './causes.ts';
import { cacheFailure } from './failures.ts';
import { openReader, openSound, openWriter } from './file.ts';
import { giveWay } from './give-way.ts';
import { type PackedCommit, unpackCommit } from './packed.ts';
import { readerHandlers } from './reader.ts';
import { RecordWriters, type Touched } from './record-writers.ts';
import { rederive } from './rederive.ts';
import { type Answer, type Request, server } from './rpc.ts';
import type { Task } from './slices.ts';
import { tidy } from './tidy.ts';
import { Watch } from './watch.ts';
import { writerHandlers } from './writer.ts';

/** What a thread is started with. */
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
  readonly ifSound: boolean;
}

export interface Opened {
  /** False where the file is left to the writer. */
  readonly ready: boolean;
  /** Where a damaged file was moved; null when it was sound. */
  readonly setAside: string | null;
}

/** How a thread answers. */
export type Begun = Opened | { readonly failure: Failure };

type LiningUp = readonly [Database, RecordWriters, RulesPlan | null, (touched: Touched) => void];
type Handlers = Readonly<Record<string, (...args: unknown[]) => unknown>>;
type Serving = (request: Request) => void;

/** Opens the file and tells; null where it did not. */
function start(port: MessagePort, role: WorkerRole, { ifSound }: Begin): Serving | null {
  const failure = (thrown: unknown) => cacheFailure(thrown, role.path);
  const tell = (event: unknown) => port.postMessage({ kind: 'event', event } satisfies Answer);
  try {
    if (role.role === 'writer') return startWriter(port, role, tell, failure);
    const db = ifSound ? openSound(role.path) : openReader(role.path);
    tell({ ready: db !== null, setAside: null } satisfies Begun);
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

function startWriter(
  port: MessagePort,
  { dir, rules }: WorkerRole,
  tell: (event: unknown) => void,
  failure: (thrown: unknown) => Failure,
): Serving {
  const { db, setAside } = openWriter({ dir });
  const watch = new Watch(db, (notice) => tell({ notice }));
  const writers = new RecordWriters(db);
  const tidying = whenever(() => tidy(db, Date.now));
  const touched = (what: Touched) => {
    watch.touched(what);
    tidying.due();
  };
  const writer = writerHandlers(db, touched, rules, writers);
  const commit = (page: PackedCommit) => writer.commit(unpackCommit(page));
  const handlers = { ...writer, commit } as unknown as Handlers;
  const catchUp = inSlices(linedUp(db, writers, rules, touched), () => tell({ linedUp: true }));
  const method = (name: string) => (_task: Task, args: readonly unknown[]) => handlers[name]?.(...args);
  tell({ ready: true, setAside } satisfies Begun);
  catchUp.start();
  return server(port, method, failure, () => {
    catchUp.stop();
    tidying.stop();
    watch.stop();
    db.close();
  });
}

/** What a cache that was written otherwise has to make up for. */
function* linedUp(...[db, writers, rules, touched]: LiningUp): Generator<void, void, void> {
  yield* fileCauses(db, writers, touched);
  if (rules !== null) yield* rederive(db, writers, rules, touched);
}

/** Work that is begun again when it is due, never twice at a time. */
function whenever(steps: () => Iterator<void>): { due(): void; stop(): void } {
  let running: ReturnType<typeof inSlices> | null = null;
  let again = false;
  const due = () => {
    again = true;
    if (running !== null) return;
    again = false;
    running = inSlices(steps(), () => {
      running = null;
      if (again) due();
    });
    running.start();
  };
  return { due, stop: () => running?.stop() };
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
  if ((workerData as WorkerRole).givesWay === true) giveWay();
  let serving: Serving | null = null;
  // What is asked before the file is open is answered as soon as it is.
  let early: Request[] = [];
  port.on('message', (message: Begin | Request) => {
    if (message.kind === 'begin') {
      serving = start(port, workerData as WorkerRole, message);
      if (serving === null) return;
      for (const request of early) serving(request);
      early = [];
    } else if (serving !== null) serving(message);
    else if (message.kind === 'close') port.close();
    else early.push(message);
  });
}
