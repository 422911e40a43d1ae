import type { AuditEntry } from '../domain/audit.ts';
import { DAY, SECOND } from '../domain/time.ts';
import { isOwn } from './cases.ts';
import { runOf } from './entry-text.ts';
import { jobsOf } from './event-run-job.ts';
import { isCalledOff, runsOf } from './event-runs.ts';
import { entry, user } from './example.ts';
import { eventOf, wordsOf } from './phase.ts';
import type { Rule } from './rule.ts';

/** Operations that run for a while; a sign-in has a `failed`, too, but is none. */
const RUNS =
  /\b(scan|discovery|rotat|sync|renew|issu|enrol|deploy|revo|reissue|rekey|provision|import|backup|validat|refresh)/;
/** Jobs from the events of platforms whose audit log is the only trace of what they run. */
export const EVENT_JOBS: Rule = {
  name: 'event-jobs',
  about: 'Jobs from entries that tell of one operation starting, completing or failing',
  reads:
    'audit entries that tell of an operation starting, completing, failing or being aborted; jobs the platform lists itself',
  derives: 'job',
  settings: [
    {
      name: 'longest_run',
      type: 'duration',
      default: DAY,
      least: SECOND,
      most: 7 * DAY,
      help: 'how long after its start an end is taken for the end of the same run',
    },
  ],
  // An error told along the way, as of a vault, ends nothing.
  actions: (action) => RUNS.test(eventOf(action)?.family ?? '') && wordsOf(action).at(-1) !== 'error',
  // The list of scans tells more than the events do: a run that is in it is not told twice.
  alsoReads: ['job'],
  keys: (record) => {
    if (record.kind !== 'audit') return [record.id];
    const key = runOf(record);
    return key === null ? [] : [key];
  },
  reach: ({ longest_run = DAY }) => ({ before: longest_run, after: longest_run }),
  waits: true,
  derive: (one, { longest_run = DAY }) => {
    if (one.entries.some(({ record }) => record.kind === 'job')) return [];
    const steps = one.entries.flatMap(({ at, record }) => {
      const event = record.kind === 'audit' ? eventOf(record.action ?? '') : null;
      return event === null ? [] : [{ at, record: record as AuditEntry, ...event }];
    });
    return [...Map.groupBy(steps, ({ family }) => family)].flatMap(([family, own]) =>
      runsOf(own, longest_run)
        .filter(({ start, end }) => isOwn(one, (start ?? end)?.at ?? Number.NaN))
        .filter((run) => !isCalledOff(run))
        .flatMap((run) => jobsOf(family, run, longest_run)),
    );
  },
  examples: [
    {
      about: 'a scan that began and completed is one job with its figures',
      given: [
        entry('a1', '2026-08-20T10:00:00Z', {
          action: 'discovery.scan.started',
          resource: { type: 'scan', id: 'scan-789', name: null },
          actor: user('admin@company.com'),
          details: { mode: 'full' },
        }),
        entry('a2', '2026-08-20T10:00:45Z', {
          action: 'discovery.scan.completed',
          resource: { type: 'scan', id: 'scan-789', name: null },
          details: { duration_seconds: 45, vaults_scanned: 12 },
        }),
      ],
      found: [
        {
          kind: 'job',
          type: 'DISCOVERY_SCAN',
          status: 'SUCCESS',
          name: 'discovery scan scan-789',
          payload: { mode: 'full' },
          output: { duration_seconds: 45, vaults_scanned: 12 },
          error: null,
        },
      ],
    },
    {
      about: 'a rotation that failed has the error of its details, one still running has no end',
      given: [
        entry('b1', '2026-08-20T23:59:00Z', {
          action: 'rotation.started',
          resource: { type: 'secret', id: 's-1', name: 'billing' },
        }),
        entry('b2', '2026-08-21T00:03:00Z', {
          action: 'rotation.failed',
          resource: { type: 'secret', id: 's-1', name: 'billing' },
          details: { error: 'vault kv-9 refused the new version' },
        }),
        entry('b3', '2026-08-21T08:00:00Z', {
          action: 'sync.started',
          resource: { type: 'sync', id: 's-2', name: null },
        }),
      ],
      found: [
        {
          type: 'ROTATION',
          status: 'FAILED',
          error: 'vault kv-9 refused the new version',
          name: 'rotation billing',
        },
        { type: 'SYNC', status: 'RUNNING', completedAt: null },
      ],
    },
    {
      about: 'free text names what ran; a scan that stopped and was then aborted is one',
      given: (
        [
          ['d1', '2026-08-20T10:00:00Z', 'Start scan', 'Scan started', 'Ports: 443\nJob: 7'],
          ['d2', '2026-08-20T10:09:00Z', 'Scan stopped', 'Scan stopped', 'Sensor lost its link\nJob: 7'],
          ['d3', '2026-08-20T10:11:00Z', 'Abort scan', 'Scan aborted', 'Certificates found: 3'],
        ] as const
      ).map(([id, at, action, said, detailMessage]) =>
        entry(id, at, {
          action,
          resource: { type: 'Scans', id: null, name: null },
          description: `${said}\n Name: edge\n Sensor: s-1`,
          details: { detailMessage },
        }),
      ),
      found: [
        {
          type: 'SCAN',
          status: 'FAILED',
          name: 'scan edge on s-1',
          error: 'Sensor lost its link',
          completedAt: Date.UTC(2026, 7, 20, 10, 9),
        },
      ],
    },
    {
      about: 'what somebody called off has not failed; what the system ended has',
      given: (
        [
          ['e1', '2026-08-20T10:00:00Z', 'Start scan', 'dc1', user('ada')],
          ['e2', '2026-08-20T10:04:00Z', 'Abort scan', 'dc1', user('ada')],
          ['e3', '2026-08-20T10:10:00Z', 'Start scan', 'dc2', user('ada')],
          ['e4', '2026-08-20T10:14:00Z', 'Abort scan', 'dc2', null],
        ] as const
      ).map(([id, at, action, name, actor]) =>
        entry(id, at, { action, actor, description: `${action}\n Name: ${name}\n Sensor: s-1` }),
      ),
      found: [{ type: 'SCAN', status: 'FAILED', name: 'scan dc2 on s-1' }],
    },
    {
      about: 'a run of which no end was ever told has failed, once the log is known that far',
      given: [
        entry('g1', '2026-08-20T10:00:00Z', {
          action: 'sync.started',
          resource: { type: 'sync', id: 's-5', name: null },
        }),
      ],
      knownUpTo: Date.UTC(2026, 7, 21, 12),
      found: [
        {
          status: 'FAILED',
          error: 'no end was reported within 1d',
          completedAt: Date.UTC(2026, 7, 21, 10),
        },
      ],
    },
    {
      about: 'an end whose start was before the log began still tells of a run, and how long it took',
      given: [
        entry('c1', '2026-08-20T10:01:00Z', {
          action: 'sync.completed',
          resource: { type: 'sync', id: 's-3', name: null },
          details: { duration_seconds: 60 },
        }),
      ],
      found: [
        {
          status: 'SUCCESS',
          startedAt: Date.UTC(2026, 7, 20, 10),
          completedAt: Date.UTC(2026, 7, 20, 10, 1),
        },
      ],
    },
  ],
};
