/** What an export format is. `formats.ts` lists them; nothing else knows them by name. */
import type { Figure } from '../cache/ask.ts';
import type { Column } from '../domain/field.ts';
import type { Value } from '../domain/json.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import type { Redaction } from '../domain/redaction-policy.ts';
import type { OpenBook } from './book.ts';
import type { CoverageRow } from './coverage.ts';
import type { PaperName } from './pdf/paper.ts';
import type { FileSink } from './target.ts';
import type { CellStyle, TextWriter } from './text/writer.ts';
import type { Zone } from './zone.ts';

/** What a writer is made with: the view, without its records. */
export interface View {
  readonly kind: Kind;
  readonly query: string;
  /** Of what the query means only so many that were marked by hand; null where it is all of it. */
  readonly marked: number | null;
  /** In this order; null leaves the choice to the format: all of the kind. */
  readonly columns: readonly Column[] | null;
  readonly zone: Zone;
  /** csv cells as they are, formulas included. */
  readonly rawCells: boolean;
  /** What a page is printed on. */
  readonly paper: PaperName;
  readonly coverage: readonly CoverageRow[];
  /** What it does not tell. */
  readonly redaction: Redaction;
  /** The time the query bounds, UTC ms; null is open. */
  readonly window: { readonly from: number | null; readonly to: number | null };
  readonly platforms: readonly string[];
  /** Of statistics, for formats that show them, the figures with what they were day by day; null where it is none. */
  readonly figures: readonly Figure[] | null;
  readonly tool: string;
  readonly toolVersion: string;
  /** UTC ms. */
  readonly createdAt: number;
}

/** Where a format writes: text at the pace of the reader, or a file for those that need one. */
export interface Sink {
  write(text: string): Promise<void>;
  /** Null on stdout, which takes text only. */
  readonly file: FileSink | null;
}

/** Takes rows of one sort; resolves when more can be taken. */
export interface RowWriter<Row> {
  page(rows: readonly Row[]): Promise<void>;
  /** After the last record; `rows` is how many there were. */
  end(rows: number): Promise<void>;
}

/** The values of the view's columns, in their order. */
export type Values = readonly Value[];

interface OpeningOf<Row> {
  open(sink: Sink, view: View): Promise<RowWriter<Row>>;
  /** Of a format that is text: its pieces, for several threads to make. */
  readonly text?: (style: CellStyle) => TextWriter<Row>;
}

/** Formats of cells read the columns of the view only; those of records need them whole. */
export type Opening =
  | ({ readonly reads: 'records' } & OpeningOf<AnyRecord>)
  | ({ readonly reads: 'values' } & OpeningOf<Values>);

export type Format = Opening & {
  readonly name: string;
  readonly title: string;
  /** Without the dot. */
  readonly extension: string;
  /** Text that may go to stdout. */
  readonly toStdout: boolean;
  /** Beside the records of statistics it shows the figures they are of. */
  readonly showsFigures?: true;
  /** How several tables go into one file, where the format has a way. */
  readonly book?: OpenBook;
  /** Its book is the first table alone; the others need not be asked for. */
  readonly holds?: 'one table';
};
