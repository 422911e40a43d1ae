/** Records that may still change, for a poll to read again. */
import type { Kind, Ref } from '../domain/record.ts';
import { pivotTerm } from '../query/print.ts';
import { type Reading, readRefs } from './rows.ts';
import type { Task } from './slices.ts';

/** What rules derived changes with its entries, and no platform could be asked for it. */
const OPEN: Readonly<Partial<Record<Kind, string>>> = {
  alert: 'origin=platform is:unread',
  job: 'origin=platform status:QUEUED,RUNNING',
};

/** Newest first. */
export async function openRecords(
  reading: Reading,
  platform: string,
  kind: Kind,
  limit: number,
  task: Task,
): Promise<readonly Ref[]> {
  const open = OPEN[kind];
  if (open === undefined) return [];
  const query = `${pivotTerm('platform', platform)} ${open}`;
  return readRefs(reading, { kind, query, now: 0, longRunningAfter: 0 }, limit, task);
}
