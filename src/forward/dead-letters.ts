/** What a target refuses for good: one line of JSON each in a file for its owner's eyes, so that nothing is lost. */
import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FailureError } from '../domain/failure.ts';
import { jsonText } from '../domain/text.ts';
import { toIso } from '../domain/time.ts';
import type { OutEvent } from './target.ts';

export interface Refused {
  readonly event: OutEvent;
  readonly why: string;
}

export interface DeadLetters {
  readonly file: string;
  /** Resolves when the lines are on the disk. Throws FILE_UNWRITABLE. */
  add(refused: readonly Refused[], at: number): Promise<void>;
}

/** The file of a target under a folder of the program's state. */
export const deadLetterFile = (stateDir: string, target: string): string =>
  join(stateDir, 'forward', `${target}.dead-letters.jsonl`);

export function openDeadLetters(file: string, target: string): DeadLetters {
  return {
    file,
    async add(refused, at) {
      const lines = refused.map(({ event, why }) => {
        const { id, ref, body } = event;
        return `${jsonText({ at: toIso(at), target, id, ref, happened: toIso(event.at), why, event: body })}\n`;
      });
      try {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        const handle = await open(file, 'a+', 0o600);
        try {
          await handle.chmod(0o600);
          const { size } = await handle.stat();
          try {
            // What a kill left of a line would spoil the first of these.
            await handle.writeFile(`${(await endsWithin(handle, size)) ? '\n' : ''}${lines.join('')}`);
            await handle.sync();
          } catch (thrown) {
            // They are written again when there is room.
            await handle.truncate(size).catch(() => {});
            throw thrown;
          }
        } finally {
          await handle.close();
        }
      } catch (thrown) {
        throw new FailureError({
          code: 'FILE_UNWRITABLE',
          what: `what ${target} refused could not be written to ${file}`,
          cause: (thrown as Error).message,
          next: 'Make room or mend the permissions of the folder; nothing is skipped before that.',
          where: file,
        });
      }
    },
  };
}

/** Whether a file of so many bytes ends in the middle of a line. */
async function endsWithin(handle: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

/** Bytes of a dead-letter file; 0 where there is none. */
export const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );
