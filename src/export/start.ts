/** Starts an export in a thread of its own. */
import type { Result } from '../domain/failure.ts';
import type { ExportJob, ExportProgress } from './job.ts';
import type { Exported } from './run.ts';
import { inThread, type Starting } from './thread.ts';
import { CANCELLED } from './write-records.ts';

/** In the sources this file is TypeScript beside the worker; in the bundle both are JavaScript in one folder. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './worker.ts' : './export-worker.js',
  import.meta.url,
);

/** Exports into a file. Never rejects; an abort ends in CANCELLED with nothing left behind. */
export const startExport = (
  job: ExportJob,
  out: string,
  starting: Starting<ExportProgress>,
): Promise<Result<Exported>> => inThread(ENTRY, { job, out }, starting, CANCELLED);
