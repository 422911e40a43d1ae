/** The daily check: what somebody who looks after certificates wants to know every morning. */
import type { CacheReader } from '../cache/port.ts';
import type { StreamState } from '../cache/stored.ts';
import type { Failure } from '../domain/failure.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import { withBounds } from '../query/bounds.ts';
import { certificatesOf, type Noticed, notRenewed, RENEWALS } from './noticed.ts';
import { platformState, type SyncState } from './state.ts';

export const CHECK_LEVELS = ['critical', 'warning', 'unknown'] as const;
export type CheckLevel = (typeof CHECK_LEVELS)[number];
export type CheckStatus = CheckLevel | 'ok';

/** One row of the check: everything its query finds is a finding of its level. */
export interface CheckRow {
  /** Stable name, for JSON and metrics. */
  readonly name: string;
  readonly level: Exclude<CheckLevel, 'unknown'>;
  readonly kind: Kind;
  /** What it finds, for one and for many. */
  readonly words: readonly [one: string, many: string];
  /** Its records are notices: what counts are the certificates they are about. */
  readonly counts?: 'certificates';
  /** The standing alerts of platforms that judge anew at every look (`host`), read or not, count where asked for. */
  query(standing: string | null): string;
}

/** Failures of a cause that somebody has called known count no more. */
const OF_NEWS = '-is:muted';
/** A platform out of reach is told by the check itself, as unknown. */
const ELSEWHERE = '-origin:rule:out-of-reach';

/**
 * Alerts and jobs count by the last 24 hours; what is a state rather than an event (a job that runs too
 * long, a certificate that has expired or soon will) counts for as long as it holds. Of an expired or
 * expiring certificate that is: while its alert is unread or of the last 24 hours, and, on a platform that
 * takes an alert back when its cause is gone, while the alert stands. An error says that the certificate is
 * in use; trust anchors are information.
 */
export const DAILY_CHECK: readonly CheckRow[] = [
  {
    name: 'unread_errors',
    level: 'critical',
    kind: 'alert',
    words: ['unread error alert', 'unread error alerts'],
    query: () => `is:unread severity:error since:24h ${ELSEWHERE} ${OF_NEWS}`,
  },
  {
    name: 'failed_jobs',
    level: 'critical',
    kind: 'job',
    words: ['failed job', 'failed jobs'],
    query: () => `status:FAILED since:24h ${OF_NEWS}`,
  },
  {
    name: 'expired_in_use',
    level: 'critical',
    kind: 'alert',
    words: ['expired certificate in use', 'expired certificates in use'],
    counts: 'certificates',
    query: (standing) => `type:EXPIRED severity:error ${current(standing)} ${OF_NEWS}`,
  },
  {
    name: 'long_running_jobs',
    level: 'warning',
    kind: 'job',
    words: ['job running too long', 'jobs running too long'],
    query: () => 'is:stuck',
  },
  {
    name: 'expiring',
    level: 'warning',
    kind: 'alert',
    words: ['certificate about to expire', 'certificates about to expire'],
    counts: 'certificates',
    query: (standing) => `type:EXPIRING_SOON -severity:info ${current(standing)} ${OF_NEWS}`,
  },
  {
    name: 'unread_warnings',
    level: 'warning',
    kind: 'alert',
    words: ['unread warning alert', 'unread warning alerts'],
    query: () => `is:unread severity:warning since:24h ${OF_NEWS}`,
  },
];

const current = (standing: string | null) =>
  `(is:unread OR since:24h${standing === null ? '' : ` OR ${standing}`})`;

/** A configured platform as far as the check judges it. */
export interface CheckedPlatform {
  readonly name: string;
  readonly kind: string;
  /** Milliseconds between polls; by stream where they differ. */
  readonly pollInterval: number | ((stream: string) => number);
}

export interface Finding {
  readonly row: CheckRow;
  readonly query: string;
  readonly count: number;
  /** How many records the query matches, where what counts is what they are about. */
  readonly notices?: number;
  /** There may be more: not every notice was read. */
  readonly atLeast?: boolean;
  /** The first few, for their names. */
  readonly examples: readonly AnyRecord[];
}

export interface PlatformStanding {
  readonly name: string;
  readonly state: SyncState;
  /** Of its least fresh stream; null while one was never synced. */
  readonly syncedAt: number | null;
  readonly failure: Failure | null;
}

export interface DailyReport {
  readonly status: CheckStatus;
  /** UTC ms. */
  readonly at: number;
  readonly findings: readonly Finding[];
  readonly platforms: readonly PlatformStanding[];
}

