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

/**
 * The terminal's modes are not Ink's to set: it turns raw mode off whenever no widget of its own is left, and
 * the keyboard would go on in whole lines.
 */
export function createInkInput(): InkInput {
  const keys: string[] = [];
  const nothing = (): void => undefined;
  const stream = Object.assign(new EventEmitter(), {
    isTTY: true,
    read: () => keys.shift() ?? null,
    setEncoding: nothing,
    setRawMode: nothing,
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
