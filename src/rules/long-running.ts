import { isWaiting, type Job } from '../domain/job.ts';
import { formatDuration, HOUR, MINUTE } from '../domain/time.ts';
import { instantText } from './entry-text.ts';
import { job } from './example.ts';
import type { Derived, Rule, Timed } from './rule.ts';

/** A run that hangs fails nobody, so no platform tells of it. */
export const LONG_RUNNING: Rule = {
  name: 'long-running',
  about: 'Jobs that run longer than they should; taken back when they end',
  reads: 'running jobs, derived ones too',
  derives: 'alert',
  everywhere: true,
  settings: [
    {
      name: 'longer_than',
      type: 'duration',
      default: 30 * MINUTE,
      // One word for "too long": the header and the daily check count by it.
      like: 'long_running_after',
      least: MINUTE,
      most: 720 * HOUR,
      help: 'how long a job may run before it is told; left out, as long as `long_running_after` of `[alerts]`',
    },
  ],
  actions: () => false,
  alsoReads: ['job'],
  readsDerived: true,
  waits: true,
  keys: (record) => (record.kind === 'job' && isRunning(record) ? [record.id] : []),
  reach: () => ({ before: 0, after: 0 }),
  derive: ({ entries }, { longer_than = 0 }) =>
    entries.flatMap(({ record }: Timed): readonly Derived[] => {
      if (record.kind !== 'job' || record.startedAt === null) return [];
      const at = record.startedAt + longer_than;
      return [
        {
          anchor: record.id,
          due: at,
          restsOn: [record],
          record: {
            kind: 'alert',
            severity: 'warning',
            type: 'JOB_TOO_LONG',
            title: `Runs for more than ${formatDuration(longer_than)}: ${record.name ?? record.id}`,
            message: `${record.type ?? 'The job'} has been running since ${instantText(record.startedAt)}, and no end was reported.`,
            entity: { type: 'job', id: record.id, name: record.name },
            createdAt: at,
          },
        },
      ];
    }),
  examples: [
    {
      about: 'told once the time is over, not of what has ended or waits for people',
      given: [
        job('j1', '2026-08-20T10:00:00Z', { status: 'RUNNING', type: 'RENEW_CERT', name: 'Renew a' }),
        job('j2', '2026-08-20T10:00:00Z', { status: 'SUCCESS', type: 'RENEW_CERT' }),
        job('j3', '2026-08-20T10:00:00Z', { status: 'RUNNING', type: 'ORDER' }),
        job('j4', '2026-08-20T12:30:00Z', { status: 'RUNNING', type: 'RENEW_CERT' }),
      ],
      knownUpTo: Date.UTC(2026, 7, 20, 13),
      thresholds: { longer_than: 2 * HOUR },
      found: [
        {
          type: 'JOB_TOO_LONG',
          title: 'Runs for more than 2h: Renew a',
          createdAt: Date.UTC(2026, 7, 20, 12),
        },
      ],
    },
  ],
};

const isRunning = (job: Job): boolean =>
  job.status === 'RUNNING' && job.startedAt !== null && !isWaiting(job);
