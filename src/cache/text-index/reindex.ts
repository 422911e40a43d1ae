/** Indexes the texts of records that are in the file already. */
import type { Database } from 'better-sqlite3';
import { type AnyRecord, KINDS } from '../../domain/record.ts';
import { RecordReader } from '../read-record.ts';
import { textOf } from '../texts.ts';
import { PACKED } from './segments.ts';
import { TextTools, TextWriter } from './text-writer.ts';

export function reindex(db: Database): void {
  const reader = new RecordReader(db, { asSaid: true });
  const tools = new TextTools();
  for (const kind of KINDS) {
    const writer = new TextWriter(db, kind, tools);
    const rows = db.prepare(`SELECT row FROM ${kind} ORDER BY row`).pluck().all() as number[];
    for (let begin = 0; begin < rows.length; begin += PACKED) {
      const part: readonly { row: number; record: AnyRecord }[] = reader.read(
        kind,
        rows.slice(begin, begin + PACKED),
        true,
      );
      for (const { row, record } of part) writer.set(row, textOf(record).text);
      writer.flush();
    }
  }
}
