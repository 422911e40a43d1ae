/** The thread that writes: opens the file, answers calls, and in between makes up for what is due. */
import type { MessagePort } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import type { Failure } from '../domain/failure.ts';
import type { RulesPlan } from '../rules/plan.ts';
import { fileCauses } from './causes.ts';
import { openWriter } from './file.ts';
import { type PackedCommit, unpackCommit } from './packed.ts';
import { RecordWriters, type Touched } from './record-writers.ts';
import { rederive } from './rederive.ts';
import { server } from './rpc.ts';
import type { Task } from './slices.ts';
import type { Stamp } from './stored.ts';
import { tidy } from './tidy.ts';
import { Watch } from './watch.ts';
import type { Begun, Serving, WorkerRole } from './worker.ts';
import { writerHandlers } from './writer.ts';

type LiningUp = readonly [Database, RecordWriters, RulesPlan | null, (touched: Touched) => void];
type Handlers = Readonly<Record<string, (...args: unknown[]) => unknown>>;

export interface Telling {
  tell(event: unknown): void;
  readonly failure: (thrown: unknown) => Failure;
  /** How the records stood when the other thread began to read; absent where it has not. */
  readonly since: readonly Stamp[] | undefined;
}

/** Throws what keeps the file from being opened. */
export function startWriter(
  port: MessagePort,
  { dir, rules }: WorkerRole,
  { tell, failure, since }: Telling,
): Serving {
  const { db, setAside } = openWriter({ dir });
  const watch = new Watch(db, (notice) => tell({ notice }), since);
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
  tell({ ready: true, setAside, stamps: [] } satisfies Begun);
  catchUp.start();
  // A process that ended may have left some behind.
  tidying.due();
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

/** Transactions that may go by before each of them does a slice of the work that is behind. */
const BEHIND = 32;

/**
 * Work that is begun again when it is due, never twice at a time. Where transactions come without a pause they have to
 * do their share of it: left behind for long, many small pieces would make every search slow.
 */
function whenever(steps: () => Iterator<void>): { due(): void; stop(): void } {
  let running: ReturnType<typeof inSlices> | null = null;
  let behind = 0;
  const begin = () => {
    const covered = behind;
    running = inSlices(steps(), () => {
      running = null;
      behind -= covered;
      if (behind > 0) begin();
    });
    running.start();
  };
  const due = () => {
    behind += 1;
    if (running === null) begin();
    else if (behind > BEHIND) running.step();
  };
  return { due, stop: () => running?.stop() };
}

/** Work in slices between which calls are heard. What fails is begun anew by the next start. */
function inSlices(steps: Iterator<void>, ended: () => void): { start(): void; step(): void; stop(): void } {
  let over = false;
  const step = () => {
    if (over) return;
    try {
      if (steps.next().done !== true) return;
    } catch {
      // A file that is busy or full is told by the next page that meets it.
    }
    over = true;
    ended();
  };
  const go = () => {
    step();
    if (!over) setImmediate(go);
  };
  return {
    start: () => void setImmediate(go),
    step,
    stop: () => {
      over = true;
    },
  };
}
