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
      const bytes = bytesOf(press);
      if (bytes === null) return;
      keys.push(bytes);
      stream.emit('readable');
    },
  };
}

/** Keys without a text that Ink's inputs know. Any other, Ctrl and Alt with a letter first of all, they would type. */
const KNOWN: Readonly<Record<string, string>> = {
  Enter: '\r',
  Backspace: '\u007f',
  Delete: '\u001b[3~',
  Up: '\u001b[A',
  Down: '\u001b[B',
  Right: '\u001b[C',
  Left: '\u001b[D',
  // Ink's inputs would type a u and a w; Shift-Tab and Tab they let pass, and `TextField` takes them.
  'C-u': '\u001b[Z',
  'C-w': '\t',
};

function bytesOf(press: Press): string | null {
  if (press.kind === 'paste') return oneLine(press.text);
  if (press.kind === 'mouse') return null;
  return press.text ?? (Object.hasOwn(KNOWN, press.name) ? (KNOWN[press.name] ?? null) : null);
}

/** What is pasted often ends with a line break, which is not part of it. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+$/, '').replace(/[\u0000-\u001f\u007f]+/g, ' ');
}
