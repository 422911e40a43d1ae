/** Secrets: where the configuration says one is kept, and the reading of it. */
import { execFile } from 'node:child_process';
import { inspect } from 'node:util';
import { FailureError } from '../domain/failure.ts';
import type { Secret } from '../platforms/declaration.ts';
import { expand } from './paths.ts';
import { LARGEST, readSecretFile, tooLarge, type Unreadable } from './secret-file.ts';

export type SecretSource =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'command'; readonly argv: readonly string[] };

export interface SecretTools {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** What a relative `file` starts from: the folder of the configuration. */
  readonly base: string;
  /** Milliseconds a `command` or the other end of a pipe may take. */
  readonly timeout: number;
}

export type SecretRead =
  | { readonly ok: true; readonly secret: Secret }
  | { readonly ok: false; readonly what: string; readonly fix: string };

/** No printing, logging, serialising or inspecting shows it: the value lives in a closure. */
class Hidden implements Secret {
  readonly #read: () => string;
  constructor(read: () => string) {
    this.#read = read;
  }
  reveal(): string {
    return this.#read();
  }
  toJSON(): '[secret]' {
    return '[secret]';
  }
  toString(): '[secret]' {
    return '[secret]';
  }
  [inspect.custom](): '[secret]' {
    return '[secret]';
  }
}

export function secretOf(value: string): Secret {
  return new Hidden(() => value);
}

/** Stands where a command that never talks to a platform did not read the secret. */
export function unreadSecret(setting: string): Secret {
  return new Hidden(() => {
    throw new FailureError({
      code: 'INTERNAL',
      what: `${setting} was asked for by a command that does not read secrets`,
      next: 'Please report this.',
    });
  });
}

type Raw = string | Unreadable;

/** Characters. What is shorter is a slip, and hiding it in every text would garble the texts. */
const SHORTEST = 6;

/** Reads a secret; what is wrong is told without a word of the value. */
export async function readSecret(source: SecretSource, tools: SecretTools): Promise<SecretRead> {
  const raw = await READERS[source.kind](source as never, tools);
  if (typeof raw !== 'string') return { ok: false, ...raw };
  const value = raw.replace(/[\r\n]+$/, '');
  const from = placeOf(source);
  if (value === '') return { ok: false, what: `${from} is empty`, fix: 'Put the secret there.' };
  if (/[\u0000-\u001f\u007f]/.test(value)) {
    return {
      ok: false,
      what: `${from} holds more than one line, or control characters`,
      fix: 'Leave only the secret itself there, on one line.',
    };
  }
  if (value.length < SHORTEST) {
    return {
      ok: false,
      what: `${from} holds fewer than ${SHORTEST} characters, too few for a secret`,
      fix: 'Put the whole secret there, as the platform gave it out.',
    };
  }
  return { ok: true, secret: secretOf(value) };
}

function placeOf(source: SecretSource): string {
  switch (source.kind) {
    case 'literal':
      return 'the secret';
    case 'env':
      return `the environment variable ${source.name}`;
    case 'file':
      return `the file ${source.path}`;
    case 'command':
      return `the output of ${source.argv[0]}`;
    default:
      return source satisfies never;
  }
}

const READERS: {
  readonly [K in SecretSource['kind']]: (
    source: Extract<SecretSource, { kind: K }>,
    tools: SecretTools,
  ) => Promise<Raw>;
} = {
  literal: async ({ text }) => text,
  env: async ({ name }, { env }) =>
    env[name] ?? {
      what: `the environment variable ${name} is not set`,
      fix: `Set it before certdeck starts: export ${name}=...`,
    },
  file: ({ path }, { home, base, timeout }) => readSecretFile(expand(path, home, base), path, timeout),
  command: ({ argv }, tools) => output(argv, tools),
};

/** Runs a command without a shell and gives what it printed; its stderr may hold secrets and is dropped. */
function output(argv: readonly string[], { env, base, timeout }: SecretTools): Promise<Raw> {
  const [program = '', ...args] = argv;
  const options = { env: { ...env }, cwd: base, timeout, maxBuffer: LARGEST, killSignal: 'SIGKILL' as const };
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (error, stdout) => {
      if (error === null) return resolve(stdout);
      if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
        return resolve(tooLarge(`the output of ${program}`));
      const reason = error.killed
        ? `did not end within ${timeout / 1000} s`
        : typeof error.code === 'number'
          ? `ended with code ${error.code}`
          : `could not run (${error.code ?? error.signal ?? 'unknown error'})`;
      resolve({
        what: `the command ${program} ${reason}`,
        fix: 'Run the command by hand and see what it says.',
      });
    });
    child.stdin?.end();
  });
}
