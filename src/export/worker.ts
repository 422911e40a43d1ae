/** The thread an export runs in. It reads the cache through a connection of its own and changes nothing. */
import { openScan } from '../cache/scan.ts';
import type { ExportJob, ExportProgress } from './job.ts';
import { type Exported, exportView } from './run.ts';
import { answer } from './thread.ts';

await answer<ExportJob, ExportProgress, Exported>(async ({ job, out, cacheDir, key }, running) => {
  using cache = openScan({ dir: cacheDir });
  return await exportView(job, { cache, out, clock: Date.now, key, ...running });
});
