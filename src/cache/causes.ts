/** Files failures by their cause where the cache was written before causes were, or by another reading of texts. */
import type { Database } from 'better-sqlite3';
import { STEM_VERSION } from '../domain/stem.ts';
import { RecordReader } from './read-record.ts';
import type { RecordWriters, Touched } from './record-writers.ts';
import { FIRST_ROW } from './row-key.ts';
import { prepared } from './statements.ts';

const MEMORY = 'causes';
/** Records of one transaction. */
const SLICE = 500;

/** One slice a step; nothing to do for a cache whose failures are filed. */
export function* fileCauses(
  db: Database,
  writers: RecordWriters,
  onTouched: (touched: Touched) => void,
): Generator<void, void, void> {
  const known = prepared(db, 'SELECT value FROM memory WHERE key = ?').pluck().get(MEMORY);
  if (known === String(STEM_VERSION)) return;
  for (const kind of ['alert', 'job'] as const) {
    const next = db.prepare(`SELECT row FROM ${kind} WHERE row > ? ORDER BY row LIMIT ${SLICE}`).pluck();
    for (let last = FIRST_ROW; ; ) {
      const rows = next.all(last) as number[];
      const end = rows.at(-1);
      if (end === undefined) break;
      last = end;
      const { touched } = writers.transact(() => {
        for (const { row, record } of new RecordReader(db).read(kind, rows, false)) {
          if (writers.of(kind).compute(row, record)) writers.touch(kind, record.platform, 0, 0);
        }
      });
      if (touched.platforms.size > 0) onTouched(touched);
      yield;
    }
  }
  writers.transact(() =>
    prepared(db, 'INSERT OR REPLACE INTO memory VALUES (?, ?)').run(MEMORY, String(STEM_VERSION)),
  );
}
