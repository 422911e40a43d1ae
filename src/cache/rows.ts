/** Windows of rows by keyset, in any order. */
import type { Database } from 'better-sqlite3';
import { parseRef, type Ref, refOf } from '../domain/record.ts';
import type { Cursor, Row, RowsAnswer, RowsRequest, Selection } from './ask.ts';
import { collectByPass, type LastOrder, positionOf } from './order/by-pass.ts';
import { collectByTime } from './order/by-time.ts';
import { classGroups, collectByValue, valueGroups } from './order/by-value.ts';
import type { Collected, Position, Stretch } from './order/position.ts';
import { NEWEST, type Order, orderOf } from './order/sort-key.ts';
import type { RecordReader } from './read-record.ts';
import { type Plan, planOf, rowOf } from './select/plan.ts';
import { Slices, type Task } from './slices.ts';

/** What every reading call works with. */
export interface Reading {
  readonly db: Database;
  readonly reader: RecordReader;
  readonly lastOrder: LastOrder;
}

export async function readRows(reading: Reading, request: RowsRequest, task: Task): Promise<RowsAnswer> {
  const { limit, at = 'start', selection, whole = false } = request;
  const order = orderOf(selection, request.sort);
  const plan = planOf(reading.db, selection);
  const name = JSON.stringify([selection, order]);
  const ask = (from: Position | null, side: Stretch['side'], most: number) =>
    collect(reading, plan, order, { from, side, most }, { selection, slices: new Slices(task), whole, name });
  const answer = ({ positions }: Pick<Collected, 'positions'>, atStart: boolean, atEnd: boolean) => ({
    rows: toRows(reading, plan, positions, whole),
    atStart,
    atEnd,
  });
  if (at === 'start' || at === 'end') {
    const found = await ask(null, at === 'start' ? 'after' : 'before', limit);
    return answer(found, at === 'start' || !found.more, at === 'end' || !found.more);
  }
  if ('after' in at) {
    const found = await ask(placeOf(at.after), 'after', limit);
    return answer(found, false, !found.more);
  }
  if ('before' in at) {
    const found = await ask(placeOf(at.before), 'before', limit);
    return answer(found, !found.more, false);
  }
  const anchor = positionOfRef(reading, at.around, order);
  if (anchor === null) return readRows(reading, { ...request, at: 'start' }, task);
  const before = await ask(anchor, 'before', Math.floor(limit / 2));
  const after = await ask(anchor, 'from', limit - before.positions.length);
  return answer({ positions: [...before.positions, ...after.positions] }, !before.more, !after.more);
}

const placeOf = (cursor: Cursor) => cursor as unknown as Position;

/** The refs of a selection in the default order. */
export async function readRefs(
  reading: Reading,
  selection: Selection,
  limit: number,
  task: Task,
): Promise<readonly Ref[]> {
  const plan = planOf(reading.db, selection);
  const stretch = { from: null, side: 'after', most: limit } as const;
  const { positions } = await collect(reading, plan, NEWEST, stretch, {
    selection,
    slices: new Slices(task),
    whole: false,
    name: '',
  });
  return positions.map(({ platform, id }) => refOf({ platform, kind: plan.kind, id }));
}

interface Asked {
  readonly selection: Selection;
  readonly slices: Slices;
  readonly whole: boolean;
  /** Names the question, for orders that are kept between pages. */
  readonly name: string;
}

/** The places of a stretch of any order. */
export function collect(
  reading: Reading,
  plan: Plan,
  order: Order,
  stretch: Stretch,
  { selection, slices, whole, name }: Asked,
): Promise<Collected> {
  const preview = (found: readonly Position[], scanned: number) =>
    slices.tell(() => ({ scanned, total: plan.known, rows: toRows(reading, plan, found, whole) }));
  const [first, ...others] = order.keys;
  if (first === undefined) return collectByTime(reading, plan, stretch, order.newest, slices, preview);
  const groups =
    others.length > 0
      ? null
      : (classGroups(reading.db, selection, first) ?? valueGroups(reading.db, plan, first));
  return groups === null
    ? collectByPass(reading, plan, order, stretch, name, slices, preview)
    : collectByValue(reading, plan, groups, stretch, order.newest, slices, preview);
}

function positionOfRef({ db, reader }: Reading, ref: string, order: Order): Position | null {
  const parsed = parseRef(ref);
  const row = parsed === null ? null : rowOf(db, parsed.kind, parsed.platform, parsed.id);
  if (parsed === null || row === null) return null;
  const [found] = reader.read(parsed.kind, [row], false);
  return found === undefined ? null : positionOf(row, found.record, order);
}

function toRows(
  { reader }: Reading,
  { kind }: Plan,
  positions: readonly Position[],
  whole: boolean,
): readonly Row[] {
  const places = new Map(positions.map((position) => [position.row, position]));
  const rows = positions.map(({ row }) => row);
  return reader.read(kind, rows, whole).map(({ row, record, gone }) => ({
    ref: refOf(record),
    record,
    ...(gone ? { gone } : {}),
    cursor: places.get(row) as unknown as Cursor,
  }));
}
