/** The daily check, with the records of each finding. */
import type { Selection } from '../../cache/ask.ts';
import { boundTerms } from '../../query/bounds.ts';
import { narrowed } from '../../query/print.ts';
import { type CheckedPlatform, type DailyReport, dailyCheck, isSilent } from '../../sync/daily-check.ts';
import { scopeTerms } from '../asked.ts';
import type { CheckSection } from '../report.ts';
import {
  enumColumn,
  numberColumn,
  rowsOf,
  type Table,
  type Tools,
  textColumn,
  timeColumn,
} from '../tools.ts';
import { recordsTable } from './records.ts';

export async function checkTables(section: CheckSection, tools: Tools): Promise<readonly Table[]> {
  const report = await checked(tools);
  return [findings(section, report), standings(report), ...recordsOf(section, report, tools)];
}

async function checked({ job, moment, now, asking }: Tools): Promise<DailyReport> {
  const { scope, window, longRunningAfter } = job;
  const platforms = job.platforms
    .filter(({ name }) => scope.platforms.length === 0 || scope.platforms.includes(name))
    .map(
      ({ name, kind, pollInterval, streams }): CheckedPlatform => ({
        name,
        kind,
        pollInterval: (stream) => streams[stream] ?? pollInterval,
      }),
    );
  // Of the scope only the platforms: a check of some actions would be none.
  const terms = scopeTerms({ of: 'alert' }, scope);
  const within = (selection: Selection): Selection => ({
    ...selection,
    query: terms.reduce((query, term) => narrowed(query, selection.kind, term), selection.query),
  });
  const { reads } = moment;
  const report = await dailyCheck(
    {
      streams: () => reads.streams(),
      count: (selection, ask) => reads.count(within(selection), ask),
      rows: (request, ask) => reads.rows({ ...request, selection: within(request.selection) }, ask),
    },
    platforms,
    {
      now,
      longRunningAfter,
      examples: 1,
      ...(asking.signal === undefined ? {} : { signal: asking.signal }),
      // Up to now, what is dated later counts as well.
      bounds: boundTerms(window.from, window.isOpen ? null : window.to),
    },
  );
  const findings = report.findings.map((finding) => ({
    ...finding,
    query: terms.reduce((query, term) => narrowed(query, finding.row.kind, term), finding.query),
  }));
  return { ...report, findings };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function findings({ title }: CheckSection, report: DailyReport): Table {
  return {
    title,
    columns: [
      enumColumn('level', 'Level'),
      textColumn('finding', 'Finding'),
      numberColumn('count', 'Count'),
      numberColumn('records', 'Records'),
      textColumn('query', 'Query'),
    ],
    rows: () =>
      rowsOf([
        [report.status, 'The check as a whole', report.findings.length, null, null],
        ...report.findings.map(({ row, count, notices = count, query }) => [
          row.level,
          capital(row.words[1]),
          count,
          notices,
          `${row.kind}: ${query}`,
        ]),
      ]),
  };
}

function standings({ platforms }: DailyReport): Table {
  return {
    title: 'Platforms',
    columns: [
      enumColumn('platform', 'Platform'),
      enumColumn('level', 'Level'),
      enumColumn('state', 'State'),
      timeColumn('synced', 'Synced'),
      textColumn('failure', 'Failure'),
    ],
    rows: () =>
      rowsOf(
        platforms.map((one) => [
          one.name,
          isSilent(one) ? 'unknown' : 'ok',
          one.state,
          one.syncedAt,
          one.failure?.what ?? null,
        ]),
      ),
  };
}

function recordsOf(section: CheckSection, report: DailyReport, tools: Tools): readonly Table[] {
  return report.findings.map(({ row, query }) => {
    const columns = section.columns[row.kind];
    return recordsTable(tools, { title: capital(row.words[1]), of: row.kind, query, columns });
  });
}
