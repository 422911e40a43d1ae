/** The tabs only jobs have: error, timeline, and the last success beside this run. */
import { isStuck, type Job } from '../../src/domain/job.ts';
import type { Json } from '../../src/domain/json.ts';
import { isObject } from '../../src/domain/json.ts';
import { formatDuration } from '../../src/domain/time.ts';
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
import { instantText } from './fields.ts';

export function errorLines(input: DocumentInput, job: Job): readonly DocumentLine[] {
  const { width } = input;
  const error = job.error ?? 'The platform gave no error text.';
  return [
    ...paragraph(error, width, 'error'),
    BLANK,
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
    const after = before === null ? '' : `  +${formatDuration(at - before)}`;
    return field(label, instantText(at, input) + after, width);
  });
  if (job.status !== 'RUNNING' || job.startedAt === null) return lines;
  const stuck = isStuck(job, now, input.longRunningAfter);
  const running = `running for ${formatGrowing(now - job.startedAt)}${stuck ? ', longer than expected' : ''}`;
  return [...lines, BLANK, said(running, stuck ? 'warning' : 'info')];
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
        : formatDuration(run.completedAt - run.startedAt);
    const rows: (readonly [string, Json, Json])[] = [
      ['name', job.name, before.name],
      ['type', job.type, before.type],
      ['caId', job.caId, before.caId],
      ['duration', took(job), took(before)],
      ...differences(job.payload, before.payload, 'payload'),
    ];
    const differing = rows.filter(([, now, then]) => JSON.stringify(now) !== JSON.stringify(then));
    return [
      ...field('Last success', before.name ?? before.id, input.width, 'ok'),
      ...field(
        'Completed',
        before.completedAt === null ? null : instantText(before.completedAt, input),
        input.width,
      ),
      ...field('Ref', `${before.platform}/job/${before.id}`, input.width),
      BLANK,
      heading(differing.length === 0 ? 'Nothing differs' : 'What differs: this run, then the success'),
      ...differing.flatMap(([path, now, then]) => [
        said(path, 'strong'),
        ...paragraph(`- ${shortJson(now)}`, input.width, 'error'),
        ...paragraph(`+ ${shortJson(then)}`, input.width, 'ok'),
      ]),
    ];
  });
}

const MOST_DIFFERENCES = 200;

/** Leaves that differ, by dotted path. */
function differences(now: Json, then: Json, path: string): readonly (readonly [string, Json, Json])[] {
  const found: (readonly [string, Json, Json])[] = [];
  const visit = (a: Json, b: Json, at: string, depth: number): void => {
    if (found.length >= MOST_DIFFERENCES) return;
    if (isObject(a) && isObject(b) && depth < 20) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        visit(a[key] ?? null, b[key] ?? null, `${at}.${key}`, depth + 1);
      }
      return;
    }
    if (JSON.stringify(a) !== JSON.stringify(b)) found.push([at, a, b]);
  };
  visit(now, then, path, 0);
  return found;
}

function shortJson(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}
