/**
 * Sorted by the value of a dictionary first and time second: one value after the other, each newest first,
 * so that "errors first" answers from indexes like the default order does.
 */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { classesOf } from '../../query/rank.ts';
import type { Selection, Sort } from '../ask.ts';
import { PARTY_PARTS, PARTY_SOURCE } from '../read-record.ts';
import type { Reading } from '../rows.ts';
import { type Conjunct, keysAtom, one, product } from '../select/conjunct.ts';
import { placeOf } from '../select/places.ts';
import { type Plan, planOf } from '../select/plan.ts';
import type { Slices } from '../slices.ts';
import { prepared } from '../statements.ts';
import { collectByTime } from './by-time.ts';
import type { Collected, Position, Stretch } from './position.ts';
import { byKey, type SortKey } from './sort-key.ts';

interface ValueGroup {
  readonly value: SortKey;
  readonly conjuncts: readonly Conjunct[];
  /** Has the last word on what its conjuncts leave open. */
  readonly test: Plan['test'];
}

/** The classes of a named order as groups; null when the sort is by something else. */
export function classGroups(db: Database, selection: Selection, sort: Sort): readonly ValueGroup[] | null {
  const classes = classesOf(selection.kind, sort.field);
  if (classes === null) return null;
  // Which records are meant is for the selection's own plan to say.
  const { only: _, ...whole } = selection;
  return classes
    .map((query, value) => ({ value, ...planOf(db, { ...whole, query }) }))
    .sort((a, b) => byKey(a.value, b.value, sort));
}

/** Null when the field lies in no dictionary, or has so many values that a pass over the records is cheaper. */
export function valueGroups(db: Database, { kind, known }: Plan, sort: Sort): readonly ValueGroup[] | null {
  const counted = countedValues(db, kind, sort.field);
  if (counted === null) return null;
  const { column, rows } = counted;
  const groups = new Map<SortKey, [number | null, number][]>();
  let absent = known;
  for (const { key, value, n } of rows) {
    absent -= n;
    if (n > 0) groups.set(value, [...(groups.get(value) ?? []), [key, n]]);
  }
  if (absent > 0) groups.set(null, [...(groups.get(null) ?? []), [null, absent]]);
  if (groups.size > MOST_VALUES) return null;
  return [...groups]
    .map(([value, keys]) => ({ value, conjuncts: [one(keysAtom(column, keys))], test: () => true }))
    .sort((a, b) => byKey(a.value, b.value, sort));
}

const MOST_VALUES = 1_000;

interface Counted {
  readonly key: number;
  readonly value: string | boolean | null;
  readonly n: number;
}

function countedValues(
  db: Database,
  kind: Kind,
  path: string,
): { readonly column: string; readonly rows: readonly Counted[] } | null {
  const place = placeOf(kind, path);
  if (place.at === 'seen') {
    const n = Number.POSITIVE_INFINITY;
    return { column: 'seen', rows: [0, 1].map((key) => ({ key, value: key === 1, n })) };
  }
  if (place.at === 'term') {
    const sql = 'SELECT key, value, n FROM term WHERE kind = ? AND field = ?';
    return { column: place.column, rows: prepared(db, sql).all(kind, place.column) as Counted[] };
  }
  if (place.at !== 'party') return null;
  const sql = `SELECT key, ${PARTY_PARTS[place.part]} AS value, n FROM ${PARTY_SOURCE} WHERE kind = ? AND role = ?`;
  return { column: place.column, rows: prepared(db, sql).all(kind, place.column) as Counted[] };
}

/** The part of a plan that lies in a group. */
export function inGroup(plan: Plan, { conjuncts, test }: Omit<ValueGroup, 'value'>): Plan {
  return {
    ...plan,
    // More alternatives than can be joined: those of the query alone, and every record is tested for both.
    conjuncts:
      product(plan.conjuncts, conjuncts) ?? plan.conjuncts.map(({ atoms }) => ({ atoms, sure: null })),
    test: (record) => plan.test(record) && test(record),
  };
}

export async function collectByValue(
  reading: Reading,
  plan: Plan,
  groups: readonly ValueGroup[],
  { from, side, most }: Stretch,
  newest: boolean,
  slices: Slices,
  preview: (found: readonly Position[], scanned: number) => void,
): Promise<Collected> {
  const forward = side !== 'before';
  const inTurn = forward ? groups : groups.toReversed();
  const start =
    from === null
      ? 0
      : Math.max(
          0,
          inTurn.findIndex(({ value }) => value === from.keys?.[0]),
        );
  const positions: Position[] = [];
  let more = false;
  for (const { value, ...group } of inTurn.slice(start)) {
    const part = inGroup(plan, group);
    if (part.conjuncts.length === 0) continue;
    const own = from !== null && value === from.keys?.[0];
    const stretch: Stretch = {
      from: own ? from : null,
      side: own || side === 'before' ? side : 'after',
      most: most - positions.length,
    };
    const valued = (found: readonly Position[]) => found.map((position) => ({ ...position, keys: [value] }));
    const found = await collectByTime(reading, part, stretch, newest, slices, (rows, scanned) =>
      preview([...positions, ...valued(rows)], scanned),
    );
    if (forward) positions.push(...valued(found.positions));
    else positions.unshift(...valued(found.positions));
    more = found.more;
    if (more) break;
    if (slices.due) {
      if (forward) preview(positions, 0);
      await slices.pause();
    }
  }
  return { positions, more };
}
