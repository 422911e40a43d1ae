import type { Report } from './report.ts';
import { COMPLIANCE } from './reports/compliance.ts';
import { DAILY } from './reports/daily.ts';
import { WEEKLY } from './reports/weekly.ts';

/** Every report; the command, its completion, the console and the tests read this table. */
export const REPORTS: readonly Report[] = [COMPLIANCE, WEEKLY, DAILY];

export function reportNamed(name: string): Report | null {
  return REPORTS.find((report) => report.name === name) ?? null;
}
