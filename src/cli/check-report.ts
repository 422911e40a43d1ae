/** The daily check as text, JSON and Prometheus metrics. */
import { cut } from '../domain/cells.ts';
import { valueAt } from '../domain/kinds.ts';
import { type AnyRecord, type Kind, refOf } from '../domain/record.ts';
import { shellWord } from '../domain/shell-word.ts';
import { inertLine, jsonText, safeLine } from '../domain/text.ts';
import { formatDuration, toIso } from '../domain/time.ts';
import {
  type CheckStatus,
  DAILY_CHECK,
  type DailyReport,
  type Finding,
  isSilent,
  type PlatformStanding,
} from '../sync/daily-check.ts';
import type { Paint, Tint } from './colour.ts';

/** The check's own exit codes. */
export const CHECK_EXIT: Readonly<Record<CheckStatus, number>> = {
  ok: 0,
  warning: 1,
  critical: 2,
  unknown: 3,
};

export const CHECK_FORMATS = ['text', 'json', 'prometheus'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** The command that lists a kind. */
export const LIST_COMMANDS: Readonly<Record<Kind, string>> = {
  alert: 'alerts',
  job: 'jobs',
  audit: 'audit',
  statistic: 'stats',
};

export interface ReportStyle {
  /** How certdeck was called, options that name its files included: `certdeck --cache /x`. */
  readonly program: string;
  readonly paint: Paint;
}

export function reportText(report: DailyReport, format: CheckFormat, style: ReportStyle): string {
  return FORMATS[format](report, style);
}

const FORMATS: Readonly<Record<CheckFormat, (report: DailyReport, style: ReportStyle) => string>> = {
  text: textReport,
  json: jsonReport,
  prometheus: prometheusReport,
};

function commandOf({ row, query }: Finding, { program }: ReportStyle): string {
  return `${program} ${LIST_COMMANDS[row.kind]} ${shellWord(query)}`;
}

function wordsOf({ row, count, notices = count, atLeast = false }: Finding): string {
  const words = `${atLeast ? 'at least ' : ''}${count} ${row.words[count === 1 ? 0 : 1]}`;
  return notices === count ? words : `${words} (${notices} ${notices === 1 ? 'notice' : 'notices'})`;
}

const TINTS: Readonly<Record<CheckStatus, Tint>> = {
  ok: 'good',
  warning: 'warning',
  critical: 'critical',
  unknown: 'warning',
};

function textReport(report: DailyReport, style: ReportStyle): string {
  const level = (status: CheckStatus) => style.paint(TINTS[status], status.toUpperCase().padEnd(8));
  const lines = [`${level(report.status)}  daily check at ${toIso(report.at)?.slice(0, 19)}Z`];
  for (const finding of report.findings) {
    lines.push('', `${level(finding.row.level)}  ${wordsOf(finding)}`);
    for (const record of finding.examples) lines.push(`          ${nameOf(record)}`);
    const more = finding.count - finding.examples.length;
    if (more > 0) lines.push(`          and ${more} more`);
    lines.push(`          ${commandOf(finding, style)}`);
  }
  for (const platform of report.platforms.filter(isSilent)) {
    lines.push(
      '',
      `${level('unknown')}  ${silence(platform, report.at)}`,
      `          ${style.program} platforms`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function silence({ name, state, syncedAt, failure }: PlatformStanding, at: number): string {
  const age = syncedAt === null ? 'never synced' : `last synced ${formatDuration(at - syncedAt)} ago`;
  const reason = failure === null ? '' : `: ${failure.what}`;
  return safeLine(`${name} is ${state}, ${age}${reason}`);
}

/** A long error says enough in this many cells. */
const WIDEST = 100;

/** What tells one record from the next, in one line. */
const NAMING: Readonly<Record<Kind, readonly string[]>> = {
  alert: ['type', 'entity.name', 'message'],
  job: ['type', 'name', 'error'],
  audit: ['action', 'actor.name', 'description'],
  statistic: ['category', 'name', 'value'],
};

function nameOf(record: AnyRecord): string {
  const texts = NAMING[record.kind].flatMap((path) => {
    const value = valueAt(record, path);
    return value === null ? [] : [cut(safeLine(String(value)), WIDEST)];
  });
  return [safeLine(refOf(record)), ...texts].join('  ');
}

function jsonReport(report: DailyReport, style: ReportStyle): string {
  const findings = report.findings.map((finding) => ({
    check: finding.row.name,
    level: finding.row.level,
    text: wordsOf(finding),
    kind: finding.row.kind,
    query: finding.query,
    count: finding.count,
    ...(finding.notices === undefined ? {} : { notices: finding.notices }),
    examples: finding.examples.map(refOf),
    command: commandOf(finding, style),
  }));
  const platforms = report.platforms.map((platform) => ({
    platform: platform.name,
    level: isSilent(platform) ? 'unknown' : 'ok',
    state: platform.state,
    syncedAt: toIso(platform.syncedAt),
    failure: platform.failure === null ? null : { code: platform.failure.code, what: platform.failure.what },
    command: `${style.program} platforms`,
  }));
  const { status, at } = report;
  return `${jsonText({ status, exit: CHECK_EXIT[status], at: toIso(at), findings, platforms }, 2)}\n`;
}

/** The text exposition format, https://prometheus.io/docs/instrumenting/exposition_formats/ */
function prometheusReport({ status, at, findings, platforms }: DailyReport): string {
  const counts = DAILY_CHECK.map((row) => ({
    labels: { check: row.name, level: row.level },
    value: findings.find((finding) => finding.row === row)?.count ?? 0,
  }));
  const synced = platforms.filter(({ syncedAt }) => syncedAt !== null);
  return [
    metric('certdeck_check_status', '0 ok, 1 warning, 2 critical, 3 unknown.', [
      { value: CHECK_EXIT[status] },
    ]),
    metric('certdeck_check_findings', 'What each row of the daily check found.', counts),
    metric(
      'certdeck_platform_up',
      '1 where data is fresh, 0 where the platform is silent or its data late.',
      platforms.map((one) => ({ labels: { platform: one.name }, value: isSilent(one) ? 0 : 1 })),
    ),
    metric(
      'certdeck_platform_synced_timestamp_seconds',
      'When everything of the platform was last up to date.',
      synced.map((one) => ({ labels: { platform: one.name }, value: (one.syncedAt ?? 0) / 1000 })),
    ),
    metric('certdeck_check_timestamp_seconds', 'When the check was made.', [{ value: at / 1000 }]),
  ].join('');
}

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

function metric(name: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const lines = samples.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${labelText(text)}"`);
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('\n')}\n`;
}

const labelText = (text: string) => inertLine(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
