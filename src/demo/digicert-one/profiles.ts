/** User and account objects, shaped as the published examples. */
import { isoDate, isoSeconds } from '../clock-times.ts';
import type { Account, People, Person } from '../people.ts';
import { below, mixText, uuid } from '../random.ts';
import type { World } from '../world.ts';

const APPLICATIONS: readonly (readonly [name: string, permissions: readonly string[]])[] = [
  ['Trust Lifecycle', ['VIEW_EM_SEAT', 'VIEW_EM_AUDIT_LOG', 'VIEW_EM_CERTIFICATE', 'VIEW_EM_PROFILE']],
  ['IoT Trust', ['VIEW_IOT_CERTIFICATE', 'VIEW_IOT_ENROLLMENT_PROFILE']],
  ['Document Trust', ['MANAGE_DSM_VIEW_CERTIFICATE_PROFILES', 'MANAGE_DSM_VIEW_VALIDATIONS']],
  ['Account Manager', ['MANAGE_AM_ACCOUNT', 'VIEW_AM_AUDIT_LOG']],
  ['CA Manager', ['VIEW_CM_LICENSE']],
  ['Software Trust', ['MANAGE_SM_CERTIFICATE_PROFILE', 'VIEW_SM_CERTIFICATE', 'SIGN_SM_HASH']],
];

const period = (account: Account) => ({ from: isoDate(account.from), to: isoDate(account.to) });

export function userObject(world: World, person: Person): Record<string, unknown> {
  const { people, seed } = world;
  const service = person.type === 'service';
  const shown = APPLICATIONS.filter(
    ([name], index) => name === 'Account Manager' || below(mixText(index, person.id), 3) > 0,
  );
  return {
    id: person.id,
    ...(service
      ? {}
      : { user_name: person.name, first_name: person.first, last_name: person.last, phone: '+1 555 0100' }),
    email: person.email,
    status: person.status,
    access_scope: 'account',
    primary_account_id: person.account.id,
    created_at: isoSeconds(person.createdAt),
    created_by: people.admins[below(mixText(seed, person.id), people.admins.length)]?.id ?? people.system.id,
    user_type: person.type,
    ...(service ? { friendly_name: person.name, description: `${person.team.name} automation` } : {}),
    locale: 'en_US',
    applications: shown.map(([name, permissions]) => ({
      id: uuid(mixText(seed, `application-${name}`)),
      name,
      permissions,
    })),
    accounts: [
      {
        id: person.account.id,
        name: person.account.name,
        active: person.account.active,
        service_period: period(person.account),
        friendly_identifier: person.account.friendlyId,
        locale: 'en_US',
      },
    ],
  };
}

export function accountObject(people: People, account: Account): Record<string, unknown> {
  const ours = people.admins.filter((admin) => admin.account === account);
  return {
    id: account.id,
    name: account.name,
    active: account.active,
    service_period: period(account),
    friendly_identifier: account.friendlyId,
    admins: (ours.length > 0 ? ours : people.admins.slice(0, 1)).map((admin) => ({
      id: admin.id,
      name: `${admin.first} ${admin.last}`,
      email: admin.email,
    })),
    sign_in_methods: [
      {
        signInMethod: 'standard',
        status: 'enabled',
        mfaStatus: account.active ? 'enabled' : 'disabled',
        clientAuthCertLoginEnabled: true,
      },
    ],
    oauth_clients: [],
    locale: 'en_US',
  };
}
