/** The trouble a thing is in: its failures since it last worked, and the first of them. Pure. */
import type { Row } from '../../src/cache/ask.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { DAY } from '../../src/domain/time.ts';
import { whenOf } from './merged.ts';

export interface Trouble {
  readonly first: Row;
  readonly last: Row;
  readonly failures: number;
  /** What worked again afterwards; null while it lasts. */
  readonly ended: Row | null;
  /** There are older failures than were looked at: the first may lie further back. */
  readonly more: boolean;
}

/** Failures further apart than this are two stories. */
const APART = 7 * DAY;

/**
 * Of failures and successes in any order, the latest run of failures: back to the last success of the same
 * operation. `more`: rows were left out at the old end.
 */
export function troubleOf(rows: readonly Row[], more = false): Trouble | null {
  // Of one instant the failure comes last: what failed did not work in the same breath.
  const sorted = rows.toSorted(
    (a, b) => whenOf(b) - whenOf(a) || Number(failed(b.record)) - Number(failed(a.record)),
  );
  const start = sorted.findIndex(({ record }) => failed(record));
  const last = sorted[start];
  if (last === undefined) return null;
  const run = [last];
  const broken = new Set<string>([operationOf(last.record)]);
  let whole = false;
  for (const row of sorted.slice(start + 1)) {
    if (failed(row.record)) {
      const before = run.at(-1) ?? last;
      if (whenOf(before) - whenOf(row) > APART) {
        whole = true;
        break;
      }
      run.push(row);
      broken.add(operationOf(row.record));
    } else if (worked(row.record) && broken.has(operationOf(row.record))) {
      whole = true;
      break;
    }
  }
  const ended = sorted
    .slice(0, start)
    .findLast(({ record }) => worked(record) && broken.has(operationOf(record)));
  return { first: firstOf(run), last, failures: run.length, ended: ended ?? null, more: more && !whole };
}

/** The oldest; of one instant the job, whose error tells the most. */
function firstOf(run: readonly Row[]): Row {
  const oldest = run.at(-1) as Row;
  return run.findLast((row) => row.record.kind === 'job' && whenOf(row) === whenOf(oldest)) ?? oldest;
}

export function failed(record: AnyRecord): boolean {
  switch (record.kind) {
    case 'alert':
      return record.severity === 'error';
    case 'job':
      return record.status === 'FAILED';
    case 'audit':
      return record.outcome === 'failure';
    case 'statistic':
      return false;
  }
}

function worked(record: AnyRecord): boolean {
  return record.kind === 'job'
    ? record.status === 'SUCCESS'
    : record.kind === 'audit' && record.outcome === 'success';
}

/** What an action ends in says how it went; the rest what was done. */
const ENDING = /[\W_]*(?:failed|failure|error|errored|completed|succeeded|success|validated|renewed)$/i;

/** What a record failed or succeeded in: the type of a job, the action of an entry without its outcome. */
function operationOf(record: AnyRecord): string {
  if (record.kind === 'job') return `job ${record.type ?? record.name ?? ''}`;
  if (record.kind === 'audit') return `audit ${(record.action ?? '').replace(ENDING, '').toLowerCase()}`;
  return record.kind;
}
