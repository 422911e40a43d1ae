/**
 * What Ink reads instead of the terminal: single keys, handed on only while one of Ink's own input widgets
 * has the focus. Ink takes whatever arrives in one read for one key; here every read is one.
 */
import { EventEmitter } from 'node:events';
import type { ReadStream } from 'node:tty';
import type { Press } from '../../stores/key-parser.ts';

export interface InkInput {
  /** Passed to Ink as its stdin. */
  readonly stream: ReadStream;
  /** Gives a key's bytes, or what was pasted as one line, to the widget in focus. */
  forward(press: Press): void;
}

/** `real` keeps its modes to itself: the keyboard has set them and takes them back. */
export function createInkInput(real: ReadStream): InkInput {
  const keys: string[] = [];
  const nothing = (): void => undefined;
  const stream = Object.assign(new EventEmitter(), {
    isTTY: true,
    read: () => keys.shift() ?? null,
    setEncoding: nothing,
    // Only the last resort of a crash reaches the terminal: raw mode off.
    setRawMode: (raw: boolean) => raw || (real.isTTY && real.setRawMode(false)),
    ref: nothing,
    unref: nothing,
    resume: nothing,
    pause: nothing,
  });
  return {
    stream: stream as unknown as ReadStream,
    forward(press) {
      keys.push(press.kind === 'key' ? press.raw : oneLine(press.text));
      stream.emit('readable');
    },
  };
}

/** What is pasted often ends with a line break, which is not part of it. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+$/, '').replace(/[\u0000-\u001f\u007f]+/g, ' ');
}
