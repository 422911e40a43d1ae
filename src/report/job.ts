/** What a report is asked to do: plain data, it may cross to another thread. */

import type { Redaction } from '../domain/redaction-policy.ts';
import type { CoverageRow } from '../export/coverage.ts';
import type { PaperName } from '../export/pdf/paper.ts';
import type { ReportWindow } from './windows.ts';

/** Which records a report is about, of those in its window; empty lists narrow nothing. */
export interface Scope {
  readonly platforms: readonly string[];
  /** These narrow audit entries alone. */
  readonly resourceTypes: readonly string[];
  readonly actions: readonly string[];
  readonly outcome: 'success' | 'failure' | null;
}

export const WHOLE_SCOPE: Scope = { platforms: [], resourceTypes: [], actions: [], outcome: null };

export interface ReportedPlatform {
  readonly name: string;
  readonly kind: string;
  /** Milliseconds between polls, and of the streams where it is another. */
  readonly pollInterval: number;
  readonly streams: Readonly<Record<string, number>>;
}

export interface ReportJob {
  /** A name of the registry. */
  readonly name: string;
  /** A name of the table of formats. */
  readonly format: string;
  readonly window: ReportWindow;
  readonly scope: Scope;
  /** IANA name. */
  readonly timezone: string;
  readonly paper: PaperName;
  /** Milliseconds after which a RUNNING job is stuck. */
  readonly longRunningAfter: number;
  readonly platforms: readonly ReportedPlatform[];
  readonly redaction: Redaction;
  readonly toolVersion: string;
  readonly coverage: readonly CoverageRow[];
}

export interface ReportProgress {
  readonly rows: number;
  /** Records there are to write, as far as that is known. */
  readonly total: number | null;
}
