/** What entries tell of signing in: attempts that failed, accounts that were locked, and of whom. */
import type { AuditEntry } from '../domain/audit.ts';
import type { Named } from '../domain/record.ts';
import { textIn } from './entry-text.ts';
import { eventOf, wordsOf } from './phase.ts';

const SIGN_IN = /log[\s._-]?[io]n|sign[\s._-]?[io]n|authenticat/i;

export function isSignInAction(action: string): boolean {
  return SIGN_IN.test(action) && !isLockAction(action);
}

/** DigiCert ONE has no action of its own for it: a user is disabled, and the description says why. */
export function isLockAction(action: string): boolean {
  return wordsOf(action).some((word) => word === 'locked' || word === 'lockout') || action === 'DISABLED';
}

export function isFailedSignIn({ action, outcome }: AuditEntry): boolean {
  if (action === null || !isSignInAction(action)) return false;
  return outcome === 'failure' || (outcome === null && eventOf(action)?.phase === 'failure');
}

export function isLock({ action, description }: AuditEntry): boolean {
  if (action === null || !isLockAction(action)) return false;
  return action !== 'DISABLED' || /\blocked\b/i.test(description ?? '');
}

const typedIn = ({ details }: AuditEntry): string | null =>
  textIn(details, ['username', 'user_name', 'userName']);

const namedUser = (name: string): Named => ({ type: 'user', id: name, name });

/** Who tried: the actor, else the name that was typed. */
export function whoTried(record: AuditEntry): Named | null {
  const actor = actorOf(record);
  if (actor !== null) return actor;
  const typed = typedIn(record);
  if (typed !== null) return namedUser(typed);
  const { resource } = record;
  return resource?.type?.toLowerCase() === 'user' && (resource.id ?? resource.name) !== null
    ? resource
    : null;
}

/**
 * Who is locked out: the thing it was done to where that is a user, else the name in the details. Where the
 * actor bears that name it was their own attempt, and tells their id as well.
 */
export function whoIsLocked(record: AuditEntry): Named | null {
  const { resource } = record;
  if ((resource?.id ?? resource?.name ?? null) !== null) return resource;
  const typed = typedIn(record);
  const actor = actorOf(record);
  if (typed === null) return actor;
  const same = [record.actor?.id, record.actor?.name, record.actor?.email].includes(typed);
  return same && actor !== null ? actor : namedUser(typed);
}

function actorOf({ actor }: AuditEntry): Named | null {
  return actor === null || actor.type === 'system' || (actor.id ?? actor.name) === null
    ? null
    : { type: 'user', id: actor.id, name: actor.name };
}
