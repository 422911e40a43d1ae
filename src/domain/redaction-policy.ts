/** What is to be hidden, as plain data: it goes to the threads that write. */
import { MASK } from './secrets.ts';
import { fold } from './text.ts';

export interface Redaction {
  /** Keys, tokens, passwords and the like are masked. */
  readonly secrets: boolean;
  /** Fields by their path (`actor.email`) or its last part, and members of documents by their name, in any case. */
  readonly personal: readonly string[];
  /** `hash` gives the same value the same sign, so that what one person did can still be counted. */
  readonly how: 'mask' | 'hash';
  /** Keys the hashes, so that nobody can try names; of this machine alone. */
  readonly salt: string;
}

export const SECRETS_ONLY: Redaction = { secrets: true, personal: [], how: 'mask', salt: '' };
export const NOTHING_HIDDEN: Redaction = { ...SECRETS_ONLY, secrets: false };

export const hidesPersonal = ({ personal }: Redaction): boolean => personal.length > 0;
export const hidesAnything = (policy: Redaction): boolean => policy.secrets || hidesPersonal(policy);

/** The policy as a reader of the file is told it: without what keys the hashes. */
export const hiddenBy = ({ secrets, personal, how }: Redaction): Omit<Redaction, 'salt'> => ({
  secrets,
  personal,
  how,
});

/** The same in a line. */
export function hiddenWords({ secrets, personal, how }: Redaction): string {
  const names = [...(secrets ? ['secrets'] : []), ...personal];
  if (names.length === 0) return 'nothing';
  return names.join(', ') + (how === 'hash' && personal.length > 0 ? ' (personal data as hashes)' : '');
}

/** Whether the policy hides what stands at a path: by the whole of it, or by an end of it. */
export function isPersonal(path: string, { personal }: Redaction): boolean {
  return personal.length > 0 && isAmong(new Set(personal.map(fold)), path);
}

/** Whether a path, or an end of it, is among names that are folded. */
export function isAmong(names: ReadonlySet<string>, path: string): boolean {
  for (let end = fold(path); ; end = end.slice(end.indexOf('.') + 1)) {
    if (names.has(end)) return true;
    if (!end.includes('.')) return false;
  }
}

/** What stands for a personal value: the mask, or its hash. */
export function signOf(text: string, { how, salt }: Redaction): string {
  if (how === 'mask') return MASK;
  // Loaded with the first hash: few policies have one.
  const crypto = process.getBuiltinModule('node:crypto');
  return `~${crypto.createHmac('sha256', salt).update(fold(text)).digest('hex').slice(0, 12)}`;
}
