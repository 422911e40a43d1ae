/** The words for operating system errors on files, by code. */
const FILE_ERRORS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  ELOOP: 'its symbolic links go in a circle',
  EISDIR: 'is a folder',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
  EIO: 'the disk reports a read error',
  ESTALE: 'the network file system has lost it',
  ENAMETOOLONG: 'its name is too long',
};

export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : '';
}

/** Why a file could not be read, in words. */
export function fileError(error: unknown): string {
  return FILE_ERRORS[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}

/** Codes of a path that leads nowhere. */
export const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);
