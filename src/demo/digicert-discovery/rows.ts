/** Rows of the Discovery audit log as published at dev.digicert.com/discovery-api/audit-logs/list-audit-logs/. */
import type { Person } from '../people.ts';
import { between, mixText, pick } from '../random.ts';
import type { Ledger } from '../story/ledger.ts';
import type { World } from '../world.ts';

/** A type alias, not an interface: its columns are read by name, too. */
export type Row = {
  readonly id: number;
  readonly userId: number;
  readonly userName: string;
  readonly divisionId: number | null;
  readonly divisionName: string;
  readonly module: string;
  readonly function: string;
  readonly message: string;
  readonly detailMessage: string;
  readonly ipAddress: string;
  readonly ipCountry: string;
  /** UTC ms. */
  readonly createdDate: number;
};

const FIRST_ID = 1_254_001;
const FIRST_USER = 7_286_246;

export interface Rows {
  /** How many rows there are at an instant. */
  count(now: number): number;
  /** Row `place`, oldest first. */
  row(place: number): Row;
}

export function createRows(world: World, ledger: Ledger): Rows {
  const { users, accounts } = world.people;
  const numbers = new Map(users.map((user, index) => [user, FIRST_USER + index * 7]));
  const [main] = accounts;
  const nobody = {
    userId: -1,
    userName: 'System',
    // As published: a division with its number only, or with neither number nor name.
    divisionId: Number(main?.friendlyId ?? 1),
    divisionName: '',
    ipAddress: '',
    ipCountry: '',
  };
  const whoIs = (person: Person) => {
    const hash = mixText(world.seed, `desk ${person.id}`);
    const apart = person.account !== main;
    return {
      userId: numbers.get(person) ?? FIRST_USER,
      userName: person.name,
      divisionId: apart ? Number(person.account.friendlyId) : null,
      divisionName: apart ? person.account.name : '',
      ipAddress: `198.51.100.${between(hash, 130, 250)}`,
      ipCountry: pick(hash, ['', '', 'DE', 'GB', 'US']),
    };
  };
  return {
    count: (now) => ledger.count('discovery', now),
    row(place) {
      const { at, by, module, function: done, message, detail } = ledger.item('discovery', place);
      const { userId, userName, divisionId, divisionName, ...from } = by === null ? nobody : whoIs(by);
      return {
        id: FIRST_ID + place,
        userId,
        userName,
        divisionId,
        divisionName,
        module,
        function: done,
        message,
        detailMessage: detail,
        ...from,
        createdDate: Math.floor(at),
      };
    },
  };
}
