/** The one reader of the terminal's input: bytes in, key presses out. */
import { StringDecoder } from 'node:string_decoder';
import type { ReadStream } from 'node:tty';
import { endsWithSilence, flushKeys, isReplyBegun, type Press, parseKeys } from '../../stores/key-parser.ts';

/** A lone Esc is a key when nothing follows it for so long (ms): long enough for a slow link's sequence. */
const SILENCE = 25;
/** The rest of an answer of the terminal may be longer on its way (ms). */
const REPLY_SILENCE = 250;

export interface Keyboard {
  /** Gives the terminal back to whoever had it. */
  close(): void;
}

/** The terminal's answers to questions: never keys. */
export interface Answers {
  readonly onReply: (reply: string) => void;
  /** Whether one may be under way: its first byte, alone in a read, looks like Esc. */
  readonly expected: () => boolean;
}

const NO_ANSWERS: Answers = { onReply: () => undefined, expected: () => false };

export function openKeyboard(
  stdin: ReadStream,
  onPress: (press: Press) => void,
  after: (ms: number, run: () => void) => () => void,
  answers: Answers = NO_ANSWERS,
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
    for (const reply of parsed.replies) answers.onReply(reply);
    for (const press of parsed.presses) onPress(press);
    const mayBeReply = isReplyBegun(pending) || (/^\u001b\]?$/.test(pending) && answers.expected());
    if (endsWithSilence(pending)) stop = after(mayBeReply ? REPLY_SILENCE : SILENCE, silent);
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
