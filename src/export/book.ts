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
  /** What a page is printed on; A4 unless asked. */
  readonly paper?: PaperName;
  /**
   * Lines of a label and its values, asked for when all tables are written; a format that has them in front asks before, too,
   * to know how much room they take.
   */
  rows(): readonly (readonly (string | number)[])[];
}

/** The newest days that are shown one by one. */
export const MOST_DAYS = 366;

/** What the rows of a table were day by day, for formats that can draw; the others leave it out. */
export interface Series {
  /** Place among the columns of the one that has no values and is room for a small line. */
  readonly at: number;
  /** Midnight UTC (ms) of dates that follow each other. */
  readonly days: readonly number[];
  /** Of each row of the table a value a day, as far as there is one. */
  readonly rows: readonly (readonly (number | null)[])[];
  readonly charts: readonly Chart[];
  /** The name of the time zone whose days they are. */
  readonly zone: string;
}

/** The column that is room for the small lines of a series. */
export const TREND: Column = { path: 'trend', title: 'Trend', type: 'text' };

/** Rows that are drawn together. */
export interface Chart {
  readonly title: string;
  readonly lines: readonly { readonly name: string; readonly row: number }[];
}

export interface Book {
  /** Begins the next table; the one before has ended. */
  table(title: string, columns: readonly Column[], series?: Series): Promise<RowWriter<Values>>;
  end(): Promise<void>;
}

export type OpenBook = (sink: Sink, about: About) => Promise<Book>;
