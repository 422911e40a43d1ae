/** The names of entries that are not what the ledger says: also where the file no longer says them. */
import type { Database } from 'better-sqlite3';
import { isObject, type Json } from '../../domain/json.ts';
import { type Ref, refOf } from '../../domain/record.ts';
import { idHashOf } from '../hash.ts';
import { columnsOf } from '../shape.ts';
import { prepared } from '../statements.ts';
import { shortIdHash } from './entries.ts';

/** Texts of a document that are tried as the id. */
const TRIED = 500;
/** Entries that are named of those a text or a person stands in. */
const EXAMPLES = 3;

/**
 * The ref of the entry that lay at a row; null where neither the row nor its document says it. `platform` where the
 * row does not tell.
 */
export function refAt(db: Database, row: number, idHash: number | null, platform: string): Ref | null {
  const found = prepared(
    db,
    'SELECT CAST(id AS TEXT) AS id, value FROM audit LEFT JOIN term ON term.key = audit.platform WHERE row = ?',
  ).get(row) as { id: string; value: string | null } | undefined;
  const whose = found?.value ?? platform;
  const named = (id: string): Ref | null =>
    whose === '' ? null : refOf({ platform: whose, kind: 'audit', id });
  const isIt = (id: string) => idHash === null || shortIdHash(idHashOf(id)) === idHash;
  if (found !== undefined && isIt(found.id)) return named(found.id);
  const raw = prepared(db, 'SELECT raw FROM audit_body WHERE row = ?').pluck().get(row) as
    | string
    | null
    | undefined;
  const id = textsOf(raw ?? null).find(isIt);
  if (id !== undefined) return named(id);
  return found === undefined ? null : named(found.id);
}

function textsOf(raw: string | null): readonly string[] {
  let rest: Json[] = [];
  try {
    rest = [JSON.parse(raw ?? 'null') as Json];
  } catch {
    return [];
  }
  const texts: string[] = [];
  for (const value of rest) {
    if (texts.length >= TRIED || rest.length > 4 * TRIED) break;
    if (typeof value === 'string' || typeof value === 'number') texts.push(String(value));
    else if (Array.isArray(value)) rest.push(...value.slice(0, TRIED));
    else if (isObject(value)) rest.push(...Object.values(value));
  }
  return texts;
}

/** Some of the entries that are read with a text or a person. */
export function refsReading(db: Database, thing: 'term' | 'party', key: number): readonly Ref[] {
  const columns = columnsOf('audit', thing).map((name) => `"${name}" = $key`);
  const rows = prepared(db, `SELECT row FROM audit WHERE ${columns.join(' OR ')} LIMIT ${EXAMPLES}`)
    .pluck()
    .all({ key }) as number[];
  return rows.flatMap((row) => refAt(db, row, null, '') ?? []);
}

/** What a key of the texts or people says now; null where it is gone. */
export function valueNow(db: Database, thing: 'term' | 'party', key: number): string | null {
  const says = thing === 'term' ? 'value' : 'coalesce(name, id)';
  const found = prepared(db, `SELECT CAST(${says} AS TEXT) FROM ${thing} WHERE key = ?`).pluck().get(key);
  return (found ?? null) as string | null;
}
