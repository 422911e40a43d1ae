/** Any other order: a pass over every match in slices, the best kept. */
import { timeOf } from '../../domain/kinds.ts';
import type { AnyRecord } from '../../domain/record.ts';
import { FIRST_ROW, LAST_ROW } from '../row-key.ts';
import type { Reading } from '../rows.ts';
import type { Plan } from '../select/plan.ts';
import { walk } from '../select/walk.ts';
import type { Slices } from '../slices.ts';
import { byPosition, type Collected, isBeyond, type Position, type Stretch } from './position.ts';
import { byKey, type Order } from './sort-key.ts';

/** Up to so many matches the whole order is kept for the pages after. */
const KEPT = 200_000;
/** Records read at once. */
const BATCH = 128;

/** The last order that was worked out, so that an export by pages need not sort as often as it has pages. */
export class LastOrder {
  /** An order of more matches is not kept: each of its pages is a pass of its own. */
  readonly most: number;
  #name = '';
  #rows: readonly number[] = [];

  constructor(most = KEPT) {
    this.most = most;
  }

  keep(name: string, rows: readonly number[]): void {
    this.#name = name;
    this.#rows = rows;
  }

  find(name: string): readonly number[] | null {
    return name === this.#name ? this.#rows : null;
  }
}

export async function collectByPass(
  reading: Reading,
  plan: Plan,
  order: Order,
  stretch: Stretch,
  name: string,
  slices: Slices,
  preview: (found: readonly Position[], scanned: number) => void,
): Promise<Collected> {
  const { from, side, most } = stretch;
  const again = from === null ? null : fromLast(reading, plan, order, stretch, name);
  if (again !== null) return again;
  const compare = (a: Position, b: Position) => byOrder(a, b, order);
  const asked = (position: Position) => from === null || isBeyond(compare(position, from), side);
  const all: Position[] = [];
  let best: Position[] = [];
  let beyond = 0;
  let seen = 0;
  let waiting: number[] = [];
  const cut = () => {
    best.sort(compare);
    best = side === 'before' ? best.slice(-most) : best.slice(0, most);
  };
  const flush = () => {
    for (const { row, record } of reading.reader.read(plan.kind, waiting, false)) {
      const position = positionOf(row, record, order);
      seen += 1;
      if (seen <= reading.lastOrder.most) all.push(position);
      if (!asked(position)) continue;
      beyond += 1;
      best.push(position);
      if (best.length > most * 2 + 1_000) cut();
    }
    waiting = [];
  };
  const within = { first: FIRST_ROW, last: LAST_ROW };
  for (const row of walk(reading.db, reading.reader, plan, {
    direction: 'older',
    within,
    expect: BATCH * 4,
  })) {
    if (row !== null) waiting.push(row);
    if (waiting.length >= BATCH || row === null) flush();
    if (waiting.length > 0 || !slices.due) continue;
    cut();
    if (side !== 'before') preview(best, seen);
    await slices.pause();
  }
  flush();
  cut();
  if (seen <= reading.lastOrder.most)
    reading.lastOrder.keep(
      name,
      all.sort(compare).map(({ row }) => row),
    );
  return { positions: best, more: beyond > most };
}

/** The page out of the order kept, when it is the same question and the place is still in it. */
function fromLast(
  { lastOrder, reader }: Reading,
  { kind }: Plan,
  order: Order,
  { from, side, most }: Stretch,
  name: string,
): Collected | null {
  const rows = lastOrder.find(name);
  const at = rows?.indexOf(from?.row ?? Number.NaN) ?? -1;
  if (rows === null || at < 0) return null;
  const first = side === 'after' ? at + 1 : side === 'from' ? at : Math.max(0, at - most);
  const last = side === 'before' ? at : Math.min(rows.length, first + most);
  const positions = reader
    .read(kind, rows.slice(first, last), false)
    .map(({ row, record }) => positionOf(row, record, order));
  return { positions, more: side === 'before' ? first > 0 : last < rows.length };
}

export function positionOf(row: number, record: AnyRecord, { keysOf }: Order): Position {
  const { id, platform } = record;
  return { row, time: timeOf(record), id, platform, keys: keysOf(record) };
}

function byOrder(a: Position, b: Position, { keys, newest }: Order): number {
  for (const [i, sort] of keys.entries()) {
    const order = byKey(a.keys?.[i] ?? null, b.keys?.[i] ?? null, sort);
    if (order !== 0) return order;
  }
  return byPosition(a, b, newest);
}
