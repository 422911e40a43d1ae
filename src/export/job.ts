/** What an export is asked to do. */
import type { KeyObject } from 'node:crypto';
import type { Selection, Sort } from '../cache/ask.ts';
import type { ScanReader } from '../cache/scan.ts';
import type { Column } from '../domain/field.ts';
import type { Redaction } from '../domain/redaction-policy.ts';
import type { CoverageRow } from './coverage.ts';
import type { PaperName } from './pdf/paper.ts';

/** What to export, as plain data: it may cross to another thread. */
export interface ExportJob {
  readonly selection: Selection;
  /** As the view has it; without it newest first, then id. */
  readonly sort?: readonly Sort[];
  /** As the view has them; null is all of the kind. */
  readonly columns: readonly Column[] | null;
  /** A name of the formats table. */
  readonly format: string;
  /** IANA name; UTC unless asked. */
  readonly timezone?: string;
  /** csv only: leave formulas alone. */
  readonly rawCells?: boolean;
  /** pdf only: what a page is printed on; A4 unless asked. */
  readonly paper?: PaperName;
  /** What the file does not tell; secrets unless said otherwise. */
  readonly redaction?: Redaction;
  readonly toolVersion: string;
  /** How far the cache covers the query, for the manifest. */
  readonly coverage: readonly CoverageRow[];
}

export interface ExportProgress {
  readonly rows: number;
  /** How many there will be; null while they are being counted. */
  readonly total: number | null;
}

export interface ExportSeams {
  readonly cache: ScanReader;
  /** A file, which gets a manifest beside it, or somewhere to write text, whose errors are its own. */
  readonly out: string | { write(text: string): Promise<void> };
  /** UTC ms. */
  readonly clock: () => number;
  /** Signs the manifest; without one it is only sealed. */
  readonly key?: KeyObject | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
  /** More rows are worth threads of their own. */
  readonly many?: number;
}
