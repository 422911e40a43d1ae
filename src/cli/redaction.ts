/** The policy of this run: what the configuration hides, unless it was asked to reveal, which is noted. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stateDir } from '../config/paths.ts';
import type { RedactionChoice } from '../config/redaction-section.ts';
import type { Settings } from '../config/settings.ts';
import { FailureError } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import { NOTHING_HIDDEN, type Redaction, SECRETS_ONLY } from '../domain/redaction-policy.ts';
import type { Option } from './command.ts';
import type { Context } from './context.ts';
import { noteReveal } from './reveals.ts';

export const REVEAL: Option & { readonly type: 'flag' } = {
  type: 'flag',
  about: 'hide nothing: secrets and personal data as they are; noted in a local journal',
};

/**
 * With `reveal` nothing is hidden, once that is noted with what was asked for; without a journal nothing is revealed
 * (FILE_UNWRITABLE).
 */
export async function redactionFor(
  settings: Pick<Settings, 'sections'>,
  { io }: Pick<Context, 'io'>,
  reveal: { readonly asked: boolean; readonly what: Readonly<Record<string, Json>> } = {
    asked: false,
    what: {},
  },
): Promise<Redaction> {
  if (reveal.asked) {
    noteReveal(io, reveal.what);
    return NOTHING_HIDDEN;
  }
  const choice = settings.sections?.redaction as RedactionChoice | undefined;
  if (choice === undefined) return SECRETS_ONLY;
  const { secrets, personal, how } = choice;
  return { secrets, personal, how, salt: how === 'hash' && personal.length > 0 ? await saltOf(io) : '' };
}

const SALT = /^[0-9a-f]{64}$/;

/** Made once on this machine, so that hashes of today are those of last year. */
async function saltOf(io: Context['io']): Promise<string> {
  const file = join(stateDir(io), 'redaction-salt');
  try {
    const { randomBytes } = await import('node:crypto');
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    // Whoever comes second reads what the first has written.
    await writeFile(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 }).catch((thrown) => {
      if (thrown.code !== 'EEXIST') throw thrown;
    });
    const salt = (await readFile(file, 'utf8')).trim();
    if (SALT.test(salt)) return salt;
    throw new Error('it does not hold 64 hexadecimal digits');
  } catch (thrown) {
    throw new FailureError({
      code: 'FILE_UNREADABLE',
      what: `the salt ${file} of hashed personal data cannot be used`,
      cause: (thrown as Error).message,
      next: 'Check the file and its folder, or write how = "mask" below [redaction].',
      where: file,
    });
  }
}
