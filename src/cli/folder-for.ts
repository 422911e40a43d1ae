import { mkdir } from 'node:fs/promises';
import { FailureError } from '../domain/failure.ts';

/** Makes a folder that files are to go into, with those above it; harmless where it is there. Throws FILE_UNWRITABLE. */
export async function folderFor(folder: string, mode?: number): Promise<void> {
  await mkdir(folder, { recursive: true, ...(mode === undefined ? {} : { mode }) }).catch((thrown: Error) => {
    throw new FailureError(
      {
        code: 'FILE_UNWRITABLE',
        what: `${folder} cannot be made`,
        cause: thrown.message,
        next: 'Check the folder and its permissions.',
        where: folder,
      },
      { cause: thrown },
    );
  });
}
