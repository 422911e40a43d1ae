import { inertLine } from './text.ts';

/** A word as it is typed into a POSIX shell, on one line and inert on the way there. */
export function shellWord(text: string): string {
  const line = inertLine(text);
  return /^[\w@%+=:,./-]+$/.test(line) ? line : `'${line.replaceAll("'", "'\\''")}'`;
}
