/** Questions to the dictionaries: which keys of a column have a value that passes a test. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { fold } from '../../domain/text.ts';
import { SEPARATOR } from '../profiles.ts';
import { PARTY_PARTS, PARTY_SOURCE } from '../read-record.ts';
import { SHAPES } from '../shape.ts';
import { prepared } from '../statements.ts';
import { type Atom, keysAtom } from './conjunct.ts';
import type { PartyPart } from './places.ts';

type Keys = Extract<Atom, { is: 'keys' }>;
export type TextTest = (value: string) => boolean;
/** What a query needs of the values before they are tested one by one: equal or containing, folded. */
export type Hint = { readonly equal: string } | { readonly contains: string } | null;

interface Found {
  readonly key: number;
  readonly value: string;
  readonly n: number;
}

export function termKeys(db: Database, kind: Kind, column: string, test: TextTest, hint: Hint): Keys {
  const where = hint === null ? '' : 'equal' in hint ? 'AND folded = ?' : 'AND instr(folded, ?) > 0';
  const given = hint === null ? [] : [fold('equal' in hint ? hint.equal : hint.contains)];
  const rows = prepared(db, `SELECT key, value, n FROM term WHERE kind = ? AND field = ? ${where}`).all(
    kind,
    column,
    ...given,
  ) as Found[];
  return keysOf(
    column,
    rows.filter(({ value }) => test(value)),
  );
}

export function partyKeys(db: Database, kind: Kind, column: string, part: PartyPart, test: TextTest): Keys {
  const rows = prepared(
    db,
    `SELECT key, ${PARTY_PARTS[part]} AS value, n FROM ${PARTY_SOURCE}
      WHERE kind = ? AND role = ? AND ${PARTY_PARTS[part]} IS NOT NULL`,
  ).all(kind, column) as Found[];
  return keysOf(
    column,
    rows.filter(({ value }) => test(value)),
  );
}

/**
 * For a bare word: the keys of every dictionary column that has a searchable value passing the test.
 * `looked` are parties whose profile has it; whether it shows in a record depends on the record.
 */
export function wordKeys(
  db: Database,
  kind: Kind,
  test: TextTest,
  hint: Hint,
): { readonly shown: readonly Keys[]; readonly looked: readonly Keys[] } {
  const shown: Keys[] = [];
  const looked: Keys[] = [];
  for (const column of SHAPES[kind]) {
    if (column.store === 'term' && column.computed !== true)
      shown.push(termKeys(db, kind, column.name, test, hint));
    if (column.store !== 'party') continue;
    const { parts, profiles } = partyWords(db, kind, column.name, test);
    shown.push(parts);
    looked.push(profiles);
  }
  const some = (keys: Keys) => keys.keys.size > 0;
  return { shown: shown.filter(some), looked: looked.filter(some) };
}

function partyWords(db: Database, kind: Kind, column: string, test: TextTest) {
  const { id, name, type, email } = PARTY_PARTS;
  const own = `${id} AS id, ${name} AS name, ${type} AS type, ${email} AS email`;
  const rows = prepared(
    db,
    `SELECT key, n, ${own}, profile.folded AS folded FROM ${PARTY_SOURCE} WHERE kind = ? AND role = ?`,
  ).all(kind, column) as (Omit<Found, 'value'> & Record<PartyPart | 'folded', string | null>)[];
  // An account shows no type.
  const parts = rows.filter((row) =>
    [row.id, row.name, column === 'account' ? null : row.type, row.email].some((text) => text && test(text)),
  );
  const profiles = rows.filter(({ folded }) => folded?.split(SEPARATOR).some((text) => text && test(text)));
  return { parts: keysOf(column, parts), profiles: keysOf(column, profiles) };
}

function keysOf(column: string, found: readonly Omit<Found, 'value'>[]): Keys {
  return keysAtom(
    column,
    found.map(({ key, n }) => [key, n]),
  );
}

/** The read state of alerts is no dictionary: nobody counts it, and it has two values. */
export function seenKeys(test: (read: boolean) => boolean): Keys {
  const keys = [0, 1].filter((key) => test(key === 1));
  return keysAtom(
    'seen',
    keys.map((key) => [key, Number.POSITIVE_INFINITY]),
  );
}

/** Everything but these keys: the other values of the column, and "nothing". */
export function otherKeys(db: Database, kind: Kind, column: string, not: Keys): Keys {
  if (column === 'seen') return seenKeys((read) => !not.keys.has(Number(read)));
  const isTerm = SHAPES[kind].some((each) => each.store === 'term' && each.name === column);
  const rows = prepared(
    db,
    `SELECT key, n FROM ${isTerm ? 'term' : 'party'} WHERE kind = ? AND ${isTerm ? 'field' : 'role'} = ?`,
  ).all(kind, column) as Found[];
  const total = prepared(db, 'SELECT coalesce(sum(n), 0) FROM tally WHERE kind = ?')
    .pluck()
    .get(kind) as number;
  let absent = total;
  for (const { n } of rows) absent -= n;
  const left = rows.filter(({ key }) => !not.keys.has(key)).map(({ key, n }) => [key, n] as const);
  return keysAtom(column, not.keys.has(null) || absent <= 0 ? left : [...left, [null, absent]]);
}
