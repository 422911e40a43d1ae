/** What a report needs of the services: how far the cache covers its window, and how platforms are to stand. */
import type { Redaction } from '../domain/redaction-policy.ts';
import { VERSION } from '../domain/version.ts';
import type { CoverageRow } from '../export/coverage.ts';
import type { PaperName } from '../export/pdf/paper.ts';
import { parseQuery } from '../query/parse.ts';
import { queryOf } from '../report/asked.ts';
import type { ReportedPlatform, ReportJob, Scope } from '../report/job.ts';
import { kindsOf } from '../report/kinds.ts';
import type { Report } from '../report/report.ts';
import type { ReportWindow } from '../report/windows.ts';
import { pacedPlatforms } from './paces.ts';
import type { Services } from './services.ts';

export interface ReportAsked {
  readonly report: Report;
  readonly format: string;
  readonly window: ReportWindow;
  readonly scope: Scope;
  readonly timezone: string;
  readonly paper: PaperName;
}

export async function reportJob(
  services: Services,
  { report, ...asked }: ReportAsked,
  redaction: Redaction,
  now: number,
): Promise<ReportJob> {
  const { longRunningAfter } = services.settings.alerts;
  return {
    ...asked,
    name: report.name,
    longRunningAfter,
    platforms: reportedPlatforms(services),
    redaction,
    toolVersion: VERSION,
    coverage: await coverageOf(services, { report, ...asked }, now),
  };
}

/** Of every stream that tells of something in the report, over its window and the one it is compared with. */
async function coverageOf(
  services: Services,
  { report, window, scope }: Pick<ReportAsked, 'report' | 'window' | 'scope'>,
  now: number,
): Promise<readonly CoverageRow[]> {
  const span = {
    from: report.compares ? window.before.from : window.from,
    to: window.isOpen ? null : window.to,
  };
  const { longRunningAfter } = services.settings.alerts;
  const found = new Map<string, CoverageRow>();
  for (const kind of kindsOf(report)) {
    const { platforms } = scope;
    const query = queryOf({ of: kind, query: '' }, { ...scope, platforms }, span);
    const { tree } = parseQuery(query, kind, { now, longRunningAfter });
    for (const standing of await services.coverage(kind, tree ?? { kind: 'all' }, now)) {
      const { platform, stream, from, to, complete, syncedAt, holes, keptFrom } = standing;
      found.set(`${platform}/${stream}`, { platform, stream, from, to, complete, syncedAt, holes, keptFrom });
    }
  }
  return [...found.values()];
}

function reportedPlatforms({ settings, platforms }: Services): readonly ReportedPlatform[] {
  return pacedPlatforms(settings, platforms).map(({ name, kind, pollInterval }, index) => {
    const streams = platforms.find((platform) => platform.name === name)?.streams ?? [];
    const pace = typeof pollInterval === 'number' ? () => pollInterval : pollInterval;
    return {
      name,
      kind,
      pollInterval: settings.platforms[index]?.pollInterval ?? 0,
      streams: Object.fromEntries(streams.map((stream) => [stream.name, pace(stream.name)])),
    };
  });
}
