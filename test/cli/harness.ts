/** Runs the program in this process: words in; exit code, stdout and stderr out. */
import { Writable } from 'node:stream';
import { run } from '../../src/cli/run.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: () => number;
  readonly signal?: AbortSignal;
  readonly columns?: number;
  /** Told each piece of stdout as it is written. */
  readonly onOut?: (text: string) => void;
}

class Captured extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number;
  readonly #onText: (text: string) => void;
  constructor(columns: number | undefined, onText: (text: string) => void = () => {}) {
    super({ decodeStrings: false });
    this.isTTY = columns !== undefined;
    this.columns = columns ?? 0;
    this.#onText = onText;
  }
  override _write(chunk: string, _encoding: string, done: () => void): void {
    this.text += chunk;
    this.#onText(chunk);
    done();
  }
}

/** A home of its own, so that no run meets another's files or the developer's. */
export function newHome(): string {
  return temporaryFolder('cli');
}

export async function certdeck(
  home: string,
  argv: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  const stdout = new Captured(options.columns, options.onOut);
  const stderr = new Captured(undefined);
  const code = await run(argv, {
    stdout,
    stderr,
    stdin: { isTTY: options.columns !== undefined },
    env: options.env ?? {},
    home,
    cwd: home,
    clock: options.clock ?? Date.now,
    signal: options.signal ?? new AbortController().signal,
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}
