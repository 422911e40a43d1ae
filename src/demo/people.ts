/** Accounts, users and service users of the simulated organisation; the same people act on every platform. */
import { DAY } from './clock-times.ts';
import { FIRST_NAMES, LAST_NAMES, SERVICE_ROLES, TEAMS, type Team } from './names.ts';
import { below, between, mix, mixText, pick, uuid } from './random.ts';

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly friendlyId: string;
  readonly from: number;
  readonly to: number;
  readonly active: boolean;
}

export type PersonStatus = 'ACTIVE' | 'DELETED' | 'PENDING' | 'LOCKED';

export interface Person {
  readonly id: string;
  readonly type: 'standard' | 'service';
  /** As audit entries name the actor: user name, or a service user's friendly name. */
  readonly name: string;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly status: PersonStatus;
  /** False: the platform has forgotten this user, a look-up answers 404. */
  readonly listed: boolean;
  readonly account: Account;
  readonly team: Team;
  readonly createdAt: number;
}

export interface People {
  readonly accounts: readonly Account[];
  readonly users: readonly Person[];
  readonly admins: readonly Person[];
  readonly services: readonly Person[];
  /** The platform itself, which sends reminders. */
  readonly system: Person;
  readonly byId: ReadonlyMap<string, Person>;
}

/** Standard users: 60 in a small world, up to 500 in a large one; the first 60 are the same in both. */
function crowd(entries: number): number {
  return Math.min(500, Math.max(60, Math.floor(entries / 200)));
}

/** What became of the users and service users who did not simply stay. */
const USER_FATES: Readonly<Record<number, PersonStatus | 'GONE'>> = {
  7: 'GONE',
  13: 'DELETED',
  21: 'LOCKED',
  29: 'PENDING',
  34: 'LOCKED',
  41: 'GONE',
  52: 'DELETED',
};
const SERVICE_FATES: Readonly<Record<number, PersonStatus | 'GONE'>> = {
  6: 'GONE',
  11: 'DELETED',
  19: 'LOCKED',
};

function plain(name: string): string {
  return name
    .replace('ł', 'l')
    .replace('Ł', 'L')
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .replaceAll(' ', '')
    .toLowerCase();
}

function accountsOf(seed: number, start: number): Account[] {
  const names = ['Example Corporation', 'Example Payments Ltd', 'Example Retail Europe', 'Example Labs'];
  return names.map((name, index) => {
    const h = mix(mixText(seed, 'account'), index);
    return {
      id: uuid(h),
      name,
      friendlyId: String(between(h, 1_000_000, 9_999_999)),
      from: start - (400 + index * 211) * DAY,
      to: start + (index === 3 ? -12 : 330 - index * 40) * DAY,
      active: index !== 3,
    };
  });
}

export function createPeople(seed: number, start: number, entries: number): People {
  const accounts = accountsOf(seed, start);
  // Most work happens in the first account; the last is closed, and only people who are gone belong to it.
  const accountFor = (h: number, here: boolean) =>
    accounts[(here ? [0, 0, 0, 1, 1, 2] : [0, 1, 3])[below(h, here ? 6 : 3)] ?? 0] ?? pick(h, accounts);
  const person = (space: string, index: number, status: PersonStatus | 'GONE') => {
    const h = mix(mixText(seed, space), index);
    return {
      id: uuid(h),
      status: status === 'GONE' ? ('DELETED' as const) : status,
      listed: status !== 'GONE',
      account: accountFor(mix(h, 9), status === 'ACTIVE'),
      createdAt: start - between(mix(h, 10), 100, 1500) * DAY - below(mix(h, 11), DAY),
    };
  };
  const turn = below(seed, 1591);
  const users = Array.from({ length: crowd(entries) }, (_, index): Person => {
    const first = FIRST_NAMES[(index + turn) % FIRST_NAMES.length] ?? '';
    const last = LAST_NAMES[(index + turn) % LAST_NAMES.length] ?? '';
    const name = `${plain(first)}.${plain(last)}`;
    const team = TEAMS[index % TEAMS.length] ?? pick(index, TEAMS);
    const base = person('user', index, USER_FATES[index] ?? 'ACTIVE');
    return { ...base, type: 'standard', name, first, last, email: `${name}@example.com`, team };
  });
  const services = TEAMS.flatMap((team, at) =>
    SERVICE_ROLES.map((role, roleAt): Person => {
      const index = at * SERVICE_ROLES.length + roleAt;
      const name = `svc-${role}-${team.slug}`;
      const base = person('service', index, SERVICE_FATES[index] ?? 'ACTIVE');
      return { ...base, type: 'service', name, first: '', last: '', email: team.email, team };
    }),
  );
  const system: Person = {
    ...person('system', 0, 'ACTIVE'),
    type: 'service',
    name: 'Account Manager',
    first: '',
    last: '',
    email: 'noreply@example.com',
    team: pick(0, TEAMS),
    account: accounts[0] ?? pick(0, accounts),
  };
  const everyone = [...users, ...services, system];
  return {
    accounts,
    users,
    admins: users.filter((user, index) => index % 8 === 0 && user.status === 'ACTIVE'),
    services,
    system,
    byId: new Map(everyone.map((one) => [one.id, one])),
  };
}
