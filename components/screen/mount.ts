/**
 * The one place that owns the terminal: takes it over, lets Ink draw in it, and gives it back as it was,
 * whatever ends the program. Nothing else writes to the terminal while a screen is mounted.
 */
import { writeSync } from 'node:fs';
import type { ReadStream, WriteStream } from 'node:tty';
import { render } from 'ink';
import { createElement, type ReactNode } from 'react';
import { type Suspend, Suspending } from './Suspending.tsx';

export interface Screen {
  /** Settles when the view has gone and the terminal is as it was; rejects with what a view threw. */
  readonly done: Promise<void>;
  /** Removes the view; `done` follows. */
  close(): void;
  /** Writes a sequence that draws nothing (clipboard, title) between two frames. */
  send(sequence: string): void;
  /** Leaves the screen as it was found, lets others have it for the time of the work, and draws again. */
  handOver(work: () => Promise<void>): Promise<void>;
  /** Resolves when everything drawn so far has reached the terminal. */
  flushed(): Promise<void>;
}

export interface ScreenStreams {
  readonly stdin: ReadStream;
  /** `fd` is missing in Node's types; every tty stream has it. */
  readonly stdout: WriteStream & { readonly fd: number };
}

/** Frames a second. Over a slow link fewer, fuller frames feel faster than many. */
const FRAMES = 30;

/** Colours off, cursor on, bracketed paste and every mouse mode off. */
const RESET = '\u001b[0m\u001b[?25h\u001b[?2004l\u001b[?1000l\u001b[?1002l\u001b[?1006l';
const FIRST_SCREEN = '\u001b[?1049l';

/** Draws `view` on the alternate screen until it is closed or asks to exit; Ink reads keys from `keys`. */
export function mountScreen(view: ReactNode, { stdin, stdout }: ScreenStreams, keys = stdin): Screen {
  let mounted = true;
  // A crash leaves the terminal usable, too. Synchronous, for 'exit' handlers may not wait. Ink unmounts at the
  // exit of the process in any case: unless it has by then, it draws its last frame over the words of the
  // error; and leaving the alternate screen twice would move the shell's cursor.
  const restore = (): void => {
    if (!mounted) return;
    mounted = false;
    let reset = RESET;
    try {
      ink.unmount();
    } catch {
      reset += FIRST_SCREEN;
    }
    if (stdin.isTTY) stdin.setRawMode(false);
    try {
      writeSync(stdout.fd, reset);
    } catch {
      // The terminal is gone (SIGHUP): there is nothing left to restore.
    }
  };
  process.once('exit', restore);
  // Before anyone words the error: what is written on the alternate screen is gone with it.
  process.once('uncaughtExceptionMonitor', restore);
  // Whoever sends it wants the core: the terminal is given back, then the signal does what it would have done.
  const quit = (): void => {
    restore();
    process.kill(process.pid, 'SIGQUIT');
  };
  process.once('SIGQUIT', quit);
  let suspend: Suspend | null = null;
  let handedOver = false;
  const onReady = (ready: Suspend): void => {
    suspend = ready;
  };
  const ink = render(createElement(Suspending, { onReady }, view), {
    stdin: keys,
    stdout,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: FRAMES,
    incrementalRendering: true,
    alternateScreen: true,
    // Whether there is a terminal was decided before; a CI variable in the environment changes nothing.
    interactive: true,
  });
  const done = ink.waitUntilExit().then(
    () => undefined,
    (error: unknown) => {
      throw error;
    },
  );
  const leave = (): void => {
    mounted = false;
    process.removeListener('exit', restore);
    process.removeListener('uncaughtExceptionMonitor', restore);
    process.removeListener('SIGQUIT', quit);
  };
  done.then(leave, leave);
  return {
    done,
    close: () => ink.unmount(),
    send: (sequence) => handedOver || stdout.write(sequence),
    async handOver(work) {
      if (suspend === null || handedOver) return;
      handedOver = true;
      try {
        await suspend(work);
      } finally {
        handedOver = false;
      }
    },
    flushed: () => ink.waitUntilRenderFlush(),
  };
}
