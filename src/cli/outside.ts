/** What the console can do outside of its screen: stop until the shell brings it back, and open a text elsewhere. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failureOf } from '../domain/failure.ts';
import type { Io } from './io.ts';

/** Where nobody can bring a process back the system does not stop it either: then it goes on after this (ms). */
const STOPPED_BY_THEN = 50;

/** The programs a user may name, and what every system has. */
const PROGRAMS = {
  editor: { names: ['VISUAL', 'EDITOR'], fallback: 'vi' },
  pager: { names: ['PAGER'], fallback: 'less' },
} as const;

export function outside({ env }: Pick<Io, 'env'>) {
  return {
    /** Stops the whole job, whoever started it with us, and resolves when it goes on. */
    async stop(): Promise<void> {
      process.kill(0, 'SIGTSTP');
      await new Promise((resolve) => setTimeout(resolve, STOPPED_BY_THEN));
    },
    /** Opens a text in $EDITOR or $PAGER from a file only this user can read; what went wrong, or null. */
    async show(text: string, by: keyof typeof PROGRAMS, extension: string): Promise<string | null> {
      const left = await opened(env, text, by, extension);
      return 'problem' in left ? left.problem : null;
    },
    /** Opens a text in $EDITOR; as it was left there, or what went wrong. */
    edit: (text: string, extension: string): Promise<Left> => opened(env, text, 'editor', extension),
  };
}

/** How a text was left by the program it was opened in. */
type Left = { readonly text: string } | { readonly problem: string };

async function opened(
  env: Io['env'],
  text: string,
  by: keyof typeof PROGRAMS,
  extension: string,
): Promise<Left> {
  const { names, fallback } = PROGRAMS[by];
  const program =
    names.map((name) => env[name]).find((word) => word !== undefined && word !== '') ?? fallback;
  const dir = await mkdtemp(join(tmpdir(), 'certdeck-'));
  try {
    const file = join(dir, `text.${extension}`);
    await writeFile(file, text, { mode: 0o600 });
    // The variable may hold options, as `code --wait`: the shell takes it apart, the file is never part of it.
    const child = spawn('/bin/sh', ['-c', `${program} "$1"`, 'sh', file], {
      stdio: 'inherit',
      env: { ...env },
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) return { problem: `${program} ended with ${code ?? 'a signal'}` };
    return { text: by === 'editor' ? await readFile(file, 'utf8') : text };
  } catch (thrown) {
    return { problem: failureOf(thrown).what };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
