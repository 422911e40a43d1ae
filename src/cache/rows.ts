/** Windows of rows by keyset, in any order. */
import type { Database } from 'better-sqlite3';
import { KIND_TABLES } from '../domain/kinds.ts';
import { type AnyRecord, parseRef, type Ref, refOf } from '../domain/record.ts';
import { pathText } from '../query/path-values.ts';
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
  const { limit, at = 'start', selection, whole = false, paths = [] } = request;
  const bodies = { whole, paths };
  const order = orderOf(selection, request.sort);
  const plan = planOf(reading.db, selection);
  const name = JSON.stringify([selection, order]);
  const ask = (from: Position | null, side: Stretch['side'], most: number) =>
    collect(
      reading,
      plan,
      order,
      { from, side, most },
      { selection, slices: new Slices(task), bodies, name },
    );
  const answer = ({ positions }: Pick<Collected, 'positions'>, atStart: boolean, atEnd: boolean) => ({
    rows: toRows(reading, plan, positions, bodies),
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
    bodies: null,
    name: '',
  });
  return positions.map(({ platform, id }) => refOf({ platform, kind: plan.kind, id }));
}

/** What of the documents of a record comes with its row: all, or the values at these paths. */
type Bodies = Required<Pick<RowsRequest, 'whole' | 'paths'>>;
const NO_BODIES: Bodies = { whole: false, paths: [] };

interface Asked {
  readonly selection: Selection;
  readonly slices: Slices;
  /** Null where no rows are to be told of before the answer is whole. */
  readonly bodies?: Bodies | null;
  /** Names the question, for orders that are kept between pages. */
  readonly name: string;
}

/** The places of a stretch of any order. */
export function collect(
  reading: Reading,
  plan: Plan,
  order: Order,
  stretch: Stretch,
  { selection, slices, bodies = NO_BODIES, name }: Asked,
): Promise<Collected> {
  const preview = (found: readonly Position[], scanned: number) =>
    slices.tell(() => ({
      scanned,
      total: plan.known,
      ...(bodies === null ? {} : { rows: toRows(reading, plan, found, bodies) }),
    }));
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
  { whole, paths }: Bodies,
): readonly Row[] {
  const places = new Map(positions.map((position) => [position.row, position]));
  const rows = positions.map(({ row }) => row);
  return reader.read(kind, rows, whole || paths.length > 0).map(({ row, record, gone }) => ({
    ref: refOf(record),
    record: whole || paths.length === 0 ? record : withoutBodies(record),
    ...(gone ? { gone } : {}),
    ...(paths.length === 0 ? {} : { paths: valuesAt(record, paths) }),
    cursor: places.get(row) as unknown as Cursor,
  }));
}

/** No cell of a list shows more (characters). */
const LONGEST_CELL = 500;

function valuesAt(record: AnyRecord, paths: readonly string[]): Readonly<Record<string, string>> {
  const found = paths.flatMap((path): [string, string][] => {
    const text = pathText(record, path);
    if (text === null) return [];
    return [[path, text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text]];
  });
  return Object.fromEntries(found);
}

/** As a list has it: what was read for its paths only stays in this thread. */
function withoutBodies(record: AnyRecord): AnyRecord {
  const bodies = KIND_TABLES[record.kind].columns.filter(({ type }) => type === 'json');
  return bodies.length === 0
    ? record
    : { ...record, ...Object.fromEntries(bodies.map(({ path }) => [path, null])) };
}
