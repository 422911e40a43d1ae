/** The pages of the ledger from the last to the first, and whether each hangs on the one before. */
import type { Database } from 'better-sqlite3';
import { prepared } from '../statements.ts';
import { type LedgerPage, linkOf, NO_LINK } from './chain.ts';
import { type Entry, unpackEntries } from './entries.ts';

/** What is wrong with a page. */
export type Break =
  /** It says something else than when it was written. */
  | 'changed'
  /** Pages before it are missing. */
  | 'missing'
  /** Its entries cannot be read. */
  | 'unreadable';

export interface WalkedPage extends Pick<LedgerPage, 'seq' | 'at' | 'platform' | 'stream'> {
  readonly link: string;
  readonly entries: readonly Entry[];
  readonly breaks: readonly Break[];
  /** The page that comes before it in the file; 0 for none. */
  readonly before: number;
}

export function* walkBack(db: Database): Generator<WalkedPage, void, void> {
  // A statement each: between two of them the thread may serve others.
  const sql = 'SELECT * FROM ledger WHERE seq < ? ORDER BY seq DESC LIMIT 1';
  const read = (seq: number) => prepared(db, sql).get(seq) as LedgerPage | undefined;
  for (let page = read(Number.MAX_SAFE_INTEGER); page !== undefined; ) {
    const before = read(page.seq);
    const entries = unpackEntries(page.entries);
    const breaks: Break[] = [];
    // Where pages are missing nobody knows the link before.
    if (page.seq !== (before?.seq ?? 0) + 1) breaks.push('missing');
    else if (!linkOf(before?.link ?? NO_LINK, page).equals(page.link)) breaks.push('changed');
    if (entries === null) breaks.push('unreadable');
    const { seq, at, platform, stream } = page;
    const link = page.link.toString('hex');
    yield { seq, at, platform, stream, link, entries: entries ?? [], breaks, before: before?.seq ?? 0 };
    page = before;
  }
}
