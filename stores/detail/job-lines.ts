/** The tabs only jobs have: error, timeline, and the last success beside this run. */
import type { WholeRecord } from '../../src/cache/ask.ts';
import { isStuck, type Job } from '../../src/domain/job.ts';
import type { Json } from '../../src/domain/json.ts';
import { formatDuration, formatTaken, MINUTE } from '../../src/domain/time.ts';
import { formatGrowing } from '../age.ts';
import { type Comparison, compare } from '../diff/compare.ts';
import { comparisonLines, EQUAL } from '../diff/lines.ts';
import { BLANK, type DocumentInput, type DocumentLine, field, paragraph, said, waiting } from './document.ts';
import { groupLines } from './failure-group.ts';
import { instantText } from './fields.ts';

export function errorLines(input: DocumentInput, job: Job): readonly DocumentLine[] {
  const { width } = input;
  const error = job.error ?? 'The platform gave no error text.';
  return [
    ...paragraph(error, width, 'error'),
    BLANK,
    ...groupLines(input),
    ...field('Job', job.name ?? job.id, width),
    ...field('Type', job.type, width),
    ...field('CA', job.caId, width),
    ...field('Certificate', job.certificateId, width),
    ...field('Request', job.externalRequestId, width),
    ...field('Triggered by', job.triggeredBy?.name ?? job.triggeredBy?.id ?? null, width),
  ];
}

export function timelineLines(input: DocumentInput, job: Job): readonly DocumentLine[] {
  const { width, now } = input;
  const steps = [
    ['Scheduled', job.scheduledAt, null],
    ['Started', job.startedAt, job.scheduledAt],
    ['Completed', job.completedAt, job.startedAt],
  ] as const;
  const lines = steps.flatMap(([label, at, before]) => {
    if (at === null) return field(label, '-', width, 'dim');
    return field(label, instantText(at, input) + stepText(at, before), width);
  });
  if (job.status !== 'RUNNING' || job.startedAt === null) return lines;
  const stuck = isStuck(job, now, input.longRunningAfter);
  const running =
    job.startedAt > now + MINUTE
      ? 'running, although it starts in the future: the clocks differ'
      : `running for ${formatGrowing(now - job.startedAt)}${stuck ? ', longer than expected' : ''}`;
  return [...lines, BLANK, said(running, stuck ? 'warning' : 'info')];
}

/** How long after the step before it. */
function stepText(at: number, before: number | null): string {
  if (before === null) return '';
  return at < before
    ? `  ${formatDuration(before - at)} earlier than the step before it`
    : `  +${formatTaken(at - before)}`;
}

/** This run beside the last success of the same name or type: what differs first. */
export function successLines(input: DocumentInput, job: Job): readonly DocumentLine[] {
  return waiting(input.success, (whole) => {
    const before = whole?.record;
    if (before?.kind !== 'job') {
      return [said('No success of the same name or type is in the cache.', 'dim')];
    }
    const long = longPayloads(input.whole.kind === 'ready' ? input.whole.value : null, whole);
    return [
      ...field('Last success', `${before.name ?? before.id}${otherJob(job, before)}`, input.width, 'ok'),
      ...field(
        'Completed',
        before.completedAt === null ? null : instantText(before.completedAt, input),
        input.width,
      ),
      ...field('Ref', `${before.platform}/job/${before.id}`, input.width),
      BLANK,
      ...(long === null ? [] : [said(long, 'warning')]),
      ...comparisonLines(comparedRuns(job, before), {
        title: 'What differs: this run, then the success',
        before: 'this run',
        after: 'the success',
        folded: !input.looking.folding.except.includes(EQUAL),
        width: input.width,
      }),
    ];
  });
}

/** Where no run of this name is the one to compare with, that is said: names differ for that reason alone. */
const otherJob = (job: Job, before: Job): string =>
  before.name === job.name ? '' : `  (another job of type ${before.type})`;

/** Two runs are compared once for all the times they are drawn. */
const COMPARED = new WeakMap<Job, { readonly with: Job; readonly found: Comparison }>();

function comparedRuns(now: Job, then: Job): Comparison {
  const known = COMPARED.get(now);
  if (known?.with === then) return known.found;
  const found = compare(sidesOf(now), sidesOf(then));
  COMPARED.set(now, { with: then, found });
  return found;
}

/** What may explain why one run failed and the other did not: when they were, and how they ended, does not. */
function sidesOf(job: Job): Json {
  const { name, type, caId, triggeredBy, certificateId, payload, output } = job;
  const took =
    job.startedAt === null || job.completedAt === null ? null : formatTaken(job.completedAt - job.startedAt);
  const by = triggeredBy?.name ?? triggeredBy?.id ?? null;
  const all = { name, type, caId, duration: took, triggeredBy: by, certificateId, payload, output };
  // What a platform does not tell is not there.
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as Json;
}

/** Of payloads that came as text it is only known whether they are the same. */
function longPayloads(now: WholeRecord | null, then: WholeRecord | null): string | null {
  const [here, there] = [now?.texts?.payload, then?.texts?.payload];
  if (here === undefined && there === undefined) return null;
  return here === there
    ? 'The payloads are the same.'
    : 'The payloads differ; they are too long to compare here.';
}
