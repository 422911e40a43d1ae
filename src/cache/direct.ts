/** The same cache in this thread, over one connection: for tests and short commands. */
import { FailureError } from '../domain/failure.ts';
import type { RulesPlan } from '../rules/plan.ts';
import { fileCauses } from './causes.ts';
import { directReads } from './direct-reader.ts';
import { cacheFailure } from './failures.ts';
import { openWriter } from './file.ts';
import { WRITER_METHODS } from './methods.ts';
import { type Place, pathOf } from './place.ts';
import type { Cache } from './port.ts';
import { RecordWriters, type Touched } from './record-writers.ts';
import { rederive } from './rederive.ts';
import type { ChangeNotice } from './stored.ts';
import { tidy } from './tidy.ts';
import { Watch } from './watch.ts';
import { writerHandlers } from './writer.ts';

type Handlers = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** Throws a FailureError as `openCache` rejects with one. With a plan, rules derive records as there. */
export function openDirect(place: Place, rules: RulesPlan | null = null): Cache {
  const path = pathOf(place);
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw new FailureError(cacheFailure(thrown, path), { cause: thrown });
    }
  };
  const { db, setAside } = guard(() => openWriter(place));
  const listeners = new Set<(notice: ChangeNotice) => void>();
  const watch = new Watch(db, (notice) => {
    for (const listener of listeners) listener(notice);
  });
  const writers = new RecordWriters(db);
  const touched = (what: Touched) => {
    watch.touched(what);
    guard(() => [...tidy(db, Date.now)]);
  };
  const writer = writerHandlers(db, touched, rules, writers) as unknown as Handlers;
  guard(() => [...fileCauses(db, writers, touched)]);
  if (rules !== null) guard(() => [...rederive(db, writers, rules, touched)]);
  const calls: Record<string, (...args: unknown[]) => Promise<unknown>> = {};
  for (const name of WRITER_METHODS) calls[name] = async (...args) => guard(() => writer[name]?.(...args));
  return {
    ...(calls as unknown as Cache),
    ...directReads(db, path),
    path,
    setAside,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      watch.stop();
      db.close();
    },
  };
}
