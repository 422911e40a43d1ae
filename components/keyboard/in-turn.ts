/**
 * Hands key presses on one at a time. Ink's own inputs know the text they were last drawn with: of two keys
 * in one write they would lose the first, unless it is drawn before the second comes.
 */
import type { Press } from '../../stores/key-parser.ts';

export function inTurn(handle: (press: Press) => void): (press: Press) => void {
  const waiting: Press[] = [];
  let busy = false;
  const next = (): void => {
    const press = waiting.shift();
    busy = press !== undefined;
    if (press === undefined) return;
    handle(press);
    // React draws what a key changed before the next turn of the event loop.
    setImmediate(next);
  };
  return (press) => {
    waiting.push(press);
    if (!busy) next();
  };
}
