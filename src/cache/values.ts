/** Known values of a field, for completion. */
import type { Database } from 'better-sqlite3';
import { KIND_TABLES } from '../domain/kinds.ts';
import type { Kind } from '../domain/record.ts';
import { fold } from '../domain/text.ts';
import type { ValueCount as Known } from './ask.ts';
import { PARTY_PARTS, PARTY_SOURCE } from './read-record.ts';
import { placeOf } from './select/places.ts';
import { prepared } from './statements.ts';

/** The most frequent first; only fields that lie in a dictionary have any. */
export function countValues(
  db: Database,
  kind: Kind,
  field: string,
  prefix: string,
  limit: number,
): readonly Known[] {
  const declared = KIND_TABLES[kind].fields.find(
    ({ name, aliases }) => name === field || aliases?.includes(field),
  );
  const start = fold(prefix);
  const counts = new Map<string, number>();
  for (const path of declared?.paths ?? []) {
    for (const { value, n } of valuesAt(db, kind, path)) {
      if (n > 0 && fold(value).startsWith(start)) counts.set(value, (counts.get(value) ?? 0) + n);
    }
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, limit)
    .map(([value, count]) => ({ value, count }));
}

export interface ValueCount {
  readonly value: string;
  readonly n: number;
}

/** The values of one path and how many records have each; empty when no dictionary holds them. */
export function valuesAt(db: Database, kind: Kind, path: string): readonly ValueCount[] {
  const place = placeOf(kind, path);
  if (place.at === 'term') {
    return prepared(db, 'SELECT value, n FROM term WHERE kind = ? AND field = ?').all(
      kind,
      place.column,
    ) as ValueCount[];
  }
  if (place.at !== 'party') return [];
  const value = PARTY_PARTS[place.part];
  return prepared(
    db,
    `SELECT ${value} AS value, sum(n) AS n FROM ${PARTY_SOURCE}
      WHERE kind = ? AND role = ? AND ${value} IS NOT NULL GROUP BY 1`,
  ).all(kind, place.column) as ValueCount[];
}
