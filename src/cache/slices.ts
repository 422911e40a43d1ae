/** Work in slices: the thread hears its other requests in between, and a cancelled one ends there. */
import { setImmediate } from 'node:timers/promises';
import type { Progress } from './ask.ts';
import { cancelled } from './failures.ts';

/** Milliseconds of work before the thread listens again. */
const SLICE = 10;
/** Milliseconds between two tellings of how far it is. */
const TELL = 100;

/** What a long request is given by whoever asked. */
export interface Task {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Resolves when it is its turn again; by default when all that waits was heard. */
  readonly turn?: () => Promise<void>;
}

export class Slices {
  readonly #task: Task;
  #began = performance.now();
  #told = performance.now();
  #worked = 0;

  constructor(task: Task) {
    this.#task = task;
    this.#check();
  }

  /** To be awaited after every bounded piece of work when `due` says so. */
  get due(): boolean {
    return performance.now() - this.#began > SLICE;
  }

  /** Milliseconds of work so far; what others did in between does not count. */
  get worked(): number {
    return this.#worked + performance.now() - this.#began;
  }

  async pause(progress?: () => Progress): Promise<void> {
    this.#check();
    if (progress !== undefined) this.tell(progress);
    this.#worked = this.worked;
    await (this.#task.turn ?? setImmediate)();
    this.#check();
    this.#began = performance.now();
  }

  /** Tells how far it is, a few times a second. */
  tell(progress: () => Progress): void {
    const now = performance.now();
    if (this.#task.onProgress === undefined || now - this.#told < TELL) return;
    this.#task.onProgress(progress());
    this.#told = performance.now();
  }

  #check(): void {
    if (this.#task.signal?.aborted) throw cancelled();
  }
}
