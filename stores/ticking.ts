/** The clock of the console: ages move in steps, messages end, and bounds of time are asked anew once a minute. */
import { TICK, ticked } from './age.ts';
import type { Context } from './context.ts';

const MINUTE = 60_000;
/** However soon a message is to end (ms). */
const SOONEST = 100;

export interface Ticker {
  start(): void;
  close(): void;
}

/** `minute` is called when one has gone by: what fell out of "the last 24 hours" leaves then. */
export function createTicker({ store, services, outside }: Context, minute: () => void): Ticker {
  const { clock, after } = services;
  let stop = (): void => undefined;
  const tick = (): void => {
    const now = ticked(clock());
    const { message: said, now: before } = store.getState();
    const gone = said !== null && clock() >= said.until;
    if (now !== before || gone)
      void outside((state) => ({ ...state, now, message: gone ? null : state.message }));
    if (Math.floor(now / MINUTE) !== Math.floor(before / MINUTE)) minute();
    const wait = said !== null && !gone ? Math.min(TICK, said.until - clock()) : TICK - (clock() % TICK);
    stop = after(Math.max(SOONEST, wait), tick);
  };
  return { start: tick, close: () => stop() };
}
