/**
 * The one place that owns the terminal: takes it over, draws in it what Ink lays out, and gives it back as it
 * was, whatever ends the program. Nothing else writes to the terminal while a screen is mounted.
 */
import { writeSync } from 'node:fs';
import type { ReadStream, WriteStream } from 'node:tty';
import { type DOMElement, render } from 'ink';
import { createElement, type ReactNode } from 'react';
import { type Charset, charsetOf } from './ascii.ts';
import type { Frame } from './difference.ts';
import { drawingOf } from './drawn.ts';
import { InkOutput } from './ink-output.ts';
import { OwnScreen } from './Lines.tsx';
import { createRows } from './row.ts';
import { Stage, type Suspend } from './Stage.tsx';
import { createTerminal } from './terminal.ts';

export interface Screen {
  /** Settles when the view has gone and the terminal is as it was; rejects with what a view threw. */
  readonly done: Promise<void>;
  /** Removes the view; `done` follows. */
  close(): void;
  /** Writes a sequence that draws nothing (clipboard, title) between two frames. */
  send(sequence: string): void;
  /** Draws everything again: something else has written to the terminal. */
  redraw(): void;
  /** Leaves the screen as it was found, lets others have it for the time of the work, and draws again. */
  handOver(work: () => Promise<void>): Promise<void>;
  /** The cells of a line as they were drawn last. */
  cells(line: number): readonly string[];
  /** Resolves when everything drawn so far has reached the terminal. */
  flushed(): Promise<void>;
}

export interface ScreenStreams {
  readonly stdin: ReadStream;
  /** `fd` is missing in Node's types; every tty stream has it. */
  readonly stdout: WriteStream & { readonly fd: number };
}

export interface ScreenOptions {
  /** Where Ink's own widgets read; the terminal unless said otherwise. */
  readonly keys?: ReadStream;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What the terminal can show; asked before each frame. By the locale unless said otherwise. */
  readonly charset?: () => Charset;
}

/** Colours off, cursor on, no scroll region, bracketed paste, synchronized output and every mouse mode off. */
const RESET =
  '\u001b[0m\u001b[?2026l\u001b[r\u001b[?25h\u001b[?2004l\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l';

/** Draws `view` on the alternate screen until it is closed or asks to exit. */
export function mountScreen(view: ReactNode, streams: ScreenStreams, options: ScreenOptions = {}): Screen {
  const { stdin, stdout } = streams;
  const { keys = stdin, env = process.env, charset = () => charsetOf(env) } = options;
  const output = new InkOutput(stdout);
  let tree: DOMElement | null = null;
  let rows = createRows(0);
  let columns = 0;
  let drawnIn: Charset = 'unicode';
  /** What Ink does when the tree has changed. */
  let drawByInk = (): void => undefined;
  const frame = (): Frame | null => {
    if (tree === null || tree.yogaNode === undefined || tree.childNodes.length === 0) return null;
    if (columns !== (stdout.columns || 80) || drawnIn !== charset()) {
      columns = stdout.columns || 80;
      drawnIn = charset();
      rows = createRows(columns, drawnIn);
    }
    const { pieces, more } = drawingOf(tree, stdout.rows || 24);
    if (!more) return pieces.map(rows);
    drawByInk();
    const own = output.taken.split('\n');
    return pieces.map((below, line) => {
      const text = own[line] ?? '';
      return rows(text === '' ? below : [...below, { x: 0, line: text, clear: true }]);
    });
  };
  const terminal = createTerminal(stdout, env.TERM ?? '', frame);
  let mounted = true;
  // A crash leaves the terminal usable, too. Synchronous, for 'exit' handlers may not wait. Ink unmounts at the
  // exit of the process in any case: unless it has by then, it would draw once more.
  const restore = (): void => {
    if (!mounted) return;
    mounted = false;
    try {
      ink.unmount();
    } catch {
      // What its views do when they go is of no account any more.
    }
    if (stdin.isTTY) stdin.setRawMode(false);
    try {
      writeSync(stdout.fd, RESET + terminal.leaveAtOnce());
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
  const onTree = (root: DOMElement): void => {
    tree = root;
    drawByInk = root.onRender ?? drawByInk;
    root.onRender = terminal.draw;
    terminal.draw();
  };
  // Once the view knows of it: what a resized terminal shows is anybody's guess.
  const resized = (): void => {
    terminal.forget();
    setImmediate(terminal.draw);
  };
  stdout.on('resize', resized);
  terminal.enter();
  const stage = createElement(Stage, { onReady, onTree }, view);
  const ink = render(createElement(OwnScreen, { value: true }, stage), {
    stdin: keys,
    stdout: output.asStream(),
    exitOnCtrlC: false,
    patchConsole: false,
    // Each frame as it is, at once, and nothing to move a cursor with: pace and way to the terminal are ours.
    debug: true,
    // Who wants lines in place of a screen gets them from `reader/`, which knows what to say.
    isScreenReaderEnabled: false,
    // Whether there is a terminal was decided before; a CI variable in the environment changes nothing.
    interactive: true,
  });
  const leave = async (): Promise<void> => {
    mounted = false;
    process.removeListener('exit', restore);
    process.removeListener('uncaughtExceptionMonitor', restore);
    process.removeListener('SIGQUIT', quit);
    stdout.off('resize', resized);
    output.close();
    await terminal.leave();
  };
  const done = ink.waitUntilExit().then(leave, async (error: unknown) => {
    await leave();
    throw error;
  });
  return {
    done,
    close: () => ink.unmount(),
    send: (sequence) => handedOver || stdout.write(sequence),
    redraw() {
      terminal.forget();
      terminal.draw();
    },
    async handOver(work) {
      if (suspend === null || handedOver) return;
      handedOver = true;
      try {
        await suspend(async () => {
          await terminal.leave();
          try {
            await work();
          } finally {
            if (mounted) terminal.enter();
          }
        });
      } finally {
        handedOver = false;
        if (mounted) terminal.draw();
      }
    },
    cells: (line) => terminal.shown()?.[line]?.text ?? [],
    async flushed() {
      await ink.waitUntilRenderFlush();
      await terminal.flushed();
    },
  };
}
