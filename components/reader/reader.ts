/**
 * The console for a screen reader: lines one below the other, one a move. It takes over no screen, moves no
 * cursor and draws no box; what is typed is echoed behind its prompt.
 */
import { writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import type { Console } from '../../stores/console.ts';
import { keyOf } from '../../stores/derive.ts';
import { isListPane } from '../../stores/panes.ts';
import type { Charset } from '../screen/ascii.ts';
import type { Screen } from '../screen/mount.ts';
import { announcement, choicesTold } from './announce.ts';
import { inLines } from './in-lines.ts';
import { type Spoken, spoken } from './spoken.ts';

const PASTE_OFF = '\u001b[?2004l';

/** What changes in one go is said in one go, this long after the last of it (ms). */
const SETTLED = 40;

/** Who goes on typing is not told what could be typed; after this time without a key it is (ms). */
const PAUSE = 700;

export function openReader(
  console: Console,
  stdout: Pick<WriteStream, 'write'> & { readonly fd: number },
  charset: () => Charset,
): Screen {
  const { store, services } = console;
  const { promise: done, resolve: close } = Promise.withResolvers<void>();
  let before: Spoken | null = null;
  let stop: (() => void) | null = null;
  let stopTelling: (() => void) | null = null;
  /** The choices that were told, with the text they are for. */
  let told = '';
  let away = false;
  const say = (): void => {
    stop?.();
    stop = null;
    const state = store.getState();
    if (away || state.exit !== null) return;
    // Rows that are on their way are worth the wait: the row before them is not what the cursor is on.
    if (state.overlay === null && isListPane(state.pane) && state.lists[state.pane].pending) return;
    const after = spoken(state, services);
    const text = announcement(before, after);
    before = after;
    if (text !== '') stdout.write(inLines(text, charset()));
    const choices = choicesTold(after);
    if (choices === told) return;
    stopTelling?.();
    told = '';
    stopTelling = choices === '' ? null : services.after(PAUSE, () => tell(choices));
  };
  const tell = (choices: string): void => {
    if (away || store.getState().exit !== null) return;
    told = choices;
    stdout.write(inLines(choices, charset()));
  };
  const soon = (): void => {
    stop?.();
    stop = services.after(SETTLED, say);
  };
  const intro = `certdeck, one line a move; ${keyOf(store.getState(), 'help.open')} finds keys, ${keyOf(store.getState(), 'quit')} quits\n`;
  stdout.write(intro);
  const unsubscribe = store.subscribe(soon);
  // A crash leaves the terminal usable, too; line mode comes back with the end of the process.
  const restore = (): void => {
    try {
      writeSync(stdout.fd, PASTE_OFF);
    } catch {
      // The terminal is gone.
    }
  };
  process.once('uncaughtExceptionMonitor', restore);
  soon();
  return {
    done,
    close() {
      unsubscribe();
      process.removeListener('uncaughtExceptionMonitor', restore);
      stop?.();
      stopTelling?.();
      if (before?.prompt) stdout.write('\n');
      close();
    },
    send: (sequence) => stdout.write(sequence),
    redraw() {
      before = null;
      say();
    },
    async handOver(work) {
      away = true;
      try {
        await work();
      } finally {
        away = false;
        before = null;
        soon();
      }
    },
    cells: () => [],
    async flushed() {
      say();
      await new Promise<void>((written) => stdout.write('', () => written()));
    },
  };
}
