/** The tabs only jobs have: error, timeline, and the last success beside this run. */
import type { WholeRecord } from '../../src/cache/ask.ts';
import { isStuck, type Job } from '../../src/domain/job.ts';
import { isObject, type Json, type JsonObject } from '../../src/domain/json.ts';
import { maskJson } from '../../src/domain/secrets.ts';
import { formatDuration, formatTaken, MINUTE } from '../../src/domain/time.ts';
import { formatGrowing } from '../age.ts';
import {
  BLANK,
  type DocumentInput,
  type DocumentLine,
  field,
  heading,
  paragraph,
  said,
  waiting,
} from './document.ts';
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
    const took = (run: Job): string | null =>
      run.startedAt === null || run.completedAt === null
        ? null
        : formatTaken(run.completedAt - run.startedAt);
    const rows: readonly Difference[] = [
      ['name', job.name ?? undefined, before.name ?? undefined],
      ['type', job.type ?? undefined, before.type ?? undefined],
      ['caId', job.caId ?? undefined, before.caId ?? undefined],
      ['duration', took(job) ?? undefined, took(before) ?? undefined],
      ...differences(job.payload ?? undefined, before.payload ?? undefined, 'payload'),
    ];
    const differing = rows.filter(([, now, then]) => !same(now, then));
    const long = longPayloads(input.whole.kind === 'ready' ? input.whole.value : null, whole);
    return [
      ...field('Last success', before.name ?? before.id, input.width, 'ok'),
      ...field(
        'Completed',
        before.completedAt === null ? null : instantText(before.completedAt, input),
        input.width,
      ),
      ...field('Ref', `${before.platform}/job/${before.id}`, input.width),
      BLANK,
      ...(long === null ? [] : [said(long, 'warning')]),
      heading(differing.length === 0 ? 'Nothing differs' : 'What differs: this run, then the success'),
      ...differing.flatMap(([path, now, then]) => [
        said(path, 'strong'),
        ...paragraph(`- ${shortJson(path, now)}`, input.width, 'error'),
        ...paragraph(`+ ${shortJson(path, then)}`, input.width, 'ok'),
      ]),
    ];
  });
}

const MOST_DIFFERENCES = 200;

/** A path with what stands there in this run and in the other; undefined where the path is not there. */
type Difference = readonly [path: string, now: Json | undefined, then: Json | undefined];

const same = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Leaves that differ, by dotted path. */
function differences(now: Json | undefined, then: Json | undefined, path: string): readonly Difference[] {
  const found: Difference[] = [];
  const visit = (a: Json | undefined, b: Json | undefined, at: string, depth: number): void => {
    if (found.length >= MOST_DIFFERENCES) return;
    if (a !== undefined && b !== undefined && isObject(a) && isObject(b) && depth < 20) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        visit(memberOf(a, key), memberOf(b, key), `${at}.${key}`, depth + 1);
      }
      return;
    }
    if (!same(a, b)) found.push([at, a, b]);
  };
  visit(now, then, path, 0);
  return found;
}

const memberOf = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** Of payloads that came as text it is only known whether they are the same. */
function longPayloads(now: WholeRecord | null, then: WholeRecord | null): string | null {
  const [here, there] = [now?.texts?.payload, then?.texts?.payload];
  if (here === undefined && there === undefined) return null;
  return here === there
    ? 'The payloads are the same.'
    : 'The payloads differ; they are too long to compare here.';
}

function shortJson(path: string, given: Json | undefined): string {
  if (given === undefined) return '(absent)';
  const { value } = maskJson(given, path.slice(path.lastIndexOf('.') + 1));
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}
