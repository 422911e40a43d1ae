/** What a format of text is: pieces, which depend on nothing but the row, so that threads can share the rows. */
import type { Column } from '../../domain/field.ts';
import type { Kind } from '../../domain/record.ts';
import type { CoverageRow } from '../coverage.ts';
import type { Zone } from '../zone.ts';

export interface TextStyle {
  readonly kind: Kind;
  readonly columns: readonly Column[] | null;
}

export interface CellStyle extends TextStyle {
  readonly zone: Zone;
  readonly rawCells: boolean;
}

/** What comes after the records. `shown` of `matched` were written. */
export interface Summary {
  readonly shown: number;
  readonly matched: number;
  readonly coverage: readonly CoverageRow[];
}

/** A format as the pieces of its text, for whoever has somewhere to put them. */
export interface TextWriter<Row> {
  readonly begin: string;
  /** What parts one row from the next. */
  readonly between: string;
  /** The same for the same row, wherever it stands. */
  row(row: Row): string;
  end(summary: Summary): string;
}

/** The rows with what parts them. */
export function separated<Row>({ between, row }: TextWriter<Row>): (one: Row) => string {
  let lead = '';
  return (one) => {
    const text = lead + row(one);
    lead = between;
    return text;
  };
}
