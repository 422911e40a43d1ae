/** The terminal: takes frames as fast as it can, each as the smallest change from what it shows. */
import type { WriteStream } from 'node:tty';
import { difference, type Frame } from './difference.ts';

export interface Terminal {
  /** Takes the screen over: what was on it comes back with `leave`. */
  enter(): void;
  /** Resolves when the terminal is as it was found, and free for others. */
  leave(): Promise<void>;
  /** The sequence that leaves, for who cannot wait; empty when there is nothing to leave. */
  leaveAtOnce(): string;
  /** There is something new to show. It is asked for when the terminal has taken the frame before. */
  draw(): void;
  /** What it shows is not known any more: the next frame is written whole. */
  forget(): void;
  /** The frame it shows, or is about to; null where that is not known. */
  shown(): Frame | null;
  /** Resolves when everything drawn so far has been written. */
  flushed(): Promise<void>;
}

export const ENTER = '\u001b[?1049h\u001b[?25l';
export const LEAVE = '\u001b[?1049l\u001b[?25h';
/** Synchronized output: what stands between is shown at once, https://github.com/contour-terminal/vt-extensions */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';

/** Terminals with scroll regions, line feed and reverse index as the VT100 has them. */
const WITH_REGIONS =
  /^(?:xterm|screen|tmux|linux|rxvt|vt\d|alacritty|foot|ghostty|kitty|konsole|wezterm|iterm|mlterm|putty|st-|st$|contour|cygwin)/i;

/** What Node's terminal streams are made of; neither is part of its documented interface. */
interface Handle {
  readonly setBlocking?: (blocking: boolean) => unknown;
}

/**
 * Node waits for a terminal to take what is written, and a slow link would hold up keys and all else. Without that
 * a frame is under way until the terminal has taken it.
 */
function waitForTerminal(stdout: WriteStream, blocking: boolean): void {
  (stdout as unknown as { readonly _handle?: Handle | null })._handle?.setBlocking?.(blocking);
}

/** `frame` makes the newest frame; null while there is none. `name` is what TERM says. */
export function createTerminal(stdout: WriteStream, name: string, frame: () => Frame | null): Terminal {
  const scrolls = WITH_REGIONS.test(name);
  let shown: Frame | null = null;
  let entered = false;
  let writing = false;
  let wanted = false;
  let waiting: (() => void)[] = [];
  const draw = (): void => {
    wanted = true;
    if (!entered || writing) return;
    wanted = false;
    const next = frame();
    if (next === null) return;
    const text = difference(shown, next, scrolls);
    shown = next;
    if (text === '') return;
    writing = true;
    stdout.write(`${BEGIN}${text}${END}`, written);
  };
  const written = (): void => {
    writing = false;
    if (wanted) draw();
    if (writing) return;
    for (const done of waiting) done();
    waiting = [];
  };
  const flushed = (): Promise<void> =>
    new Promise((done) => void (writing ? waiting.push(done) : stdout.write('', () => done())));
  return {
    enter() {
      if (entered) return;
      entered = true;
      shown = null;
      waitForTerminal(stdout, false);
      stdout.write(ENTER);
    },
    async leave() {
      if (!entered) return;
      entered = false;
      stdout.write(LEAVE);
      await flushed();
      if (!entered) waitForTerminal(stdout, true);
    },
    leaveAtOnce() {
      waitForTerminal(stdout, true);
      const sequence = entered ? LEAVE : '';
      entered = false;
      return sequence;
    },
    draw,
    forget() {
      shown = null;
    },
    shown: () => shown,
    flushed,
  };
}
