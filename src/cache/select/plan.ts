/** A selection made ready to run: read, compiled, and with the test that has the last word. */
import type { Database } from 'better-sqlite3';
import { FailureError } from '../../domain/failure.ts';
import { type AnyRecord, type Kind, parseRef, type Ref, refOf } from '../../domain/record.ts';
import { parseQuery } from '../../query/parse.ts';
import { predicate } from '../../query/predicate.ts';
import type { Node } from '../../query/tree.ts';
import type { Selection } from '../ask.ts';
import { idHashOf } from '../hash.ts';
import { rowsOfHash } from '../id-index/lookup.ts';
import { prepared } from '../statements.ts';
import { combined } from './combine.ts';
import { compile } from './compile.ts';
import type { RowRange } from './condition.ts';
import { type Conjunct, one, product } from './conjunct.ts';

export interface Plan {
  readonly kind: Kind;
  readonly conjuncts: readonly Conjunct[];
  readonly test: (record: AnyRecord) => boolean;
  /** The keys there are; null when the kind has no record. */
  readonly extent: RowRange | null;
  /** How many ms a key may lie before its time. */
  readonly spread: number;
  /** Records of the kind. */
  readonly known: number;
}

export function planOf(db: Database, selection: Selection): Plan {
  const { kind, query, now, longRunningAfter, newSince = null, only } = selection;
  const tree = treeOf(query, kind, { now, longRunningAfter });
  const pins = laidOn(db, 'pin', kind);
  const notes = laidOn(db, 'note', kind);
  const muted = new Set(prepared(db, 'SELECT cause FROM muted').pluck().all() as string[]);
  const matches = predicate(tree, {
    now,
    longRunningAfter,
    newSince,
    isPinned: (ref) => pins.has(ref),
    isNoted: (ref) => notes.has(ref),
    isMuted: (cause) => muted.has(cause),
  });
  const pinned = () => rowsOf(db, kind, pins);
  const noted = () => rowsOf(db, kind, notes);
  const compiled = compile(tree, { db, kind, now, longRunningAfter, newSince, pinned, noted, muted });
  const listed = only === undefined ? null : new Set(only);
  const asked = listed === null ? compiled : within(compiled, rowsOf(db, kind, listed));
  const test =
    listed === null ? matches : (record: AnyRecord) => listed.has(refOf(record)) && matches(record);
  const conjuncts = asked.flatMap((each) => combined(db, kind, each) ?? []);
  const { n, spread } = prepared(
    db,
    'SELECT coalesce(sum(n), 0) AS n, coalesce(max(spread), 0) AS spread FROM tally WHERE kind = ?',
  ).get(kind) as { n: number; spread: number };
  return { kind, conjuncts, test, extent: extentOf(db, kind), spread, known: n };
}

function treeOf(query: string, kind: Kind, context: { now: number; longRunningAfter: number }): Node {
  const { tree, problems } = parseQuery(query, kind, context);
  if (tree !== null) return tree;
  const problem = problems.find(({ level }) => level === 'error');
  throw new FailureError({
    code: 'QUERY_INVALID',
    what: `the query is not valid: ${problem?.message ?? 'it cannot be read'}`,
    next: `Look at column ${(problem?.span.start ?? 0) + 1} of the query.`,
  });
}

function extentOf(db: Database, kind: Kind): RowRange | null {
  const first = prepared(db, `SELECT min(row) FROM ${kind}`).pluck().get() as number | null;
  const last = prepared(db, `SELECT max(row) FROM ${kind}`).pluck().get() as number | null;
  return first === null || last === null ? null : { first, last };
}

/** The records of a kind that the user has pinned, or written a note on. */
function laidOn(db: Database, table: 'pin' | 'note', kind: Kind): ReadonlySet<Ref> {
  const found = prepared(db, `SELECT platform, id FROM ${table} WHERE kind = ?`).all(kind) as {
    readonly platform: string;
    readonly id: string;
  }[];
  return new Set(found.map((each) => refOf({ kind, ...each })));
}

function rowsOf(db: Database, kind: Kind, refs: ReadonlySet<Ref>): ReadonlySet<number> {
  const rows = new Set<number>();
  for (const ref of refs) {
    const parsed = parseRef(ref);
    const row = parsed?.kind === kind ? rowOf(db, kind, parsed.platform, parsed.id) : null;
    if (row !== null) rows.add(row);
  }
  return rows;
}

/** The alternatives of a query among some rows. */
function within(conjuncts: readonly Conjunct[], rows: ReadonlySet<number>): readonly Conjunct[] {
  if (rows.size === 0) return [];
  const listed = [one({ is: 'rows', rows })];
  // More alternatives than can be joined: every one of the rows is tested.
  return product(conjuncts, listed) ?? [one({ is: 'rows', rows }, null)];
}

/** The row of a record by its identity; null when the cache has none. */
export function rowOf(db: Database, kind: Kind, platform: string, id: string): number | null {
  const is = prepared(
    db,
    `SELECT 1 FROM ${kind} WHERE row = ? AND id = ? AND platform =
       (SELECT key FROM term WHERE kind = ? AND field = 'platform' AND value = ?)`,
  );
  const rows = rowsOfHash(db, kind, idHashOf(id));
  return rows.find((row) => is.get(row, id, kind, platform) !== undefined) ?? null;
}
