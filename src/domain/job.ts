import { CAUSE_FIELD } from './cause.ts';
import { commonFields, IDENTITY_COLUMNS, type KindTable, ORIGIN_COLUMN } from './field.ts';
import type { Json } from './json.ts';
import type { Named, Origin } from './record.ts';

export const JOB_STATUSES = ['QUEUED', 'RUNNING', 'SUCCESS', 'FAILED'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/**
 * The type of an order that waits for people rather than machines: it may run for days, so it is never
 * "stuck" (CERTInext orders are mapped to it).
 */
export const ORDER_TYPE = 'ORDER';

/** An asynchronous operation of a platform. Instants are UTC milliseconds. */
export interface Job {
  readonly kind: 'job';
  readonly platform: string;
  readonly id: string;
  readonly name: string | null;
  readonly type: string | null;
  readonly status: JobStatus;
  readonly caId: string | null;
  readonly scheduledAt: number | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly triggeredBy: Named | null;
  readonly payload: Json;
  readonly output: Json;
  readonly error: string | null;
  readonly certificateId: string | null;
  readonly externalRequestId: string | null;
  readonly origin: Origin;
}

/** Milliseconds from start to completion; null while either is unknown. */
export function durationOf(job: Pick<Job, 'startedAt' | 'completedAt'>): number | null {
  return job.startedAt === null || job.completedAt === null ? null : job.completedAt - job.startedAt;
}

/** An order waits for people; however long, that is no fault. */
export const isWaiting = ({ type }: Pick<Job, 'type'>): boolean => type === ORDER_TYPE;

/** A RUNNING job past the threshold (ms). Orders wait for people and never count. */
export function isStuck(job: Job, now: number, longRunningAfter: number): boolean {
  return (
    job.status === 'RUNNING' &&
    !isWaiting(job) &&
    job.startedAt !== null &&
    now - job.startedAt > longRunningAfter
  );
}

export const JOB_TABLE: KindTable = {
  columns: [
    ...IDENTITY_COLUMNS,
    { path: 'name', title: 'Name', type: 'text' },
    { path: 'type', title: 'Type', type: 'enum' },
    { path: 'status', title: 'Status', type: 'enum' },
    { path: 'caId', title: 'CA', type: 'text' },
    { path: 'scheduledAt', title: 'Scheduled', type: 'time' },
    { path: 'startedAt', title: 'Started', type: 'time' },
    { path: 'completedAt', title: 'Completed', type: 'time' },
    { path: 'durationMs', title: 'Duration', type: 'duration' },
    { path: 'triggeredBy.type', title: 'Triggered by type', type: 'enum' },
    { path: 'triggeredBy.id', title: 'Triggered by ID', type: 'text' },
    { path: 'triggeredBy.name', title: 'Triggered by', type: 'text' },
    { path: 'payload', title: 'Payload', type: 'json' },
    { path: 'output', title: 'Output', type: 'json' },
    { path: 'error', title: 'Error', type: 'text' },
    { path: 'certificateId', title: 'Certificate', type: 'text' },
    { path: 'externalRequestId', title: 'External request', type: 'text' },
    ORIGIN_COLUMN,
  ],
  fields: [
    ...commonFields(['name', 'certificateId', 'externalRequestId']),
    {
      name: 'status',
      type: 'enum',
      paths: ['status'],
      values: JOB_STATUSES,
      words: { completed: 'SUCCESS', succeeded: 'SUCCESS', failure: 'FAILED', error: 'FAILED' },
      help: 'QUEUED, RUNNING, SUCCESS or FAILED',
    },
    { name: 'type', type: 'enum', paths: ['type'], help: 'what it does, e.g. RENEW_CERT' },
    { name: 'name', type: 'text', paths: ['name'], help: 'the name of the job' },
    { name: 'ca', type: 'id', paths: ['caId'], help: 'the certificate authority' },
    {
      name: 'actor',
      type: 'text',
      paths: ['triggeredBy.id', 'triggeredBy.name'],
      help: 'who or what triggered it',
    },
    { name: 'duration', type: 'duration', paths: ['durationMs'], help: 'from start to completion, e.g. >5m' },
    { name: 'scheduled', type: 'time', paths: ['scheduledAt'], help: 'when it was due' },
    { name: 'started', type: 'time', paths: ['startedAt'], help: 'when it started' },
    { name: 'completed', type: 'time', paths: ['completedAt'], help: 'when it ended' },
    { name: 'error', type: 'text', paths: ['error'], help: 'the error text' },
    CAUSE_FIELD,
    {
      name: 'certificate',
      type: 'id',
      paths: ['certificateId'],
      help: 'the certificate it issued or changed',
    },
  ],
  timePaths: ['scheduledAt', 'startedAt', 'completedAt'],
  states: ['pinned', 'noted', 'stuck', 'new', 'muted'],
  orders: [
    // What wants a look first: a run that hangs comes before those that are merely under way.
    {
      name: 'attention',
      classes: [
        'status:failed',
        'is:stuck',
        'status:running -is:stuck',
        'status:queued',
        '-status:failed,running,queued',
      ],
    },
  ],
};
