/** All rows of a selection, batch by batch in display order, for who reads them to the end. */

import { FIRST_ROW, LAST_ROW, regionAround } from '../row-key.ts';
import { collect, type Reading } from '../rows.ts';
import type { ScanAsk } from '../scan.ts';
import { type RowRange, rangeOf } from '../select/condition.ts';
import { isExact } from '../select/conjunct.ts';
import { type Plan, planOf } from '../select/plan.ts';
import { walk } from '../select/walk.ts';
import type { Slices } from '../slices.ts';
import { prepared } from '../statements.ts';
import { type Position, positionsOf } from './position.ts';
import { orderOf } from './sort-key.ts';

/** Rows a batch: enough to be quick, few enough to be read in a ms or two and to weigh little. */
const BATCH = 250;
/** Rows a page of an order that is found by pages. */
const PAGE = 2_000;

export async function* rowsInOrder(
  reading: Reading,
  { selection, sort }: ScanAsk,
  slices: Slices,
): AsyncGenerator<readonly number[], void, void> {
  const order = orderOf(selection, sort);
  const plan = planOf(reading.db, selection);
  if (order.keys.length === 0) {
    yield* byTime(reading, plan, order.newest, slices);
    return;
  }
  const asked = { selection, slices, name: 'all' };
  let from: Position | null = null;
  for (;;) {
    const stretch = { from, side: 'after', most: PAGE } as const;
    const { positions, more } = await collect(reading, plan, order, stretch, asked);
    if (positions.length > 0) yield positions.map(({ row }) => row);
    from = positions.at(-1) ?? null;
    if (!more || from === null) return;
  }
}

async function* byTime(
  { db, reader }: Reading,
  plan: Plan,
  newest: boolean,
  slices: Slices,
): AsyncGenerator<readonly number[], void, void> {
  let batch: number[] = [];
  let region = regionAround(0);
  for (const rows of stretchOf(db, plan, newest) ?? walked(db, reader, plan, newest)) {
    for (const row of rows) {
      const isInside = row >= region.first && row <= region.last;
      if (!isInside) region = regionAround(row);
      // Within one stretch of keys the order is by time and id: it is never cut.
      if (!isInside && batch.length >= BATCH) {
        yield sorted(db, plan, batch, newest);
        batch = [];
      }
      batch.push(row);
    }
    if (slices.due) await slices.pause();
  }
  if (batch.length > 0) yield sorted(db, plan, batch, newest);
}

/** The rows of any plan, piece by piece. */
function* walked(
  db: Reading['db'],
  reader: Reading['reader'],
  plan: Plan,
  newest: boolean,
): Generator<readonly number[], void, void> {
  const within = { first: FIRST_ROW, last: LAST_ROW };
  const direction = newest ? 'older' : 'newer';
  let piece: number[] = [];
  for (const row of walk(db, reader, plan, { direction, within, expect: BATCH })) {
    if (row !== null) piece.push(row);
    if (row !== null && piece.length < BATCH) continue;
    yield piece;
    piece = [];
  }
  yield piece;
}

/** The rows of a plan that asks for nothing but a time: those of a stretch of keys. Null for any other. */
function stretchOf(
  db: Reading['db'],
  { kind, conjuncts, spread, extent }: Plan,
  newest: boolean,
): Generator<readonly number[], void, void> | null {
  const [only, ...others] = conjuncts;
  if (extent === null || only === undefined || others.length > 0 || !isExact(only)) return null;
  if (!only.atoms.every(({ is }) => is === 'time') || (only.atoms.length > 0 && spread > 0)) return null;
  const within = rangeOf(only.atoms, spread) ?? extent;
  return keysIn(db, kind, within, newest);
}

function* keysIn(
  db: Reading['db'],
  kind: Plan['kind'],
  { first, last }: RowRange,
  newest: boolean,
): Generator<readonly number[], void, void> {
  const order = newest ? 'DESC' : 'ASC';
  const sql = `SELECT row FROM ${kind} WHERE row BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER) ORDER BY row ${order} LIMIT ${BATCH}`;
  const statement = prepared(db, sql).pluck();
  let [from, to] = [first, last];
  for (;;) {
    const rows = statement.all(from, to) as number[];
    yield rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < BATCH) return;
    if (newest) to = end - 1;
    else from = end + 1;
  }
}

/** The order of keys is the order of display but for rows that share a stretch of them. */
function sorted(
  db: Reading['db'],
  { kind }: Plan,
  rows: readonly number[],
  newest: boolean,
): readonly number[] {
  const regions = rows.map((row) => regionAround(row).first);
  const shares = (at: number) => regions[at] === regions[at - 1] || regions[at] === regions[at + 1];
  const places = rows.flatMap((_, at) => (shares(at) ? [at] : []));
  if (places.length === 0) return rows;
  const found = positionsOf(
    db,
    kind,
    places.map((at) => rows[at] ?? 0),
    newest,
  );
  const out = [...rows];
  for (const [i, at] of places.entries()) out[at] = found[i]?.row ?? 0;
  return out;
}
