/** Writes from outside, gathered so that the screen changes at most once a frame. */
import type { Update } from './context.ts';

/** Milliseconds; about 60 frames a second. */
export const FRAME = 16;

export interface Batch {
  /** Resolves when the update has been applied. The first after a pause is applied without waiting. */
  add(update: Update): Promise<void>;
  /** Applies what waits now. */
  flush(): void;
  waiting(): boolean;
  close(): void;
}

export function createBatch(options: {
  readonly apply: (update: Update) => void;
  readonly clock: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
}): Batch {
  const { apply, clock, after } = options;
  let queue: { readonly update: Update; readonly done: () => void }[] = [];
  let stop: (() => void) | null = null;
  let last = Number.NEGATIVE_INFINITY;
  const flush = (): void => {
    stop?.();
    stop = null;
    if (queue.length === 0) return;
    const taken = queue;
    queue = [];
    last = clock();
    apply((state) => taken.reduce((now, { update }) => update(now), state));
    for (const { done } of taken) done();
  };
  return {
    flush,
    waiting: () => queue.length > 0,
    add(update) {
      const applied = new Promise<void>((done) => queue.push({ update, done }));
      stop ??= after(Math.min(FRAME, Math.max(0, FRAME - (clock() - last))), flush);
      return applied;
    },
    close() {
      stop?.();
      stop = null;
      queue = [];
    },
  };
}