export interface CheckContext {
  readonly now: number;
  /** Milliseconds after which a RUNNING job is stuck. */
  readonly longRunningAfter: number;
  readonly signal?: AbortSignal;
  /** How many records a finding names. */
  readonly examples: number;
  /** Terms such as `since:2026-08-20 until:2026-08-20` instead of the last 24 hours. */
  readonly bounds?: string;
}

/** Notices, and renewals, read for one row: far more than anybody looks through. */
const MOST_READ = 2_000;

/** Runs the check over the cache. */
export async function dailyCheck(
  cache: Pick<CacheReader, 'count' | 'rows' | 'streams'>,
  platforms: readonly CheckedPlatform[],
  context: CheckContext,
): Promise<DailyReport> {
  const asking = context.signal === undefined ? {} : { signal: context.signal };
  const findings: Finding[] = [];
  for (const row of DAILY_CHECK) {
    const { now, longRunningAfter, bounds } = context;
    const usual = row.query(standingPlatforms(platforms));
    const query =
      bounds === undefined || !usual.includes('since:') ? usual : withBounds(usual, row.kind, bounds);
    const selection = { kind: row.kind, query, now, longRunningAfter };
    const { matched } = await cache.count(selection, asking);
    if (matched === 0) continue;
    const limit = row.counts === undefined ? context.examples : MOST_READ;
    const { rows } = await cache.rows({ selection, limit }, asking);
    const records = rows.map(({ record }) => record);
    if (row.counts === undefined) {
      findings.push({ row, query, count: matched, examples: records });
      continue;
    }
    const found = await stillDue(cache, certificatesOf(records), platforms, context);
    // Those that were not read may be about others.
    if (found.length === 0 && matched <= MOST_READ) continue;
    const examples = found.slice(0, context.examples).map(({ first }) => first);
    const atLeast = matched > MOST_READ ? { atLeast: true } : {};
    findings.push({ row, query, count: Math.max(found.length, 1), notices: matched, ...atLeast, examples });
  }
  const states = await cache.streams();
  const standings = platforms.map((platform) => standingOf(platform, states, context.now));
  return { status: statusOf(findings, standings), at: context.now, findings, platforms: standings };
}

/** Without those renewed since, but on platforms that say of each, at every look, whether it is in use. */
async function stillDue(
  cache: Pick<CacheReader, 'rows'>,
  found: readonly Noticed[],
  platforms: readonly CheckedPlatform[],
  { now, longRunningAfter, signal }: CheckContext,
): Promise<readonly Noticed[]> {
  const looking = new Set(platforms.filter(isLooking).map(({ name }) => name));
  const told = found.filter((one) => ![...one.platforms].some((name) => looking.has(name)));
  if (told.length === 0) return found;
  const selection = { kind: 'job' as const, query: RENEWALS, now, longRunningAfter };
  const { rows } = await cache.rows({ selection, limit: MOST_READ }, signal === undefined ? {} : { signal });
  const jobs = rows.map(({ record }) => record).filter((record) => record.kind === 'job');
  const left = new Set(notRenewed(found, jobs));
  return found.filter((one) => left.has(one) || !told.includes(one));
}

/** Nobody can say that all is well who has not heard from a platform. */
export function isSilent({ state }: PlatformStanding): boolean {
  return state === 'late' || state === 'out of reach' || state === 'not authorised';
}

function statusOf(findings: readonly Finding[], platforms: readonly PlatformStanding[]): CheckStatus {
  const levels = new Set<CheckLevel>(findings.map(({ row }) => row.level));
  if (platforms.some(isSilent)) levels.add('unknown');
  return CHECK_LEVELS.find((level) => levels.has(level)) ?? 'ok';
}

function standingOf(
  { name, pollInterval }: CheckedPlatform,
  states: readonly StreamState[],
  now: number,
): PlatformStanding {
  const streams = states.filter((state) => state.platform === name && !state.notOffered);
  const synced = streams.map(({ syncedAt }) => syncedAt);
  return {
    name,
    state: platformState(streams, { now, pollInterval }),
    syncedAt: synced.length === 0 || synced.includes(null) ? null : Math.min(...synced.map(Number)),
    failure: streams.find(({ failure }) => failure !== null)?.failure ?? null,
  };
}

/** A query term for the platforms whose alerts stand only while their cause does; null when there are none. */
function standingPlatforms(platforms: readonly CheckedPlatform[]): string | null {
  const names = platforms.filter(isLooking).map(({ name }) => JSON.stringify(name));
  return names.length === 0 ? null : `platform:${names.join(',')}`;
}

/** A host looks at everything anew each time: its alerts stand as long as their causes. */
const isLooking = ({ kind }: CheckedPlatform): boolean => kind === 'host';
