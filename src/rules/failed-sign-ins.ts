import type { AuditEntry } from '../domain/audit.ts';
import type { Named } from '../domain/record.ts';
import { formatDuration, MINUTE, SECOND, utcDate } from '../domain/time.ts';
import { isOwn, MOST_ENTRIES } from './cases.ts';
import { nameOf, reasonOf } from './entry-text.ts';
import { entry, user } from './example.ts';
import type { Case, Derived, Evidence, Rule, Timed } from './rule.ts';
import { isFailedSignIn, isLock, isLockAction, isSignInAction, whoIsLocked, whoTried } from './sign-in.ts';

/** Guessing and spraying: many refusals of one user, or from one address that tries several users. */
export const FAILED_SIGN_INS: Rule = {
  name: 'failed-sign-ins',
  about: 'Many failed sign-ins of one user, or of several users from one address, in a short time',
  reads: 'audit entries of sign-ins that failed, and of accounts that were locked',
  derives: 'alert',
  settings: [
    {
      name: 'attempts',
      type: 'number',
      // Many platforms lock an account at the fifth: this is told before.
      default: 4,
      least: 2,
      most: MOST_ENTRIES,
      help: 'how many failed sign-ins are many',
    },
    {
      name: 'within',
      type: 'duration',
      default: 10 * MINUTE,
      least: SECOND,
      most: 1_440 * MINUTE,
      help: 'the time they have to come in',
    },
  ],
  actions: (action) => isSignInAction(action) || isLockAction(action),
  keys: (record) => {
    if (record.kind !== 'audit') return [];
    if (isLock(record)) {
      // The attempts may know the one or the other.
      const { id = null, name = null } = whoIsLocked(record) ?? {};
      return [id, name].filter((each) => each !== null).map((each) => `user ${each}`);
    }
    if (!isFailedSignIn(record)) return [];
    const who = whoTried(record);
    return [
      ...(who === null ? [] : [`user ${who.id ?? who.name}`]),
      ...(record.ip === null ? [] : [`address ${record.ip}`]),
    ];
  },
  // Of every failure it reads, it has to see the lock that came of it, or that it met.
  reach: ({ within = 0 }) => ({ before: 2 * within, after: within }),
  least: ({ attempts = 4 }) => attempts,
  derive: (one, { attempts = 4, within = 0 }) => {
    const burst = burstOf(one, attempts, within);
    if (burst === null) return [];
    const users = new Set(burst.entries.map(({ record }) => nameOf(whoTried(record))));
    // One user from one address is the user's alert already.
    if (one.key.startsWith('address ') && users.size < 2) return [];
    return [alertOf(one, burst, users)];
  },
  examples: [
    {
      about: 'a user who fails often enough is told once, when it became many',
      given: ['10:00:00', '10:00:10', '10:00:20', '10:03:00'].map((at, i) =>
        entry(`f${i}`, `2026-08-20T${at}Z`, {
          action: 'LOGIN_ERROR',
          outcome: 'failure',
          actor: user('ada'),
          description: 'wrong password',
        }),
      ),
      found: [
        {
          kind: 'alert',
          type: 'FAILED_SIGN_INS',
          severity: 'warning',
          title: 'Many failed sign-ins of ada',
          message: '4 failed sign-ins within 3m; last: wrong password',
          createdAt: Date.UTC(2026, 7, 20, 10, 0, 20),
        },
      ],
      thresholds: { attempts: 3 },
    },
    {
      about: 'failures around a lock are told by the lock; those hours later are not',
      given: [
        ...['10:00:00', '10:00:10', '10:00:20', '10:00:40', '18:00:00', '18:00:10', '18:00:20'].map((at, i) =>
          entry(`k${i}`, `2026-08-20T${at}Z`, {
            action: 'LOGIN_ERROR',
            outcome: 'failure',
            actor: user('ada'),
          }),
        ),
        entry('lock', '2026-08-20T10:00:30Z', {
          action: 'DISABLED',
          resource: { type: 'USER', id: 'u-ada', name: 'ada' },
          description: 'ada locked after 3 failed sign-ins.',
        }),
      ],
      found: [{ message: '3 failed sign-ins within 20s', createdAt: Date.UTC(2026, 7, 20, 18, 0, 20) }],
      thresholds: { attempts: 3 },
    },
    {
      about: 'a burst over midnight counts, slow failures do not',
      given: ['19T23:59:30', '20T00:00:10', '20T00:00:20', '20T09:00:00', '20T10:00:00', '20T11:00:00'].map(
        (at, i) =>
          entry(`m${i}`, `2026-08-${at}Z`, {
            action: 'auth.login.failed',
            outcome: 'failure',
            actor: user('bo'),
          }),
      ),
      found: [{ message: '3 failed sign-ins within 50s' }],
      thresholds: { attempts: 3 },
    },
    {
      about: 'one address that tries several users',
      given: ['ada', 'bo', 'cy'].map((name, i) =>
        entry(`s${i}`, `2026-08-20T10:00:0${i}Z`, {
          action: 'auth.login.failed',
          outcome: 'failure',
          actor: user(name),
          ip: '192.0.2.50',
        }),
      ),
      found: [
        {
          title: 'Many failed sign-ins from 192.0.2.50',
          message: '3 failed sign-ins within 2s of ada, bo, cy',
          entity: { type: 'address', id: '192.0.2.50', name: '192.0.2.50' },
        },
      ],
      thresholds: { attempts: 3 },
    },
  ],
};

