/** The real program in a pseudo-terminal whose screen can be waited for. */
import { resolve } from 'node:path';
import pty from '@lydell/node-pty';
import headless from '@xterm/headless';

/** Milliseconds without a byte after which a frame is whole. */
const QUIET = 300;
/** A console that never falls silent is taken as it is after so many milliseconds. */
const RESTLESS = 3_000;

/** @param {{ columns: number, rows: number, args: string[], env: Record<string, string>, cwd: string }} options */
export function openSession({ columns, rows, args, env, cwd }) {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  const child = pty.spawn(process.execPath, [resolve('dist/certdeck.js'), ...args], {
    cwd,
    cols: columns,
    rows,
    env: { ...process.env, TERM: 'xterm-256color', NO_COLOR: '', TMUX: '', ...env },
  });
  let changed = () => {};
  let heard = () => {};
  const ended = new Promise((resolve) => child.onExit(resolve));
  child.onData((bytes) => {
    heard();
    terminal.write(bytes, () => changed());
  });
  const screen = () =>
    Array.from({ length: rows }, (_, row) =>
      terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row)?.translateToString(true),
    ).join('\n');
  return {
    terminal,
    screen,
    press: (keys) => child.write(keys),
    until: (pattern, patience) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`never saw ${pattern} on\n${screen()}`)), patience);
        changed = () => {
          if (!new RegExp(pattern, 'm').test(screen())) return;
          changed = () => {};
          clearTimeout(late);
          resolve();
        };
        changed();
      }),
    /** A picture of a frame that is still being written would show two at once. */
    quiet: () =>
      new Promise((resolve) => {
        const enough = () => {
          clearTimeout(last);
          clearTimeout(timer);
          heard = () => {};
          resolve();
        };
        const last = setTimeout(enough, RESTLESS);
        let timer = setTimeout(enough, QUIET);
        heard = () => {
          clearTimeout(timer);
          timer = setTimeout(enough, QUIET);
        };
      }),
    close: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
