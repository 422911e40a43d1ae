/**
 * A page as it crosses to the writer's thread. Rows as text cross several times cheaper than as objects, and a body
 * that is the row itself, which the platform's own JSON beside it holds already, does not cross at all. What can be
 * computed of a record alone is computed on this side: the writer has only one thread.
 */
import type { AnyRecord } from '../domain/record.ts';
import type { Incoming } from '../platforms/port.ts';
import type { Commit } from './stored.ts';
import { type Prepared, type RecordText, textOf } from './texts.ts';

export interface PackedRows {
  /** JSON of the rows without `raw`, without their texts, and without the bodies that are in `raw`. */
  readonly rows: string;
  /** The `raw` of each. */
  readonly raws: readonly (string | null)[];
  /** The text of each. */
  readonly texts: readonly string[];
}

export interface PackedCommit extends Omit<Commit, 'rows'> {
  readonly packed: PackedRows;
}

interface PackedRow extends Omit<Incoming, 'raw'> {
  readonly long?: RecordText['long'];
}

export function packRows(rows: readonly Incoming[]): PackedRows {
  const texts = rows.map(({ record }) => textOf(record));
  const packed = rows.map(({ record, raw, wholeIn }, at): PackedRow => {
    const long = texts[at]?.long === true ? { long: true } : {};
    if (raw === null || wholeIn === undefined) return { record, ...long };
    return { record: { ...record, [wholeIn]: null } as AnyRecord, wholeIn, ...long };
  });
  return {
    rows: JSON.stringify(packed),
    raws: rows.map(({ raw }) => raw),
    texts: texts.map(({ text }) => text),
  };
}

export function unpackCommit({ packed, ...page }: PackedCommit): Commit {
  const { raws, texts } = packed;
  const rows = (JSON.parse(packed.rows) as PackedRow[]).map(
    ({ record, wholeIn, long = false }, at): Prepared => {
      const raw = raws[at] ?? null;
      const text = { text: texts[at] ?? '', long };
      if (raw === null || wholeIn === undefined) return { record, raw, text };
      // Fresh from the parser: nobody else has it, and a copy of every record would cost as much again.
      const fresh = record as unknown as Record<string, unknown>;
      fresh[wholeIn] = JSON.parse(raw);
      return { record, raw, wholeIn, text };
    },
  );
  return { ...page, rows };
}
