/** A program in a pseudo-terminal, with a clock on what it writes. */
import pty from '@lydell/node-pty';
import headless from '@xterm/headless';

export interface Pressed {
  /** Bytes written from the key on. */
  readonly bytes: number;
  /** Milliseconds from the key to the first byte, and to the last one; null where nothing was written. */
  readonly first: number | null;
  readonly last: number | null;
}

export interface Session {
  /** Milliseconds from the start of the program until the screen first matched. */
  until(pattern: RegExp): Promise<number>;
  /** Writes keys and waits until the screen matches: when what made it match was there, as `performance.now()`. */
  untilAfter(keys: string, pattern: RegExp): Promise<number>;
  /** Writes keys and waits until the program has been silent for `quiet` ms. */
  press(keys: string, quiet?: number): Promise<Pressed>;
  /**
   * Writes keys and waits, at most two seconds, until another line of the screen is inverted than before:
   * milliseconds until what shows it was there, whatever else is written meanwhile.
   */
  pressForCursor(keys: string): Promise<number>;
  /** Bytes the program writes in so many ms. */
  listen(ms: number): Promise<number>;
  screen(): string;
  readonly pid: number;
  close(): Promise<void>;
}

/** A cursor that does not move is reported as this late (ms). */
const LATEST = 2_000;

export function openSession(
  command: readonly string[],
  size: { readonly columns: number; readonly rows: number },
  env: Readonly<Record<string, string>> = {},
): Session {
  const [program = '', ...args] = command;
  const started = performance.now();
  const terminal = new headless.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
  const child = pty.spawn(program, args, {
    cols: size.columns,
    rows: size.rows,
    env: { ...process.env, TERM: 'xterm-256color', ...env } as Record<string, string>,
  });
  let bytes = 0;
  let lastAt = started;
  let heard = (): void => {};
  let drawn = (_at: number): void => {};
  const ended = new Promise<void>((resolve) => {
    child.onExit(() => resolve());
  });
  child.onData((text) => {
    bytes += Buffer.byteLength(text);
    const at = performance.now();
    lastAt = at;
    heard();
    terminal.write(text, () => drawn(at));
  });
  const lineAt = (row: number) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
  const rows = Array.from({ length: terminal.rows }, (_, row) => row);
  const screen = (): string =>
    rows.map((row) => lineAt(row)?.translateToString(true, 0, terminal.cols) ?? '').join('\n');
  /** The line under the cursor of a list: it is inverted from one end to the other. */
  const cursorLine = (): string => {
    const row = rows.find((at) => [2, 20, 40].every((x) => lineAt(at)?.getCell(x)?.isInverse()));
    return row === undefined ? '' : `${row} ${lineAt(row)?.translateToString(true)}`;
  };
  return {
    pid: child.pid,
    screen,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`never saw ${pattern} on\n${screen()}`)), 120_000);
        drawn = () => {
          if (!pattern.test(screen())) return;
          clearTimeout(late);
          drawn = () => {};
          resolve(lastAt - started);
        };
        drawn(lastAt);
      }),
    untilAfter: (keys, pattern) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`never saw ${pattern} on\n${screen()}`)), 30_000);
        drawn = (at) => {
          if (!pattern.test(screen())) return;
          clearTimeout(late);
          drawn = () => {};
          resolve(at);
        };
        child.write(keys);
      }),
    press: (keys, quiet = 60) =>
      new Promise((resolve) => {
        const [before, pressed] = [bytes, performance.now()];
        let first: number | null = null;
        let timer = setTimeout(finish, quiet * 4);
        function finish(): void {
          heard = () => {};
          resolve({ bytes: bytes - before, first, last: first === null ? null : lastAt - pressed });
        }
        heard = () => {
          first ??= lastAt - pressed;
          clearTimeout(timer);
          timer = setTimeout(finish, quiet);
        };
        child.write(keys);
      }),
    pressForCursor: (keys) =>
      new Promise((resolve) => {
        const before = cursorLine();
        const pressed = performance.now();
        const finish = (ms: number): void => {
          clearTimeout(late);
          drawn = () => {};
          resolve(ms);
        };
        const late = setTimeout(() => finish(LATEST), LATEST);
        drawn = (at) => {
          const now = cursorLine();
          if (now !== '' && now !== before) finish(at - pressed);
        };
        child.write(keys);
      }),
    listen: (ms) => {
      const before = bytes;
      return new Promise((resolve) => setTimeout(() => resolve(bytes - before), ms));
    },
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which so great a part of them lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
