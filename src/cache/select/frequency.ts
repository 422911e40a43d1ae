/** At most how many records have a term of the text index. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { frequencies } from '../text-index/text-search.ts';

/** What was counted is good enough for so long, ms. */
const FRESH = 60_000;
const KEPT = 5_000;

interface Counted {
  readonly at: number;
  readonly counts: Map<string, number>;
}
const counted = new WeakMap<Database, Counted>();

/** In the order of the terms. A count leads a search; it is never shown. */
export function frequency(db: Database, kind: Kind, terms: readonly number[]): readonly number[] {
  let known = counted.get(db);
  if (known === undefined || performance.now() - known.at > FRESH || known.counts.size > KEPT) {
    known = { at: performance.now(), counts: new Map() };
    counted.set(db, known);
  }
  const { counts } = known;
  const asked = terms.filter((term) => !counts.has(`${kind} ${term}`));
  for (const [at, n] of frequencies(db, kind, asked).entries()) counts.set(`${kind} ${asked[at]}`, n);
  return terms.map((term) => counts.get(`${kind} ${term}`) ?? 0);
}
