/** What a terminal shows of the bytes written to it, and waiting for it to show something. */
import headless from '@xterm/headless';
import { IDLE_SEQUENCE } from '../../../components/start.ts';
import { setWidths } from './widths.ts';

/** What is waited for: words, a pattern, or a judgement of the whole screen. */
export type Wanted = string | RegExp | ((screen: string) => boolean);

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** Takes what the program wrote. */
  feed(bytes: string): void;
  resize(columns: number, rows: number): void;
  /** The lines on the screen, without blanks at their ends. */
  text(): string;
  /** What each cell shows, line by line; the second half of a wide character is empty. */
  cells(): readonly (readonly string[])[];
  /** Everything written so far. */
  raw(): string;
  /** How often the program said that it has nothing left to draw. */
  idles(): number;
  /** Resolves with the screen once it shows what is wanted; rejects with the screen after `within` ms. */
  until(wanted: Wanted, within?: number): Promise<string>;
  /** Looks again: something outside the screen has changed that a judgement depends on. */
  look(): void;
}

const [, IDLE_NUMBER = ''] = /\](\d+);/.exec(IDLE_SEQUENCE) ?? [];
/** Synchronized output, https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036 */
const FRAME_START = '\u001b[?2026h';
const FRAME_END = '\u001b[?2026l';
/** Longer than anything takes on a busy machine (ms). */
const BOUND = 45_000;

/** `cooked`: no terminal driver stands between, which would turn a line feed into a new line. */
export function createScreen(columns: number, rows: number, { cooked = false } = {}): Screen {
  const terminal = new headless.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    convertEol: cooked,
  });
  setWidths(terminal);
  const waiting = new Set<() => void>();
  let raw = '';
  let idles = 0;
  terminal.parser.registerOscHandler(Number(IDLE_NUMBER), () => {
    idles += 1;
    return true;
  });
  const text = (): string =>
    Array.from(
      { length: terminal.rows },
      (_, row) =>
        terminal.buffer.active
          .getLine(terminal.buffer.active.viewportY + row)
          ?.translateToString(true, 0, terminal.cols) ?? '',
    ).join('\n');
  // Half a frame is no screen anybody sees: the program marks where one begins and ends.
  let drawn = 0;
  const isWhole = (): boolean => raw.lastIndexOf(FRAME_END, drawn) >= raw.lastIndexOf(FRAME_START, drawn);
  const look = (): void => {
    for (const check of waiting) check();
  };
  return {
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    feed(bytes) {
      raw += bytes;
      const end = raw.length;
      terminal.write(bytes, () => {
        drawn = end;
        look();
      });
    },
    resize(newColumns, newRows) {
      terminal.resize(newColumns, newRows);
    },
    text,
    cells: () =>
      Array.from({ length: terminal.rows }, (_, row) => {
        const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
        return Array.from({ length: terminal.cols }, (_, at) => {
          const cell = line?.getCell(at);
          return cell === undefined || (cell.getChars() === '' && cell.getWidth() > 0)
            ? ' '
            : cell.getChars();
        });
      }),
    raw: () => raw,
    idles: () => idles,
    look,
    until(wanted, within = BOUND) {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      // Made here, so that its trace leads to the story.
      const late = new Error('late');
      const timer = setTimeout(() => {
        waiting.delete(check);
        late.message = `never saw ${String(wanted)} on\n${framed(text(), terminal.cols)}`;
        reject(late);
      }, within);
      const check = (): void => {
        if (!isWhole()) return;
        const screen = text();
        if (!matches(screen, wanted)) return;
        clearTimeout(timer);
        waiting.delete(check);
        resolve(screen);
      };
      waiting.add(check);
      check();
      return promise;
    },
  };
}

export function matches(screen: string, wanted: Wanted): boolean {
  if (typeof wanted === 'string') return screen.includes(wanted);
  return wanted instanceof RegExp ? wanted.test(screen) : wanted(screen);
}

/** The header shows platforms, and none that is late or still being read, whether it names or only counts them. */
export function synced(screen: string): boolean {
  const [header = ''] = screen.split('\n');
  return header.includes('●') && !/[◌◐]/.test(header);
}

/** A screen with an edge around it, so that a failed story shows where it ends. */
export function framed(screen: string, columns: number): string {
  const edge = `+${'-'.repeat(columns)}+`;
  return [edge, ...screen.split('\n').map((line) => `|${line.padEnd(columns)}|`), edge].join('\n');
}
