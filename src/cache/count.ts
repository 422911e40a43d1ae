/** How many records a selection means. */

import type { Count, Selection } from './ask.ts';
import { howFar } from './order/by-time.ts';
import { FIRST_ROW, LAST_ROW } from './row-key.ts';
import type { Reading } from './rows.ts';
import { isExact } from './select/conjunct.ts';
import { type Plan, planOf } from './select/plan.ts';
import { walk } from './select/walk.ts';
import { Slices, type Task } from './slices.ts';
import { prepared } from './statements.ts';
import { tallyCombinations } from './tallies.ts';

export async function countRecords(reading: Reading, selection: Selection, task: Task): Promise<Count> {
  const plan = planOf(reading.db, selection);
  const slices = new Slices(task);
  const matched =
    known(plan) ??
    (await tallied(reading, plan, slices)) ??
    (await inIndex(reading, plan, slices)) ??
    (await counted(reading, plan, slices));
  return { matched, exact: true };
}

/** What needs no index: everything, nothing, or the values of one dictionary column. */
function known({ conjuncts, known: all }: Plan): number | null {
  if (conjuncts.length === 0) return 0;
  const [only, ...more] = conjuncts;
  if (only === undefined || more.length > 0 || !isExact(only) || only.atoms.length > 1) return null;
  const [atom] = only.atoms;
  if (atom === undefined) return all;
  return atom.is === 'keys' && Number.isSafeInteger(atom.n) ? atom.n : null;
}

async function tallied(reading: Reading, plan: Plan, slices: Slices): Promise<number | null> {
  const counts = await tallyCombinations(reading, plan, slices);
  if (counts === null) return null;
  let matched = 0;
  for (const count of counts.values()) matched += count;
  return matched;
}

/** Rows of an index counted in one step. */
const AT_ONCE = 65_536;

/** The records with some values of one column, which nobody counts as they change: as its index holds them. */
async function inIndex({ db }: Reading, { kind, conjuncts }: Plan, slices: Slices): Promise<number | null> {
  const [only, ...more] = conjuncts;
  if (only === undefined || more.length > 0 || !isExact(only) || only.atoms.length !== 1) return null;
  const [atom] = only.atoms;
  if (atom?.is !== 'keys' || atom.keys.has(null)) return null;
  const statement = prepared(
    db,
    `SELECT count(*) AS n, max(row) AS last FROM (
       SELECT row FROM ${kind} INDEXED BY ${kind}_${atom.column}
         WHERE "${atom.column}" = ? AND row > CAST(? AS INTEGER) ORDER BY row LIMIT ${AT_ONCE})`,
  );
  let matched = 0;
  for (const key of atom.keys.keys()) {
    for (let after: number | null = FIRST_ROW - 1; after !== null; ) {
      const { n, last } = statement.get(key, after) as { n: number; last: number | null };
      matched += n;
      after = n < AT_ONCE ? null : last;
      if (slices.due) await slices.pause();
    }
  }
  return matched;
}

async function counted({ db, reader }: Reading, plan: Plan, slices: Slices): Promise<number> {
  const within = { first: FIRST_ROW, last: LAST_ROW };
  let matched = 0;
  let at = LAST_ROW;
  let steps = 0;
  for (const row of walk(db, reader, plan, { direction: 'older', within, expect: 512 })) {
    if (row !== null) {
      matched += 1;
      at = row;
    }
    steps += 1;
    if ((row === null || steps % 512 === 0) && slices.due) {
      await slices.pause(() => ({ scanned: howFar(plan, at), total: plan.known }));
    }
  }
  return matched;
}
