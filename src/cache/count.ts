/** How many records a selection means. */

import type { Count, Selection } from './ask.ts';
import { howFar } from './order/by-time.ts';
import { FIRST_ROW, LAST_ROW } from './row-key.ts';
import type { Reading } from './rows.ts';
import { isExact } from './select/conjunct.ts';
import { type Plan, planOf } from './select/plan.ts';
import { walk } from './select/walk.ts';
import { Slices, type Task } from './slices.ts';
import { tallyCombinations } from './tallies.ts';

export async function countRecords(reading: Reading, selection: Selection, task: Task): Promise<Count> {
  const plan = planOf(reading.db, selection);
  const slices = new Slices(task);
  const matched =
    known(plan) ?? (await tallied(reading, plan, slices)) ?? (await counted(reading, plan, slices));
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
