/** How a page of the ledger hangs on the one before. */
import type { Database } from 'better-sqlite3';
import { prepared } from '../statements.ts';

export interface LedgerPage {
  readonly seq: number;
  /** UTC ms. */
  readonly at: number;
  readonly platform: string;
  readonly stream: string;
  readonly total: number;
  readonly entries: Buffer;
  readonly link: Buffer;
}

/** What the first page hangs on. */
export const NO_LINK = Buffer.alloc(32);

/** SHA-256 over the link before and all that the page says. */
export function linkOf(before: Uint8Array, page: Omit<LedgerPage, 'link'>): Buffer {
  const { seq, at, platform, stream, total, entries } = page;
  const { createHash } = process.getBuiltinModule('node:crypto');
  const head = JSON.stringify([seq, at, platform.toWellFormed(), stream.toWellFormed(), total]);
  return createHash('sha256').update(before).update(head).update(entries).digest();
}

/** The last page; null where nothing ever arrived. */
export function lastPage(db: Database): PageEnd | null {
  const sql = 'SELECT seq, total, link FROM ledger ORDER BY seq DESC LIMIT 1';
  return (prepared(db, sql).get() ?? null) as PageEnd | null;
}

/** One page; null where there is none of that number. */
export function pageAt(db: Database, seq: number): PageEnd | null {
  const sql = 'SELECT seq, total, link FROM ledger WHERE seq = ?';
  return (prepared(db, sql).get(seq) ?? null) as PageEnd | null;
}

export type PageEnd = Pick<LedgerPage, 'seq' | 'total' | 'link'>;
