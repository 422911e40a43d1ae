/** Starts a report in a thread of its own. */
import type { Result } from '../domain/failure.ts';
import { inThread, type Starting } from '../export/thread.ts';
import type { ReportJob, ReportProgress } from './job.ts';
import { CANCELLED, type Reported } from './run.ts';

/** In the sources this file is TypeScript beside the worker; in the bundle both are JavaScript in one folder. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './worker.ts' : './report-worker.js',
  import.meta.url,
);

/** Writes the report into a file. Never rejects; an abort ends in CANCELLED with nothing left behind. */
export const startReport = (
  job: ReportJob,
  out: string,
  starting: Starting<ReportProgress>,
): Promise<Result<Reported>> => inThread(ENTRY, { job, out }, starting, CANCELLED);
