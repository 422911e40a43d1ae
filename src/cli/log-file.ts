/** `--log-file`: what happened, one JSON object a line. Only facts free of secrets are ever handed to it. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { FailureError } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import { jsonText } from '../domain/text.ts';

export interface LogFile {
  /** Appends `{ at, event, ...facts }`. */
  note(event: string, facts?: Readonly<Record<string, Json>>): void;
  close(): void;
}

export const NO_LOG: LogFile = { note: () => {}, close: () => {} };

/** Opens the log for appending (mode 0600); throws a failure that names the file when that cannot be done. */
export function openLog(file: string, cwd: string, clock: () => number): LogFile {
  const path = resolve(cwd, file);
  let handle: number;
  try {
    handle = openSync(path, 'a', 0o600);
  } catch (thrown) {
    const reason = (thrown as NodeJS.ErrnoException).code ?? String(thrown);
    throw new FailureError({
      code: 'FILE_UNWRITABLE',
      what: `the log file ${path} cannot be written (${reason})`,
      next: 'Name another file with --log-file.',
      where: path,
    });
  }
  let open = true;
  return {
    // Written at once: the line before a crash is the one that matters.
    note(event, facts = {}) {
      if (!open) return;
      try {
        writeSync(handle, `${jsonText({ at: new Date(clock()).toISOString(), event, ...facts })}\n`);
      } catch {
        // A full disk must not end the work that is being logged.
      }
    },
    close() {
      if (open) closeSync(handle);
      open = false;
    },
  };
}
