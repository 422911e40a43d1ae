/**
 * A page as it crosses to the writer's thread. Rows as text cross several times cheaper than as objects, and a body
 * that is the row itself, which the platform's own JSON beside it holds already, does not cross at all.
 */
import type { Json } from '../domain/json.ts';
import type { AnyRecord } from '../domain/record.ts';
import type { Incoming } from '../platforms/port.ts';
import type { Commit } from './stored.ts';

export interface PackedCommit extends Omit<Commit, 'rows'> {
  /** JSON of the rows without `raw`, and without the bodies that are in it. */
  readonly rows: string;
  /** The `raw` of each. */
  readonly raws: readonly (string | null)[];
}

type PackedRow = Omit<Incoming, 'raw'>;

export function packCommit({ rows, ...page }: Commit): PackedCommit {
  const packed = rows.map(({ record, raw, wholeIn }): PackedRow => {
    return raw === null || wholeIn === undefined
      ? { record }
      : { record: withBody(record, wholeIn, null), wholeIn };
  });
  return { ...page, rows: JSON.stringify(packed), raws: rows.map(({ raw }) => raw) };
}

export function unpackCommit({ rows, raws, ...page }: PackedCommit): Commit {
  const packed = JSON.parse(rows) as PackedRow[];
  return {
    ...page,
    rows: packed.map(({ record, wholeIn }, at): Incoming => {
      const raw = raws[at] ?? null;
      if (raw === null || wholeIn === undefined) return { record, raw };
      return { record: withBody(record, wholeIn, JSON.parse(raw)), raw, wholeIn };
    }),
  };
}

const withBody = (record: AnyRecord, name: NonNullable<Incoming['wholeIn']>, body: Json) =>
  ({ ...record, [name]: body }) as AnyRecord;