interface Burst {
  readonly entries: readonly Timed<AuditEntry>[];
  /** When it became many, ms. */
  readonly at: number;
}

/**
 * Every failure that is one of `attempts` within the time, where the last of them lies in the case's day. Those
 * around a lock of the user are told with the lock.
 */
function burstOf(one: Case, attempts: number, within: number): Burst | null {
  const read = one.entries.filter((each): each is Timed<AuditEntry> => each.record.kind === 'audit');
  const locks = read.filter(({ record }) => isLock(record)).map(({ at }) => at);
  const all = read.filter(
    ({ at, record }) => !isLock(record) && !locks.some((lock) => Math.abs(lock - at) <= within),
  );
  const chosen = new Set<Timed<AuditEntry>>();
  let at: number | null = null;
  for (let last = attempts - 1; last < all.length; last += 1) {
    const tail = all[last];
    const head = all[last - attempts + 1];
    if (tail === undefined || head === undefined || !isOwn(one, tail.at)) continue;
    if (tail.at - head.at > within) continue;
    at ??= tail.at;
    for (const each of all.slice(last - attempts + 1, last + 1)) chosen.add(each);
  }
  if (at !== null) return { entries: [...chosen], at };
  const last = all.at(-1);
  // As many in a day as a case can read are many, however slowly they came.
  return one.full && last !== undefined && isOwn(one, last.at) ? { entries: all, at: last.at } : null;
}

function alertOf(one: Case, { entries, at }: Burst, users: ReadonlySet<string | null>): Derived {
  const isUser = one.key.startsWith('user ');
  const first = entries[0];
  const last = entries.at(-1);
  const id = one.key.slice(one.key.indexOf(' ') + 1);
  const entity: Named = isUser
    ? ((first === undefined ? null : whoTried(first.record)) ?? { type: 'user', id, name: null })
    : { type: 'address', id, name: id };
  const reason = last === undefined ? null : reasonOf(last.record);
  const many = `${one.full ? 'at least ' : ''}${entries.length} failed sign-ins`;
  const took = formatDuration((last?.at ?? 0) - (first?.at ?? 0));
  const names = [...users].filter((name) => name !== null);
  const of = isUser
    ? ''
    : ` of ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
  return {
    anchor: utcDate(one.from),
    restsOn: entries.map(({ record }): Evidence => record),
    record: {
      kind: 'alert',
      severity: 'warning',
      type: 'FAILED_SIGN_INS',
      title: `Many failed sign-ins ${isUser ? 'of' : 'from'} ${nameOf(entity) ?? id}`,
      message: `${many} within ${took}${of}${reason === null ? '' : `; last: ${reason}`}`,
      entity,
      createdAt: at,
    },
  };
}
