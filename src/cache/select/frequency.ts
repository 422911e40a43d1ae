/** About how many records have a trigram: told by how far back the newest few of them lie. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { prepared } from '../statements.ts';

const SAMPLE = 32;
/** A guess is good for so long, ms. */
const FRESH = 60_000;
const KEPT = 5_000;

interface Guesses {
  readonly at: number;
  readonly counts: Map<string, number>;
}
const guesses = new WeakMap<Database, Guesses>();

export function frequency(db: Database, kind: Kind, expression: string): number {
  let known = guesses.get(db);
  if (known === undefined || performance.now() - known.at > FRESH || known.counts.size > KEPT) {
    known = { at: performance.now(), counts: new Map() };
    guesses.set(db, known);
  }
  const name = `${kind} ${expression}`;
  const count = known.counts.get(name) ?? guess(db, kind, expression);
  known.counts.set(name, count);
  return count;
}

function guess(db: Database, kind: Kind, expression: string): number {
  const sql = `SELECT rowid FROM ${kind}_text WHERE ${kind}_text MATCH ? ORDER BY rowid DESC LIMIT ${SAMPLE}`;
  const newest = prepared(db, sql).pluck().all(expression) as number[];
  const back = newest.at(-1);
  if (newest.length < SAMPLE || back === undefined) return newest.length;
  const first = prepared(db, `SELECT min(row) FROM ${kind}`).pluck().get() as number;
  const last = prepared(db, `SELECT max(row) FROM ${kind}`).pluck().get() as number;
  const all = prepared(db, 'SELECT coalesce(sum(n), 0) FROM tally WHERE kind = ?')
    .pluck()
    .get(kind) as number;
  return Math.min(all, (SAMPLE * (last - first)) / Math.max(1, last - back));
}
