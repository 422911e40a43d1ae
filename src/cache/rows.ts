/** Windows of rows by keyset: newest first, then id. */
import type { Database } from 'better-sqlite3';
import { parseRef, type Ref, refOf } from '../domain/record.ts';
import type { Cursor, Row, RowsAnswer, RowsRequest, Selection } from './port.ts';
import { byPosition, type Position, positionsOf } from './positions.ts';
import type { RecordReader } from './read-record.ts';
import { FIRST_ROW, LAST_ROW, regionAround } from './row-key.ts';
import { type Plan, planOf, rowOf } from './select/plan.ts';
import { walk } from './select/walk.ts';
import { Slices, type Task } from './slices.ts';

export interface Reading {
  readonly db: Database;
  readonly reader: RecordReader;
}

export async function readRows(reading: Reading, request: RowsRequest, task: Task): Promise<RowsAnswer> {
  const { limit, at = 'start', selection, whole = false } = request;
  const plan = planOf(reading.db, selection);
  const finish = (positions: readonly Position[], atStart: boolean, atEnd: boolean): RowsAnswer => ({
    rows: toRows(reading, plan, positions, whole),
    atStart,
    atEnd,
  });
  const ask = (from: Position | null, side: Side, most: number) =>
    collect(reading, plan, { from, side, most }, { task, whole });
  if (at === 'start') {
    const { positions, more } = await ask(null, 'after', limit);
    return finish(positions, true, !more);
  }
  if (at === 'end') {
    const { positions, more } = await ask(null, 'before', limit);
    return finish(positions, !more, true);
  }
  if ('after' in at) {
    const { positions, more } = await ask(at.after as unknown as Position, 'after', limit);
    return finish(positions, false, !more);
  }
  if ('before' in at) {
    const { positions, more } = await ask(at.before as unknown as Position, 'before', limit);
    return finish(positions, !more, false);
  }
  const anchor = positionOfRef(reading.db, at.around);
  if (anchor === null) return readRows(reading, { ...request, at: 'start' }, task);
  const before = await ask(anchor, 'before', Math.floor(limit / 2));
  const after = await ask(anchor, 'from', limit - before.positions.length);
  return finish([...before.positions, ...after.positions], !before.more, !after.more);
}

/** The refs of a selection in the default order. */
export async function readRefs(
  reading: Reading,
  selection: Selection,
  limit: number,
  task: Task,
): Promise<readonly Ref[]> {
  const plan = planOf(reading.db, selection);
  const stretch = { from: null, side: 'after', most: limit } as const;
  const { positions } = await collect(reading, plan, stretch, { task, whole: false });
  return toRows(reading, plan, positions, false).map(({ ref }) => ref);
}

function positionOfRef(db: Database, ref: string): Position | null {
  const parsed = parseRef(ref);
  const row = parsed === null ? null : rowOf(db, parsed.kind, parsed.platform, parsed.id);
  return parsed === null || row === null ? null : (positionsOf(db, parsed.kind, [row])[0] ?? null);
}

/** `from` is `after` with the place itself. */
type Side = 'after' | 'from' | 'before';

export interface Stretch {
  /** Beyond this place; null is the very start or end. */
  readonly from: Position | null;
  readonly side: Side;
  readonly most: number;
}

/** Up to `most` places beyond `from`, in display order, and whether there are more on that side. */
export async function collect(
  reading: Reading,
  plan: Plan,
  { from, side, most }: Stretch,
  { task, whole }: { readonly task: Task; readonly whole: boolean },
): Promise<{ readonly positions: readonly Position[]; readonly more: boolean }> {
  const { db, reader } = reading;
  const older = side !== 'before';
  // The stretch of the place itself is read again as a whole: within it the order is by time and id.
  const region = from === null ? null : regionAround(from.row);
  const within = older
    ? { first: FIRST_ROW, last: region?.last ?? LAST_ROW }
    : { first: region?.first ?? FIRST_ROW, last: LAST_ROW };
  const beyond = (position: Position) => {
    const order = from === null ? 1 : byPosition(position, from);
    return from === null || (older ? order > 0 || (side === 'from' && order === 0) : order < 0);
  };
  const done: Position[] = [];
  let open: number[] = [];
  const ordered = () => {
    const positions = positionsOf(db, plan.kind, open).filter(beyond);
    return older ? positions : positions.reverse();
  };
  const close = () => {
    done.push(...ordered());
    open = [];
  };
  const slices = new Slices(task);
  const progress = () => ({
    ...howFar(plan, at),
    rows: older ? toRows(reading, plan, [...done, ...ordered()].slice(0, most), whole) : [],
  });
  let at = older ? within.last : within.first;
  for (const row of walk(db, reader, plan, {
    direction: older ? 'older' : 'newer',
    within,
    expect: most + 1,
  })) {
    if (row !== null) {
      at = row;
      const last = open.at(-1);
      if (last !== undefined && regionAround(last).first !== regionAround(row).first) {
        close();
        if (done.length > most) break;
      }
      open.push(row);
    } else if (slices.due) {
      await slices.pause(progress);
    }
  }
  close();
  const shown = done.slice(0, most);
  return { positions: older ? shown : shown.reverse(), more: done.length > most };
}

/** A guess from how much of the keys' range is behind. */
function howFar({ extent, known }: Plan, at: number): { readonly scanned: number; readonly total: number } {
  if (extent === null || extent.last === extent.first) return { scanned: known, total: known };
  const part = (extent.last - Math.min(at, extent.last)) / (extent.last - extent.first);
  return { scanned: Math.round(known * Math.min(1, part)), total: known };
}

export function toRows(
  { reader }: Reading,
  { kind }: Plan,
  positions: readonly Position[],
  whole: boolean,
): readonly Row[] {
  const places = new Map(positions.map((position) => [position.row, position]));
  const rows = positions.map(({ row }) => row);
  return reader.read(kind, rows, whole).map(({ row, record }) => ({
    ref: refOf(record),
    record,
    cursor: places.get(row) as unknown as Cursor,
  }));
}
