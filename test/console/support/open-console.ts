/** The built program in a real pseudo-terminal, with a home of its own: for stories a user would tell. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pty from '@lydell/node-pty';
import { IDLE_SIGNAL } from '../../../components/start.ts';
import { COMPILED } from '../../support/compiled.ts';
import { createScreen, type Screen } from './screen.ts';

export interface ConsoleAsk {
  readonly args?: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Under a shell with job control: stopped, it says `the shell has it` and waits for Return to bring it back. */
  readonly jobControl?: boolean;
  /** File for what the program says besides, and below it for its exit code: there is no terminal to read either. */
  readonly stderr?: string;
  /** A home made before, with what an earlier run left there; the caller removes it. */
  readonly home?: Home;
}

export interface Exit {
  readonly code: number;
  /** What was written after the alternate screen was left. */
  readonly after: string;
  /** The modes that are not as a shell expects them; empty after a clean exit. */
  readonly left: readonly string[];
}

export interface OpenedConsole extends Omit<Screen, 'feed' | 'look' | 'idles'>, AsyncDisposable {
  readonly home: Home;
  /** Types bytes as they would arrive in one read. */
  press(keys: string): void;
  /** Resolves when the program has drawn everything it knew of since the last key or resize. */
  settled(): Promise<void>;
  /** Closes the terminal under the program, and waits until both have ended. */
  hangUp(): Promise<void>;
  /** Sends a signal to the program itself. */
  signal(name: NodeJS.Signals): void;
  readonly exit: Promise<Exit>;
}

/** The folders of one user: configuration, state, and where the program was started. */
export interface Home {
  readonly folder: string;
  readonly config: string;
  readonly state: string;
  /** The working directory, where exports go. */
  readonly work: string;
  remove(): void;
}

const ROOT = resolve(import.meta.dirname, '../../..');
export const PROGRAM = join(ROOT, 'dist', 'certdeck.js');

/** Runs a program; leaves in files beside `$0` its process id, and the terminal's modes before and after it. */
const SHELL = [
  'stty -a > "$0.before"',
  `sh -c 'echo $$ > "$0.pid"; exec "$@"' "$0" "$@"`,
  'code=$?',
  'stty -a > "$0.after"',
  'exit $code',
].join('; ');

/** The same, where the program can be stopped and brought back, by a shell that has its own modes meanwhile. */
const JOB_SHELL = SHELL.replace(
  'stty -a > "$0.before"',
  'stty -a > "$0.before"; own=$(stty -g); set -m',
).replace(
  'code=$?',
  'code=$?; if [ $code -gt 140 ]; then stty -a > "$0.stopped"; stty "$own"; echo the shell has it; read answer; fg; code=$?; fi',
);

/** Outlives its terminal, to keep what the program said and how it ended. */
const HUNG_UP_SHELL = `trap : HUP; sh -c 'echo $$ > "$0.pid"; exec "$@"' "$0" "$@" 2> "$SAID"; echo $? >> "$SAID"`;

export function newHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), 'certdeck-story-'));
  const home = {
    folder,
    config: join(folder, 'config', 'certdeck', 'config.toml'),
    state: join(folder, 'state'),
    work: join(folder, 'work'),
  };
  for (const made of [dirname(home.config), home.state, home.work]) mkdirSync(made, { recursive: true });
  return { ...home, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

export function homeEnv({ folder, state }: Home): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_STATE_HOME: state,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    ...COMPILED,
  };
}

export function openConsole(ask: ConsoleAsk = {}): OpenedConsole {
  const { args = [], columns = 120, rows = 40, env = {}, jobControl = false, stderr, home = newHome() } = ask;
  const shell = stderr !== undefined ? HUNG_UP_SHELL : jobControl ? JOB_SHELL : SHELL;
  const screen = createScreen(columns, rows);
  const modes = join(home.folder, 'terminal');
  const child = pty.spawn('/bin/sh', ['-c', shell, modes, process.execPath, PROGRAM, ...args], {
    cols: columns,
    rows,
    cwd: home.work,
    env: { ...homeEnv(home), [IDLE_SIGNAL]: '1', ...(stderr !== undefined && { SAID: stderr }), ...env },
  });
  child.onData(screen.feed);
  let seen = 0;
  let running = true;
  const exit = new Promise<Exit>((done) => {
    child.onExit(({ exitCode }) => {
      running = false;
      done({ code: exitCode, after: afterScreen(screen.raw()), left: leftModes(screen.raw(), modes) });
    });
  });
  const signal = (name: NodeJS.Signals): void => {
    process.kill(Number(readFileSync(`${modes}.pid`, 'utf8')), name);
  };
  const end = (): void => {
    try {
      signal('SIGKILL');
      // Its shell would wait for an answer for ever.
      if (jobControl) child.kill('SIGKILL');
    } catch {
      // It had not begun, or has just ended by itself.
      child.kill('SIGKILL');
    }
  };
  return {
    get columns() {
      return screen.columns;
    },
    get rows() {
      return screen.rows;
    },
    home,
    text: screen.text,
    cells: screen.cells,
    until: screen.until,
    raw: screen.raw,
    press(keys) {
      seen = screen.idles();
      child.write(keys);
    },
    async settled() {
      await screen.until(() => screen.idles() > seen);
    },
    resize(newColumns, newRows) {
      seen = screen.idles();
      screen.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    async hangUp() {
      (child as unknown as { destroy(): void }).destroy();
      await exit;
    },
    signal,
    exit,
    async [Symbol.asyncDispose]() {
      if (running) end();
      await exit;
      if (ask.home === undefined) home.remove();
    },
  };
}

const LEAVE = '\u001b[?1049l';

function afterScreen(raw: string): string {
  const at = raw.lastIndexOf(LEAVE);
  return at < 0 ? raw : raw.slice(at + LEAVE.length);
}

/** How a shell expects the switches a program may have turned. */
const EXPECTED: Readonly<Record<string, 'h' | 'l'>> = {
  '25': 'h', // cursor shown
  '1049': 'l', // first screen
  '2004': 'l', // bracketed paste
  '1000': 'l', // mouse, in all its ways
  '1002': 'l',
  '1003': 'l',
  '1006': 'l',
  '2026': 'l', // synchronized output
};

function leftModes(raw: string, modes: string): readonly string[] {
  const wrong: string[] = [];
  for (const [mode, expected] of Object.entries(EXPECTED)) {
    const last = [...raw.matchAll(new RegExp(`\\u001b\\[\\?${mode}([hl])`, 'g'))].at(-1)?.[1];
    if (last !== undefined && last !== expected) wrong.push(`?${mode}${last}`);
  }
  const [before, after] = ['before', 'after'].map((when) => {
    const file = `${modes}.${when}`;
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  });
  return before === after ? wrong : [...wrong, `stty: ${after}`];
}
