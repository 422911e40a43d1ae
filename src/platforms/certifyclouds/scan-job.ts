/**
 * A discovery scan of CertifyClouds as a job. Published is that there is a list of scans and what a scan is
 * asked for (mode, subscriptions); its fields and the words of its status are not, so several are understood.
 */
import { JOB_STATUSES, type Job, type JobStatus } from '../../domain/job.ts';
import type { Named } from '../../domain/record.ts';
import { safeLine } from '../../domain/text.ts';
import { cut } from '../body.ts';
import type { RowReader } from '../rows.ts';
import { at, wordsAt } from './fields.ts';

export const DEFAULT_ALIASES: Readonly<Record<string, JobStatus>> = {
  pending: 'QUEUED',
  scheduled: 'QUEUED',
  started: 'RUNNING',
  in_progress: 'RUNNING',
  scanning: 'RUNNING',
  completed: 'SUCCESS',
  succeeded: 'SUCCESS',
  finished: 'SUCCESS',
  error: 'FAILED',
  cancelled: 'FAILED',
};

export type StatusOf = (word: string) => JobStatus | null;

/** Case and the way words are joined do not count: `In Progress` is `in_progress`. */
export function statusReader(aliases: Readonly<Record<string, string>>): StatusOf {
  const plain = (word: string) => word.toUpperCase().replace(/[\s-]+/g, '_');
  const meant = new Map(Object.entries(aliases).map(([word, status]) => [plain(word), plain(status)]));
  return (word) => {
    const found = meant.get(plain(word)) ?? plain(word);
    return JOB_STATUSES.find((status) => status === found) ?? null;
  };
}

export function scanJob(platform: string, read: RowReader, statuses: StatusOf): Job {
  const mode = read.text(at(read, '/mode', '/scan_mode'));
  const status = statusOf(read, statuses);
  const errors = wordsAt(read, at(read, '/error', '/error_message', '/errors'));
  return {
    kind: 'job',
    platform,
    id: read.id(at(read, '/id', '/scan_id')),
    name: read.text('/name') ?? (mode === null ? 'Discovery scan' : `Discovery scan (${mode})`),
    type: 'DISCOVERY_SCAN',
    status,
    caId: null,
    scheduledAt: read.instant(at(read, '/scheduled_at', '/created_at')),
    startedAt: read.instant(at(read, '/started_at', '/start_time')),
    completedAt: read.instant(at(read, '/completed_at', '/finished_at', '/end_time')),
    triggeredBy: triggerOf(read),
    payload: read.json(''),
    output: read.json(at(read, '/results', '/summary', '/result')),
    // An empty list of errors is none.
    error: errors === '' || errors === '[]' || errors === '{}' ? null : errors,
    certificateId: null,
    externalRequestId: null,
    origin: 'platform',
  };
}

function statusOf(read: RowReader, statuses: StatusOf): JobStatus {
  const word = read.text(at(read, '/status', '/state'));
  if (word === null) return read.unfit('status: expected a scan status, got nothing');
  const status = statuses(word);
  if (status !== null) return status;
  const shown = cut(safeLine(word), 60);
  return read.unfit(
    `status: “${shown}” is no known scan status; status_aliases = { "${shown}" = "RUNNING" } (or QUEUED, SUCCESS, FAILED) would tell`,
  );
}

function triggerOf(read: RowReader): Named | null {
  const pointer = at(read, '/triggered_by', '/initiated_by', '/created_by');
  const value = read.json(pointer);
  if (value === null) return null;
  if (typeof value !== 'object') return { type: null, id: read.ref(pointer), name: null };
  return {
    type: read.text(`${pointer}/type`),
    id: read.ref(`${pointer}/id`),
    name: read.text(`${pointer}/name`),
  };
}
