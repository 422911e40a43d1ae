/** Who and what takes part in a scene: picked once a block, so that its eight entries tell one story. */

import type { Account, Person } from '../people.ts';
import { mix, mixText, pick, uuid } from '../random.ts';
import type { World } from '../world.ts';

export type Role =
  | 'admin'
  | 'user'
  | 'other'
  | 'leaver'
  | 'locked'
  | 'pending'
  | 'service'
  | 'retired'
  | 'system';
export type Thing =
  | Role
  | 'key'
  | 'oldKey'
  | 'certificate'
  | 'account'
  | 'licence'
  | 'role'
  | 'saml'
  | 'oidc'
  | 'oauth'
  | 'oauthConfig';

/** Anything an entry can be about. */
export interface Resource {
  readonly id: string;
  readonly name: string;
}

export type Cast = Readonly<Record<Role, Person>> &
  Readonly<Record<Exclude<Thing, Role | 'account'>, Resource>> & { readonly account: Account };

/** All resources that are no people; entries share these objects, so none is held twice. */
export interface Resources {
  readonly certificates: readonly Resource[];
  readonly licences: readonly Resource[];
  readonly roles: readonly Resource[];
  readonly saml: readonly Resource[];
  readonly oidc: readonly Resource[];
  readonly oauth: readonly Resource[];
  readonly oauthConfig: readonly Resource[];
  /** Who still works here, and who does not: nobody who is gone signs in. */
  readonly active: readonly Person[];
  readonly leavers: readonly Person[];
  readonly locked: readonly Person[];
  readonly pending: readonly Person[];
  readonly services: readonly Person[];
  readonly retired: readonly Person[];
  /** API tokens of a service user, oldest first. */
  keys(service: Person): readonly Resource[];
}

const LICENCES = [
  'Trust Lifecycle seats (500)',
  'Public TLS certificates (2,000)',
  'Private TLS certificates (10,000)',
  'Client certificates (1,500)',
  'Software Trust signatures (50,000)',
];
const ROLES = ['AM_ACCOUNT_ADMIN', 'AM_VIEW_ONLY', 'AM_USER_MANAGER', 'EM_CERTIFICATE_MANAGER', 'SM_SIGNER'];

export function createResources(world: World): Resources {
  const named = (space: string, names: readonly string[]): Resource[] =>
    names.map((name, index) => ({ id: uuid(mix(mixText(world.seed, space), index)), name }));
  const { users, services } = world.people;
  const keys = new Map(
    services.map((service, index) => [
      service,
      named(
        `key-${index}`,
        ['2023', '2024', '2025', '2026'].map((year) => `${service.name}-${year}`),
      ),
    ]),
  );
  return {
    certificates: world.estate.clientCertificates.map(({ id, commonName }) => ({ id, name: commonName })),
    licences: named('licence', LICENCES),
    roles: named('role', ROLES),
    saml: named('saml', ['Example workforce SAML', 'Partner SAML']),
    oidc: named('oidc', ['Example workforce OIDC', 'Build systems OIDC']),
    oauth: named('oauth', ['ticketing-connector', 'siem-connector', 'inventory-connector']),
    oauthConfig: named('oauth-config', ['Account OAuth settings']),
    active: users.filter(({ status }) => status === 'ACTIVE'),
    leavers: users.filter(({ status }) => status === 'DELETED'),
    locked: users.filter(({ status }) => status === 'LOCKED'),
    pending: users.filter(({ status }) => status === 'PENDING'),
    services: services.filter(({ status }) => status === 'ACTIVE'),
    retired: services.filter(({ status }) => status !== 'ACTIVE'),
    keys: (service) => keys.get(service) ?? [],
  };
}

/** The cast of one block. */
export function castOf(world: World, resources: Resources, hash: number): Cast {
  const { people } = world;
  const draw = <T>(place: number, list: readonly T[]): T => pick(mix(hash, 100 + place), list);
  const service = draw(0, resources.services);
  const keys = resources.keys(service);
  const admin = draw(1, people.admins);
  return {
    service,
    admin,
    user: draw(2, resources.active),
    other: draw(3, resources.active),
    leaver: draw(4, resources.leavers),
    locked: draw(14, resources.locked),
    pending: draw(15, resources.pending),
    retired: draw(16, resources.retired),
    system: people.system,
    key: draw(5, keys.slice(2)),
    oldKey: draw(6, keys.slice(0, 2)),
    certificate: draw(7, resources.certificates),
    account: admin.account,
    licence: draw(8, resources.licences),
    role: draw(9, resources.roles),
    saml: draw(10, resources.saml),
    oidc: draw(11, resources.oidc),
    oauth: draw(12, resources.oauth),
    oauthConfig: draw(13, resources.oauthConfig),
  };
}
