/** Statements prepared once a connection and text. */
import type { Database, Statement } from 'better-sqlite3';

/** Plans put together from a query are many; past this the oldest are prepared anew. */
const KEPT = 500;
const caches = new WeakMap<Database, Map<string, Statement>>();

export function prepared(db: Database, sql: string): Statement {
  let cache = caches.get(db);
  if (cache === undefined) {
    cache = new Map();
    caches.set(db, cache);
  }
  let statement = cache.get(sql);
  if (statement === undefined) {
    statement = db.prepare(sql);
    if (cache.size >= KEPT) cache.clear();
    cache.set(sql, statement);
  }
  return statement;
}
