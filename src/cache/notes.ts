/** Notes of the user on records: local, never sent to a platform, and no part of the record. */
import type { Database } from 'better-sqlite3';
import { parseRef, type Ref, refOf } from '../domain/record.ts';
import type { RecordWriters } from './record-writers.ts';
import { prepared } from './statements.ts';
import type { Note } from './stored.ts';

/** The sixth version of the schema brings it. */
export const NOTE_TABLE = `
CREATE TABLE note (
  kind TEXT NOT NULL, platform TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (kind, platform, id)
) STRICT, WITHOUT ROWID;
`;

export function writeNote(
  db: Database,
  writers: RecordWriters,
  refs: readonly Ref[],
  text: string | null,
  at: number,
): void {
  for (const ref of refs) {
    const parsed = parseRef(ref);
    if (parsed === null) continue;
    const { kind, platform, id } = parsed;
    if (text === null) {
      prepared(db, 'DELETE FROM note WHERE kind = ? AND platform = ? AND id = ?').run(kind, platform, id);
    } else {
      const sql = 'INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?)';
      prepared(db, sql).run(kind, platform, id, text.toWellFormed(), Math.trunc(at));
    }
    writers.touch(kind, platform, 0, 0);
  }
}

export function readNotes(db: Database, limit: number): readonly Note[] {
  const sql = 'SELECT kind, platform, id, text, at FROM note ORDER BY at DESC, kind, platform, id LIMIT ?';
  const found = prepared(db, sql).all(limit) as (Omit<Note, 'ref'> & Parameters<typeof refOf>[0])[];
  return found.map(({ text, at, ...record }) => ({ ref: refOf(record), text, at }));
}

/** The note on one record, as a part of what is known of it. */
export function noteOf(
  db: Database,
  { kind, platform, id }: Parameters<typeof refOf>[0],
): { readonly note?: Omit<Note, 'ref'> } {
  const sql = 'SELECT text, at FROM note WHERE kind = ? AND platform = ? AND id = ?';
  const found = prepared(db, sql).get(kind, platform, id) as Omit<Note, 'ref'> | undefined;
  return found === undefined ? {} : { note: found };
}
