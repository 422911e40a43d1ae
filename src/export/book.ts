/** Files of several tables: a report, or a view with what explains it. A view's export is a book of one table. */
import type { Column } from '../domain/field.ts';
import type { RowWriter, Sink, Values } from './format.ts';
import type { PaperName } from './pdf/paper.ts';
import type { Zone } from './zone.ts';

/** What stands before the tables, and on every page of those that have pages. */
export interface About {
  readonly title: string;
  readonly zone: Zone;
  readonly tool: string;
  readonly toolVersion: string;
  /** UTC ms. */
  readonly createdAt: number;
  /** pdf only: what a page is printed on; A4 unless asked. */
  readonly paper?: PaperName;
  /**
   * Lines of a label and its values, asked for when all tables are written; a format that has them in front asks before, too,
   * to know how much room they take.
   */
  rows(): readonly (readonly (string | number)[])[];
}

export interface Book {
  /** Begins the next table; the one before has ended. */
  table(title: string, columns: readonly Column[]): Promise<RowWriter<Values>>;
  end(): Promise<void>;
}

export type OpenBook = (sink: Sink, about: About) => Promise<Book>;
