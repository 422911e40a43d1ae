/** Records whose text is too long to be indexed whole: the few there are get tested, each of them. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { prepared } from '../statements.ts';
import { type Conjunct, perhaps } from './conjunct.ts';

export function longRows(db: Database, kind: Kind): readonly Conjunct[] {
  const rows = prepared(db, `SELECT row FROM ${kind} WHERE long = 1`).pluck().all() as number[];
  return rows.length === 0 ? [] : [perhaps({ is: 'rows', rows: new Set(rows) })];
}
