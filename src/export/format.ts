/** What an export format is. `formats.ts` lists them; nothing else knows them by name. */
import type { Writable } from 'node:stream';
import type { Column } from '../domain/field.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import type { CoverageRow } from './coverage.ts';
import type { Zone } from './zone.ts';

/** What a writer is made with: the view, without its records. */
export interface View {
  readonly kind: Kind;
  readonly query: string;
  /** In this order; null leaves the choice to the format: all of the kind. */
  readonly columns: readonly Column[] | null;
  readonly zone: Zone;
  /** csv cells as they are, formulas included. */
  readonly rawCells: boolean;
  readonly coverage: readonly CoverageRow[];
  /** The time the query bounds, UTC ms; null is open. */
  readonly window: { readonly from: number | null; readonly to: number | null };
  readonly platforms: readonly string[];
  readonly tool: string;
  readonly toolVersion: string;
  /** UTC ms. */
  readonly createdAt: number;
}

/** Where a format writes: text at the pace of the reader, or a stream for those that need one. */
export interface Sink {
  write(text: string): Promise<void>;
  /** Null on stdout, which takes text only. */
  readonly stream: Writable | null;
}

export interface RecordWriter {
  page(records: readonly AnyRecord[]): Promise<void>;
  /** After the last record; `rows` is how many there were. */
  end(rows: number): Promise<void>;
}

export interface Format {
  readonly name: string;
  readonly title: string;
  /** Without the dot. */
  readonly extension: string;
  /** Text that may go to stdout. */
  readonly toStdout: boolean;
  open(sink: Sink, view: View): Promise<RecordWriter>;
}
