/** The names of the simulated organisation. Domains are those reserved for documentation (RFC 2606). */

const listed = (names: string): readonly string[] => names.trim().split(/,\s*/);

// 37 and 43 have no common divisor: person n takes names n mod 37 and n mod 43, and no pair repeats for 1,591.
export const FIRST_NAMES = listed(`
  Marta, Jonas, Aisha, Łukasz, Priya, Tomás, Ingrid, Kenji, Amara, Pierre, Sofia, Henrik, Leila,
  Daniel, Yuki, Carlos, Nina, Omar, Zoë, Stefan, Grace, Mateo, Hanna, Ravi, Elena, Samuel, Fatima,
  Jürgen, Claire, Andrei, Mei, Patrick, Olga, Victor, Anneke, Kwame, Lucia
`);
export const LAST_NAMES = listed(`
  Lindqvist, Becker, Okafor, Kowalski, Sharma, Herrera, Solberg, Tanaka, Mensah, Laurent, Rossi,
  Nyström, Haddad, Whitfield, Mori, Delgado, Petrov, Rahman, van Dijk, Novak, Bennett, Silva, Virtanen,
  Iyer, Marchetti, Osei, Karimi, Müller, Dubois, Popescu, Chen, Gallagher, Ivanova, Schmid, Bakker,
  Boateng, Moreno, Hoffmann, Nakamura, Eriksen, Fontaine, Costa, Walsh
`);

export interface Team {
  readonly name: string;
  readonly slug: string;
  readonly email: string;
  /** Hosts whose certificates it owns. */
  readonly hosts: readonly string[];
}

const team = (name: string, slug: string, hosts: readonly string[]): Team => ({
  name,
  slug,
  email: `${slug}@example.com`,
  hosts,
});

export const TEAMS: readonly Team[] = [
  team('Payments', 'payments', [
    'pay.example.com',
    'checkout.example.com',
    'ledger.example.net',
    'payouts.example.com',
    'acquirer-gw.example.net',
  ]),
  team('Identity', 'identity', [
    'login.example.com',
    'sso.example.com',
    'directory.example.net',
    'mfa.example.com',
    'scim.example.net',
  ]),
  team('Storefront', 'storefront', [
    'www.example.com',
    'shop.example.com',
    'search.example.com',
    'images.example.net',
    'm.example.com',
  ]),
  team('Network', 'network', [
    'vpn.example.net',
    'proxy-eu.example.net',
    'proxy-us.example.net',
    'radius.example.net',
    'dns-admin.example.net',
  ]),
  team('Logistics', 'logistics', [
    'track.example.com',
    'warehouse.example.net',
    'labels.example.net',
    'carrier-api.example.com',
    'fleet.example.net',
  ]),
  team('Data Platform', 'data-platform', [
    'kafka-01.example.net',
    'warehouse-db.example.net',
    'metrics.example.net',
    'notebooks.example.net',
    'lake.example.net',
  ]),
  team('Platform', 'platform', [
    'api.example.com',
    'registry.example.net',
    'ci.example.net',
    'vault.example.net',
    'k8s-api.example.net',
  ]),
  team('Workplace', 'workplace', [
    'mail.example.com',
    'wiki.example.net',
    'files.example.net',
    'print.example.net',
    'legacy-ftp.example.net',
  ]),
];

/** What service users are for; each team has some. */
export const SERVICE_ROLES = ['acme', 'renewal', 'ci-issuance', 'terraform'] as const;

export const AGENT_SITES = ['web-eu', 'web-us', 'app-eu', 'app-us', 'edge', 'db'] as const;
