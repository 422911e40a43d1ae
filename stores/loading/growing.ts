/** Reads a long document on while the console does other things: a step, then whatever key has come, then the next. */
import type { Context } from '../context.ts';
import { detailHeight } from '../derive.ts';
import { cursorAt, detailLinesOf } from '../detail/lines.ts';

export interface Grower {
  /** Looks whether the text in front is still being read. */
  check(): void;
  busy(): boolean;
  close(): void;
}

export function createGrower({ store, services, set }: Context, settle: () => void): Grower {
  let stop: (() => void) | null = null;
  const lines = () => detailLinesOf(store.getState(), services.longRunningAfter);
  const step = (): void => {
    stop = null;
    const before = lines();
    if (!before.grow) {
      settle();
      return;
    }
    before.grow();
    set((state) => {
      const { detail } = state;
      if (detail === null) return state;
      const next = { ...state, detail: { ...detail, grown: detail.grown + 1 } };
      // Whoever went to the end meant the end.
      const atEnd = detail.cursor > 0 && detail.cursor === before.length - 1;
      const { length } = detailLinesOf(next, services.longRunningAfter);
      if (!atEnd) return next;
      return { ...next, detail: cursorAt(next.detail, length - 1, length, detailHeight(next)) };
    });
  };
  return {
    check() {
      if (stop === null && store.getState().detail !== null && lines().grow) stop = services.after(1, step);
    },
    busy: () => stop !== null,
    close() {
      stop?.();
      stop = null;
    },
  };
}
