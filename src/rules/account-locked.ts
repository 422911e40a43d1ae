import type { AuditEntry } from '../domain/audit.ts';
import type { Named } from '../domain/record.ts';
import { isOwn } from './cases.ts';
import { nameOf, reasonOf, textIn } from './entry-text.ts';
import { entry, user } from './example.ts';
import { wordsOf } from './phase.ts';
import type { Rule } from './rule.ts';

/** Somebody, or some automation, can no longer sign in. */
export const ACCOUNT_LOCKED: Rule = {
  name: 'account-locked',
  about: 'A user or service user that a platform has locked',
  reads: 'audit entries of accounts that were locked, or disabled because they were',
  derives: 'alert',
  settings: [],
  // DigiCert ONE has no action of its own for it: a user is disabled, and the description says why.
  actions: (action) =>
    wordsOf(action).some((word) => word === 'locked' || word === 'lockout') || action === 'DISABLED',
  keys: (record) => {
    if (record.kind !== 'audit' || !isLock(record)) return [];
    const who = whoOf(record);
    return [who?.id ?? who?.name ?? record.id];
  },
  reach: () => ({ before: 0, after: 0 }),
  derive: (one) =>
    one.entries.flatMap(({ at, record }) => {
      if (record.kind !== 'audit' || !isOwn(one, at)) return [];
      const entity = whoOf(record);
      return [
        {
          anchor: record.id,
          restsOn: [record],
          record: {
            kind: 'alert' as const,
            severity: 'warning' as const,
            type: 'ACCOUNT_LOCKED',
            title: `${nameOf(entity) ?? 'An account'} is locked`,
            message: reasonOf(record),
            entity,
            createdAt: at,
          },
        },
      ];
    }),
  examples: [
    {
      about: 'a lock has an action of its own, or a description that says so',
      given: [
        entry('l1', '2026-08-20T10:00:00Z', {
          action: 'auth.account.locked',
          resource: { type: 'user', id: 'user-7', name: 'ada' },
          details: { username: 'ada', attempt_count: 5 },
          description: 'Account locked after 5 attempts',
        }),
        entry('l2', '2026-08-20T11:00:00Z', {
          action: 'DISABLED',
          resource: { type: 'USER', id: 'u-2', name: 'bo' },
          actor: user('admin'),
          description: 'bo locked after 5 failed sign-ins.',
        }),
        entry('l3', '2026-08-20T12:00:00Z', {
          action: 'DISABLED',
          resource: { type: 'USER', id: 'u-3', name: 'cy' },
          description: 'cy disabled: left the company.',
        }),
      ],
      found: [
        { type: 'ACCOUNT_LOCKED', title: 'ada is locked', message: 'Account locked after 5 attempts' },
        { title: 'bo is locked', entity: { type: 'USER', id: 'u-2', name: 'bo' } },
      ],
    },
  ],
};

function isLock({ action, description }: AuditEntry): boolean {
  return action !== 'DISABLED' || /\blocked\b/i.test(description ?? '');
}

/** Who is locked out: the thing it was done to where that is a user, else the name in the details. */
function whoOf({ resource, details, actor }: AuditEntry): Named | null {
  if ((resource?.id ?? resource?.name ?? null) !== null) return resource;
  const name = textIn(details, ['username', 'user_name', 'userName']);
  if (name !== null) return { type: 'user', id: name, name };
  return actor === null || actor.type === 'system' ? null : { type: 'user', id: actor.id, name: actor.name };
}
