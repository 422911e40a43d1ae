/** What stands in front of a report: of what and of when it is, what is missing in it, and what gives each table. */
import { hiddenWords } from '../domain/redaction-policy.ts';
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
  const missing = missingOf(job);
  const narrowing = scopeTerms({ of: 'audit' }, scope).join(' ');
  const audited = report.sections.some(({ controls }) => controls !== undefined);
  return [
    ['Report', `${report.name}: ${report.about}`],
    ['Window', `${window.name}: ${stretch(window)}`],
    ...(report.compares ? [['Before', stretch(window.before)]] : []),
    ['Narrowed to', narrowing === '' ? '(everything)' : narrowing],
    ['Platforms', platformsOf(job).join(', ')],
    [
      'Missing',
      missing.length === 0 ? 'nothing: what was asked of every stream is there' : `${missing.length} parts`,
    ],
    ...(audited ? [['Controls', NO_VERDICT]] : []),
    ['Hidden', hiddenWords(redaction)],
    ['Time zone', zone.name],
    ['Created', at(createdAt)],
    ['Tool', `certdeck ${job.toolVersion}`],
    [],
    ...(missing.length === 0
      ? []
      : [
          ['Missing', 'Stream', 'From', 'To'],
          ...missing.map(({ platform, stream, from, to }) => [platform, stream, at(from), at(to)]),
          [],
        ]),
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

export interface Missing extends Span {
  readonly platform: string;
  readonly stream: string;
}

/** What the cache does not hold of what the report is about. */
export function missingOf({ coverage }: Pick<ReportJob, 'coverage'>): readonly Missing[] {
  return coverage.flatMap(({ platform, stream, holes, complete, from, to }) => {
    if (complete) return [];
    const parts = holes.length === 0 ? [{ from, to }] : holes;
    return parts.map((hole) => ({ platform, stream, from: hole.from, to: hole.to }));
  });
}

export const platformsOf = ({ coverage }: Pick<ReportJob, 'coverage'>): readonly string[] => [
  ...new Set(coverage.map(({ platform }) => platform)),
];
