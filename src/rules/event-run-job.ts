/** A run of an operation as a job: what it worked on, how long it took, how it ended. Pure. */
import type { Job } from '../domain/job.ts';
import { isObject, type Json } from '../domain/json.ts';
import { formatDuration, HOUR, SECOND } from '../domain/time.ts';
import { agentOf, nameOf, reasonOf, subjectOf, textIn } from './entry-text.ts';
import type { Run, Step } from './event-runs.ts';
import type { Derived } from './rule.ts';

/** The job of a run; one whose end is missing runs until no end can come any more, and then has failed. */
export function jobsOf(family: string, run: Run, longest: number): readonly Derived[] {
  const { start, end, next } = run;
  if (end !== null) return [jobOf(family, run, endOf(end))];
  if (next !== null) {
    const error = 'no end was reported before the next run began';
    return [jobOf(family, run, { status: 'FAILED', at: next, error })];
  }
  const at = (start?.at ?? 0) + longest;
  const error = `no end was reported within ${formatDuration(longest)}`;
  return [
    { ...jobOf(family, run, { status: 'RUNNING', at: null, error: null }), until: at },
    { ...jobOf(family, run, { status: 'FAILED', at, error }), due: at },
  ];
}

interface Ending {
  readonly status: Job['status'];
  readonly at: number | null;
  readonly error: string | null;
}

function endOf({ at, phase, record }: Step): Ending {
  return phase === 'failure'
    ? { status: 'FAILED', at, error: reasonOf(record) }
    : { status: 'SUCCESS', at, error: null };
}

function jobOf(family: string, { start, end, after }: Run, { status, at, error }: Ending): Derived {
  const steps = [start, end, ...after].filter((step) => step !== null);
  const [first] = steps;
  const subject = first === undefined ? null : subjectOf(first.record);
  const payload = start?.record.details ?? null;
  const output = end?.record.details ?? null;
  const actor = first?.record.actor ?? null;
  // One scan over several sensors is as many runs of one name.
  const agent = first === undefined ? null : nameOf(agentOf(first.record));
  const place = agent === null || agent === nameOf(subject) ? '' : ` on ${agent}`;
  return {
    anchor: `${family} ${first?.record.id}`,
    restsOn: steps.map(({ record }) => record),
    record: {
      kind: 'job',
      name: `${family} ${nameOf(subject) ?? ''}${place}`.trim(),
      type: family.toUpperCase().replaceAll(' ', '_'),
      status,
      caId: textIn(payload, CA) ?? textIn(output, CA),
      scheduledAt: null,
      startedAt: start?.at ?? startFrom(end?.at ?? null, output),
      completedAt: at,
      triggeredBy: actor === null ? null : { type: actor.type, id: actor.id, name: actor.name },
      payload,
      output,
      error,
      certificateId: textIn(output, CERTIFICATE) ?? textIn(payload, CERTIFICATE),
      externalRequestId: subject?.id ?? null,
    },
  };
}

const CA = ['ca_id', 'caId', 'ca'];
const CERTIFICATE = ['certificate_id', 'certificateId', 'serial_number', 'serialNumber'];
/** The names under which details tell how long a run took, and the ms of one of its unit. */
const DURATIONS: readonly (readonly [string, number])[] = [
  ['duration_seconds', SECOND],
  ['durationSeconds', SECOND],
  ['duration_ms', 1],
  ['durationMs', 1],
];

function startFrom(end: number | null, output: Json): number | null {
  if (end === null || !isObject(output)) return null;
  for (const [name, unit] of DURATIONS) {
    const took = Object.hasOwn(output, name) ? output[name] : null;
    if (typeof took === 'number' && took >= 0 && took * unit < 1_000 * HOUR) return end - took * unit;
  }
  return null;
}
