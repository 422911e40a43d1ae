/** A file in place of the clipboard, for what is too long for it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../domain/failure.ts';
import type { Io } from './io.ts';

/** Writes into the folder the console was started in, under a name of its own each time, readable to this user only. */
export function copyKeeper({ cwd, clock }: Pick<Io, 'cwd' | 'clock'>) {
  return async (text: string): Promise<Result<string>> => {
    const stamp = new Date(clock()).toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
    const file = join(cwd, `certdeck-copy-${stamp}.txt`);
    try {
      await writeFile(file, text.endsWith('\n') ? text : `${text}\n`, { mode: 0o600, flag: 'wx' });
      return ok(file);
    } catch (thrown) {
      const cause = thrown instanceof Error ? thrown.message : String(thrown);
      return fail({
        code: 'FILE_UNWRITABLE',
        what: `${file} cannot be written`,
        cause,
        next: 'Start certdeck in a folder you may write to.',
        where: file,
      });
    }
  };
}
