/** How a job looks in a list. */
import type { Row } from '../../src/cache/ask.ts';
import { durationOf, isStuck, type Job } from '../../src/domain/job.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import { firstLine, safeLine } from '../../src/domain/text.ts';
import { formatTaken } from '../../src/domain/time.ts';
import { formatGrowing, formatInstant } from '../../stores/age.ts';
import { isMuted } from '../../stores/detail/failure-group.ts';
import type { Cell } from '../table/lines.ts';
import { GLYPHS } from '../theme.ts';
import { cellText, type PaneView, type RowContext, titled, withGone } from './pane-view.ts';
import { timeColumn } from './time-column.ts';

const STATUSES = {
  FAILED: { tone: 'error', text: `${GLYPHS.failure} FAILED` },
  RUNNING: { tone: 'info', text: `${GLYPHS.running} RUNNING` },
  QUEUED: { tone: 'dim', text: `${GLYPHS.queued} QUEUED` },
  SUCCESS: { tone: 'ok', text: `${GLYPHS.success} SUCCESS` },
} as const;

/** A failure of a known cause. */
const KNOWN: Cell = { text: `${GLYPHS.failure} known`, tone: 'dim' };

function durationCell(job: Job, stuck: boolean, now: number): Cell {
  if (job.status === 'RUNNING' && job.startedAt !== null) {
    return { text: formatGrowing(now - job.startedAt), tone: stuck ? 'warning' : 'info' };
  }
  return { text: formatTaken(durationOf(job)) };
}

export const JOBS_VIEW: PaneView = {
  columns: (mode) =>
    titled('jobs', [
      { id: 'status', min: 9, ideal: 9, priority: 1 },
      timeColumn('age', mode),
      { id: 'name', min: 16, ideal: 44, grow: 1, priority: 1 },
      { id: 'type', min: 10, ideal: 12, most: 24, priority: 7 },
      { id: 'platform', min: 8, ideal: 12, most: 16, priority: 5, cut: 'middle' },
      { id: 'ca', min: 8, ideal: 12, most: 20, priority: 8 },
      { id: 'actor', min: 12, ideal: 14, most: 24, priority: 9 },
      { ...timeColumn('started', mode), title: 'Started', priority: 6 },
      { id: 'duration', min: 8, ideal: 8, priority: 4, align: 'right' },
      // Of a failure the reason is what is sought, before how long it took: also on eighty columns.
      { id: 'error', min: 14, ideal: 30, grow: 3, priority: 3 },
    ]),
  row: ({ ref, record, gone }: Row, { now, timeMode, longRunningAfter, muted }: RowContext) => {
    if (record.kind !== 'job') return null;
    const stuck = isStuck(record, now, longRunningAfter);
    const known = isMuted(muted, record);
    return {
      key: ref,
      dim: known,
      cells: {
        status: known
          ? KNOWN
          : stuck
            ? { text: `${GLYPHS.stuck} RUNNING`, tone: 'warning' }
            : STATUSES[record.status],
        // The time it is sorted by: the latest of when it was due, started and ended.
        age: { text: formatInstant(timeOf(record), timeMode, now), tone: 'dim' },
        name: { text: firstLine(cellText(record.name), record.id) },
        type: { text: safeLine(record.type ?? '') },
        platform: { text: safeLine(record.platform) },
        ca: { text: safeLine(record.caId ?? '') },
        actor: {
          text: withGone(
            firstLine(cellText(record.triggeredBy?.name), cellText(record.triggeredBy?.id)),
            gone,
          ),
        },
        started: { text: formatInstant(record.startedAt, timeMode, now), tone: 'dim' },
        duration: durationCell(record, stuck, now),
        error: { text: cellText(record.error), tone: 'error' },
      },
    };
  },
};
