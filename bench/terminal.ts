/** A program in a pseudo-terminal, with a clock on what it writes. */
import pty from '@lydell/node-pty';
import headless from '@xterm/headless';

export interface Session {
  /** Milliseconds from the start of the program until the screen first matched. */
  until(pattern: RegExp): Promise<number>;
  /** Writes keys and waits until the program has been silent for `quiet` ms; bytes, and ms to the last one. */
  press(keys: string, quiet?: number): Promise<{ readonly bytes: number; readonly ms: number }>;
  screen(): string;
  readonly pid: number;
  close(): Promise<void>;
}

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
  let drawn = (): void => {};
  const ended = new Promise<void>((resolve) => {
    child.onExit(() => resolve());
  });
  child.onData((text) => {
    bytes += Buffer.byteLength(text);
    lastAt = performance.now();
    heard();
    terminal.write(text, () => drawn());
  });
  const screen = (): string =>
    Array.from(
      { length: terminal.rows },
      (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
    ).join('\n');
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
        drawn();
      }),
    press: (keys, quiet = 60) =>
      new Promise((resolve) => {
        const [before, pressed] = [bytes, performance.now()];
        let timer = setTimeout(finish, quiet * 4);
        function finish(): void {
          heard = () => {};
          resolve({ bytes: bytes - before, ms: bytes === before ? 0 : lastAt - pressed });
        }
        heard = () => {
          clearTimeout(timer);
          timer = setTimeout(finish, quiet);
        };
        child.write(keys);
      }),
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
