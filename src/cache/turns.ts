import { setImmediate } from 'node:timers/promises';
import type { Task } from './slices.ts';

/** Milliseconds for which others wait for a list; what takes longer shares the thread with them. */
const AHEAD = 100;

/** Who goes first in the thread that reads: the rows somebody waits for, then what counts and adds up. */
export class Turns {
  #lists = 0;
  #until = 0;

  async list<T>(work: () => Promise<T>): Promise<T> {
    this.#lists += 1;
    this.#until = performance.now() + AHEAD;
    try {
      return await work();
    } finally {
      this.#lists -= 1;
    }
  }

  async other<T>(task: Task, work: (task: Task) => Promise<T>): Promise<T> {
    const turn = async () => {
      do await setImmediate();
      while (this.#lists > 0 && performance.now() < this.#until);
    };
    await turn();
    return work({ ...task, turn });
  }
}
