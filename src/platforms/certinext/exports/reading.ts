/** What is asked of an exported file, and what it held. */
import type { Incoming, Rejected } from '../../port.ts';
import type { DayOrder } from './instants.ts';
import type { ReadLimits } from './lines.ts';

export type ExportKind = 'audit' | 'statistic';

/** What to read: plain data, so that it can be read in another thread. */
export interface ReadOrder {
  readonly path: string;
  /** How messages call the file. */
  readonly shown?: string;
  readonly platform: string;
  /** Taken for this; null finds out. */
  readonly kind: ExportKind | null;
  /** What else is in the file is left without a word: another stream takes it. */
  readonly only?: ExportKind;
  /** How `03/04/2026` is read where the dates of the file do not tell; absent: unknown. */
  readonly dayOrder?: DayOrder;
  /** Leaves out a last line of csv that no line break ends. */
  readonly wholeLines?: boolean;
  /** The file as it once was: its first bytes, and its time then. */
  readonly earlier?: { readonly size: number; readonly mtime: number };
  readonly limits?: Partial<ReadLimits>;
}

export interface ReadPage {
  readonly kind: ExportKind;
  readonly rows: readonly Incoming[];
  readonly rejected: readonly Rejected[];
}

/** What a file held. Instants are UTC ms. */
export interface Reading {
  readonly kind: ExportKind;
  readonly rows: number;
  readonly rejected: number;
  /** From the first to the last entry; null when there was none. */
  readonly covered: { readonly from: number; readonly to: number } | null;
  /** What a person should know: how dates were read, which sheets were left out. */
  readonly notes: readonly string[];
  /** How numeric dates were read, and whether the dates themselves told so; null where there were none. */
  readonly dayOrder: { readonly order: DayOrder; readonly told: boolean } | null;
}
