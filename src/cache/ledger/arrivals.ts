/** Records in the order they arrived in, for whoever hands them on. */
import type { Database } from 'better-sqlite3';
import { refOf } from '../../domain/record.ts';
import { idHashOf } from '../hash.ts';
import type { RecordReader } from '../read-record.ts';
import { timeAt } from '../row-key.ts';
import { prepared } from '../statements.ts';
import { ARCHIVE_STREAM } from '../stored.ts';
import type {
  Arrival,
  ArrivalKind,
  Arrivals,
  DroppedArrival,
  LedgerHead,
  LedgerMark,
  LedgerPosition,
} from './answers.ts';
import { type LedgerPage, lastPage, NO_LINK, pageAt } from './chain.ts';
import { droppedRows } from './dropped-rows.ts';
import { type Came, type Entry, isCame, shortIdHash, unpackEntries } from './entries.ts';

/** Milliseconds after which an answer is given as it is. */
const WITHIN = 20;

const CALLED = { added: 'added', changed: 'changed', moved: 'changed', 'taken-in': 'taken-in' } as const;

export function readArrivals(
  db: Database,
  reader: RecordReader,
  after: LedgerPosition | null,
  kinds: readonly ArrivalKind[],
  limit: number,
  droppedSince: number | null = null,
): Arrivals {
  const began = performance.now();
  const due = () => performance.now() - began >= WITHIN;
  const arrivals: Arrival[] = [];
  const dropped: DroppedArrival[] = [];
  let upTo = after;
  // In a transaction: between a page and its records nothing is taken out.
  return db.transaction((): Arrivals => {
    do {
      const rest = restAfter(db, upTo);
      if (rest === null) return { arrivals, dropped, upTo, atEnd: true };
      const most = limit - arrivals.length;
      const found: Found[] = [];
      let index = rest.from;
      for (; index < rest.entries.length && found.length < most; index += 1) {
        const entry = rest.entries[index];
        const kind = kinds.find((one) => one === entry?.thing);
        if (entry !== undefined && kind !== undefined && isCame(entry)) found.push({ entry, kind, index });
      }
      const { here, gone } = recordsOf(reader, found, rest);
      if (droppedSince !== null && gone.length > 0) {
        const freed = droppedRows(db, droppedSince);
        if (!freed.read(db, Math.max(droppedSince, rest.seq), due)) break;
        for (const { entry, kind, index } of gone) {
          if (!freed.has(kind, entry.row)) continue;
          const { seq, at, imported } = rest;
          dropped.push({ position: { seq, index }, at, kind, time: timeAt(entry.row), imported });
        }
      }
      arrivals.push(...here);
      upTo = { seq: rest.seq, index: Math.max(0, index - 1) };
    } while (arrivals.length < limit && !due());
    return { arrivals, dropped, upTo, atEnd: false };
  })();
}

/** An entry of a page that something asked for came with. */
interface Found {
  readonly entry: Came;
  readonly kind: ArrivalKind;
  readonly index: number;
}

/** A page, and where in it to go on. */
interface Rest {
  readonly seq: number;
  readonly at: number;
  readonly imported: boolean;
  readonly entries: readonly Entry[];
  readonly from: number;
}

function restAfter(db: Database, after: LedgerPosition | null): Rest | null {
  const page = pageFrom(db, after?.seq ?? 0);
  if (page === null || after === null || page.seq !== after.seq) return page;
  const from = after.index + 1;
  return from < page.entries.length ? { ...page, from } : pageFrom(db, after.seq + 1);
}

function pageFrom(db: Database, seq: number): Rest | null {
  const sql = 'SELECT seq, at, stream, entries FROM ledger WHERE seq >= ? ORDER BY seq LIMIT 1';
  const page = prepared(db, sql).get(seq) as
    | Pick<LedgerPage, 'seq' | 'at' | 'stream' | 'entries'>
    | undefined;
  // What cannot be read is for the verification to tell.
  if (page === undefined) return null;
  const { at, stream } = page;
  const entries = unpackEntries(page.entries) ?? [];
  return { seq: page.seq, at, imported: stream === ARCHIVE_STREAM, entries, from: 0 };
}

/** What is found is, as it is now, and what is not: dropped, withdrawn, or at another row. */
function recordsOf(
  reader: RecordReader,
  found: readonly Found[],
  { seq, at, imported }: Rest,
): { readonly here: readonly Arrival[]; readonly gone: readonly Found[] } {
  const here: Arrival[] = [];
  const gone: Found[] = [];
  for (const [kind, ofKind] of Map.groupBy(found, (one) => one.kind)) {
    const rows = [...new Set(ofKind.map(({ entry }) => entry.row))];
    const records = new Map(reader.read(kind, rows, true).map(({ row, record }) => [row, record]));
    for (const one of ofKind) {
      const { entry, index } = one;
      const record = records.get(entry.row);
      const isIt = record !== undefined && shortIdHash(idHashOf(record.id)) === entry.idHash;
      // Gone since, or it moved: then it comes again later.
      if (!isIt || (record.kind !== 'audit' && record.kind !== 'alert')) gone.push(one);
      else {
        const position = { seq, index };
        const what = CALLED[entry.what];
        here.push({ position, at, what, imported, kind, ref: refOf(record), record });
      }
    }
  }
  return { here: here.sort((a, b) => a.position.index - b.position.index), gone };
}

/** The end of the chain, or as it was when that page was the last; seq 0 where there is no such page. */
export function readHead(db: Database, at: number | null = null): LedgerHead {
  const page = at === null ? lastPage(db) : pageAt(db, at);
  const { seq, total, link } = page ?? { seq: 0, total: 0, link: NO_LINK };
  return { seq, link: link.toString('hex'), entries: total };
}

/** The head, and what tells this cache from others; null where nothing ever arrived. */
export function readMark(db: Database): LedgerMark | null {
  const [head, first] = [readHead(db), readHead(db, 1)];
  return head.seq === 0 ? null : { ...head, first: first.link };
}
