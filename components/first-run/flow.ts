/** Runs the steps: holds where the user is, and does what a step waits for. No Ink, no terminal. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { appendPlatform } from '../../src/config/write.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { platformTable } from './questions.ts';
import { BEGINNING, type FirstRun, goBack, leave, tested, wrote } from './steps.ts';
import { type TestTools, testPlatform } from './test-platform.ts';

export interface FlowOptions extends TestTools {
  /** The configuration file to be written. */
  readonly file: string;
}

export interface Flow {
  readonly store: StoreApi<FirstRun>;
  /** Takes a step. */
  step(change: (state: FirstRun) => FirstRun): void;
  /** A step back; what was waited for is given up. */
  back(): void;
  quit(): void;
}

export function createFlow(options: FlowOptions): Flow {
  const store = createStore<FirstRun>(() => BEGINNING);
  let waiting = new AbortController();

  const step = (change: (state: FirstRun) => FirstRun): void => {
    const before = store.getState();
    const state = change(before);
    if (state === before) return;
    store.setState(state, true);
    if (state.step !== before.step) arrive(state);
  };

  const arrive = ({ step: at, platform, answers }: FirstRun): void => {
    waiting.abort();
    if (platform === null) return;
    if (at.kind === 'testing') void test(platformTable(platform, answers));
    if (at.kind === 'writing') void write(platformTable(platform, answers));
  };

  const test = async (table: JsonObject): Promise<void> => {
    const mine = new AbortController();
    waiting = mine;
    const result = await testPlatform(table, options, mine.signal);
    if (!mine.signal.aborted) step((state) => tested(state, result));
  };

  const write = async (table: JsonObject): Promise<void> => {
    const result = await appendPlatform(options.file, table);
    step((state) => wrote(state, result));
  };

  return {
    store,
    step,
    // A file that is being written is waited for: it takes a moment, and then says where it is.
    back: () => step((state) => (state.step.kind === 'writing' ? state : goBack(state))),
    quit: () => step((state) => leave(state, { kind: 'quit' })),
  };
}
