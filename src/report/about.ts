/** What stands in front of a report: of what and of when it is, what is missing in it, and what gives each table. */
import { hiddenWords } from '../domain/redaction-policy.ts';
import { missingRows } from '../export/coverage.ts';
import { isoIn, type Zone } from '../export/zone.ts';
import { scopeTerms } from './asked.ts';
import { NO_VERDICT } from './controls.ts';
import type { ReportJob } from './job.ts';
import type { Report } from './report.ts';
import type { Table } from './tools.ts';
import type { Span } from './windows.ts';

type AboutRow = readonly (string | number)[];

/** A table with how many rows of it were written; null before that. */
export interface Written {
  readonly table: Table;
  rows: number | null;
}

export function reportAbout(
  report: Report,
  job: ReportJob,
  { written, createdAt, zone }: { written: readonly Written[]; createdAt: number; zone: Zone },
): readonly AboutRow[] {
  const { window, scope, coverage, redaction } = job;
  const at = (instant: number | null, open = '') =>
    instant === null ? open : (isoIn(zone, instant) ?? open);
  const stretch = ({ from, to }: Span) => `${at(from)} to ${at(to - 1)}`;
  const missing = missingRows(coverage, at);
  const narrowing = scopeTerms({ of: 'audit' }, scope).join(' ');
  const audited = report.sections.some(({ controls }) => controls !== undefined);
  return [
    ['Report', `${report.name}: ${report.about}`],
    ['Window', `${window.name}: ${stretch(window)}`],
    ...(report.compares ? [['Before', stretch(window.before)]] : []),
    ['Narrowed to', narrowing === '' ? '(everything)' : narrowing],
    ['Platforms', platformsOf(job).join(', ')],
    ['Missing', missing.count ?? 'nothing: what was asked of every stream is there'],
    ...heldUpTo(job, at),
    ...(audited ? [['Controls', NO_VERDICT]] : []),
    ['Hidden', hiddenWords(redaction)],
    ['Time zone', zone.name],
    ['Created', at(createdAt)],
    ['Tool', `certdeck ${job.toolVersion}`],
    [],
    ...missing.parts,
    ['Table', 'Rows', 'Query'],
    ...written.map(({ table, rows }) => [
      table.title,
      rows ?? '',
      table.query === undefined ? '' : `${table.query.of}: ${table.query.query}`,
    ]),
    [],
    ['Coverage', 'Stream', 'From', 'To', 'Complete', 'Synced'],
    ...coverage.map(({ platform, stream, from, to, complete, syncedAt }) => [
      platform,
      stream,
      at(from),
      at(to),
      complete ? 'yes' : 'no',
      at(syncedAt, 'never'),
    ]),
  ];
}

/** Where the window goes on after what is known: the instant, and of whom. */
function heldUpTo(
  { window, coverage }: Pick<ReportJob, 'window' | 'coverage'>,
  at: (instant: number) => string,
): readonly AboutRow[] {
  const first = coverage.reduce((least, { to }) => Math.min(least, to), Number.POSITIVE_INFINITY);
  if (first >= window.to - 1) return [];
  const who = [...new Set(coverage.flatMap(({ platform, to }) => (to === first ? [platform] : [])))];
  return [['Held up to', `${at(first)} (${who.join(', ')}): what came later is not in it`]];
}

export const platformsOf = ({ coverage }: Pick<ReportJob, 'coverage'>): readonly string[] => [
  ...new Set(coverage.map(({ platform }) => platform)),
];
