/** The one reader of the terminal's input: bytes in, key presses out. */
import { StringDecoder } from 'node:string_decoder';
import type { ReadStream } from 'node:tty';
import { endsWithSilence, flushKeys, type Press, parseKeys } from '../../stores/key-parser.ts';

/** A lone Esc is a key when nothing follows it for so long (ms): long enough for a slow link's sequence. */
const SILENCE = 25;

export interface Keyboard {
  /** Gives the terminal back to whoever had it. */
  close(): void;
}

export function openKeyboard(
  stdin: ReadStream,
  onPress: (press: Press) => void,
  after: (ms: number, run: () => void) => () => void,
): Keyboard {
  // A character split over two reads is put together here.
  const decoder = new StringDecoder('utf8');
  let pending = '';
  let stop: (() => void) | null = null;
  const silent = (): void => {
    stop = null;
    const presses = flushKeys(pending);
    pending = '';
    for (const press of presses) onPress(press);
  };
  const read = (chunk: Buffer | string): void => {
    stop?.();
    stop = null;
    const parsed = parseKeys(pending, typeof chunk === 'string' ? chunk : decoder.write(chunk));
    pending = parsed.pending;
    for (const press of parsed.presses) onPress(press);
    if (endsWithSilence(pending)) stop = after(SILENCE, silent);
  };
  stdin.setRawMode(true);
  stdin.on('data', read);
  stdin.resume();
  return {
    close() {
      stop?.();
      stdin.off('data', read);
      stdin.pause();
      stdin.setRawMode(false);
    },
  };
}
