import type { ExportKind } from './read-export.ts';

/** The streams that what was exported is kept under, by what it is: a command and a watched folder share them. */
export const EXPORT_STREAMS: Readonly<Record<ExportKind, string>> = {
  audit: 'audit-exports',
  statistic: 'statistics-exports',
};
