import { DAY, MINUTE } from '../domain/time.ts';
import { isOwn } from './cases.ts';
import { nameOf, reasonOf } from './entry-text.ts';
import { entry, user } from './example.ts';
import type { Rule } from './rule.ts';
import { isFailedSignIn, isLock, isLockAction, isSignInAction, whoIsLocked, whoTried } from './sign-in.ts';

/** Somebody, or some automation, can no longer sign in. */
export const ACCOUNT_LOCKED: Rule = {
  name: 'account-locked',
  about: 'A user or service user that a platform has locked',
  reads:
    'audit entries of accounts that were locked, or disabled because they were, and of sign-ins that failed',
  derives: 'alert',
  settings: [
    {
      name: 'within',
      type: 'duration',
      default: 10 * MINUTE,
      least: 0,
      most: DAY,
      help: 'how long before and after a lock a failed sign-in belongs to it',
    },
  ],
  actions: (action) => isLockAction(action) || isSignInAction(action),
  keys: (record) => {
    if (record.kind !== 'audit') return [];
    const locked = isLock(record);
    if (!locked && !isFailedSignIn(record)) return [];
    const who = locked ? whoIsLocked(record) : whoTried(record);
    const key = who?.id ?? who?.name ?? (locked ? record.id : null);
    return key === null ? [] : [key];
  },
  reach: ({ within = 0 }) => ({ before: within, after: within }),
  // The failures that led to a lock are its story: failed-sign-ins tells them only where no lock came of them.
  derive: (one, { within = 0 }) =>
    one.entries.flatMap(({ at, record }) => {
      if (record.kind !== 'audit' || !isLock(record) || !isOwn(one, at)) return [];
      const entity = whoIsLocked(record);
      const attempts = one.entries.filter(
        (each) => each.record.kind === 'audit' && !isLock(each.record) && Math.abs(each.at - at) <= within,
      );
      return [
        {
          anchor: record.id,
          restsOn: [record, ...attempts.map((each) => each.record)],
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
    {
      about: 'the name that was typed is the actor, and the lock has the id the attempts have',
      given: [
        ...['10:00:00', '10:00:10', '10:00:20', '10:00:30'].map((at, i) =>
          entry(`f${i}`, `2026-08-20T${at}Z`, {
            action: 'auth.login.failed',
            outcome: 'failure',
            actor: { type: 'user', id: 'u-1', name: 'ada@example.com', email: 'ada@example.com' },
          }),
        ),
        entry('lock', '2026-08-20T10:00:31Z', {
          action: 'auth.account.locked',
          actor: { type: 'user', id: 'u-1', name: 'ada@example.com', email: 'ada@example.com' },
          details: { username: 'ada@example.com' },
        }),
      ],
      found: [
        {
          type: 'ACCOUNT_LOCKED',
          entity: { type: 'user', id: 'u-1', name: 'ada@example.com' },
        },
      ],
    },
  ],
};
