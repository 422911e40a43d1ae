/** The journal of reveals: who was shown what the policy hides, when, of what. One JSON object a line. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { stateDir } from '../config/paths.ts';
import { FailureError } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import { maskJson } from '../domain/masked-json.ts';
import { jsonText } from '../domain/text.ts';
import type { Io } from './io.ts';

export const journalFile = (io: Io): string => join(stateDir(io), 'reveals.jsonl');

/** Appends at once (mode 0600). Throws FILE_UNWRITABLE: what cannot be noted is not to be revealed. */
export function noteReveal(io: Io, what: Readonly<Record<string, Json>>): void {
  const file = journalFile(io);
  // A query may be about a secret: the journal is read by others than the one who asked.
  const line = { at: new Date(io.clock()).toISOString(), user: user(), ...(maskJson(what).value as object) };
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    appendFileSync(file, `${jsonText(line)}\n`, { mode: 0o600 });
  } catch (thrown) {
    throw new FailureError({
      code: 'FILE_UNWRITABLE',
      what: `the journal of reveals ${file} cannot be written, so nothing is revealed`,
      cause: (thrown as Error).message,
      next: 'Check the folder and its permissions.',
      where: file,
    });
  }
}

function user(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the password file has a number.
    return String(process.getuid?.() ?? 'unknown');
  }
}
