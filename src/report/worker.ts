/** The thread a report is written in. It reads the cache through a connection of its own and changes nothing. */
import { openMoment } from '../cache/moment.ts';
import { answer } from '../export/thread.ts';
import type { ReportJob, ReportProgress } from './job.ts';
import { type Reported, writeReport } from './run.ts';

await answer<ReportJob, ReportProgress, Reported>(async ({ job, out, cacheDir, key }, running) => {
  using moment = openMoment({ dir: cacheDir });
  return await writeReport(job, { moment, out, clock: Date.now, key, ...running });
});
