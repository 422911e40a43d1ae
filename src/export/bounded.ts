/** An export whose memory does not grow with its length, in whichever thread that takes. */
import type { Result } from '../domain/failure.ts';
import { formatNamed } from './formats.ts';
import type { ExportJob, ExportSeams } from './job.ts';
import { isLong } from './long.ts';
import { type Exported, exportView } from './run.ts';
import { startExport } from './start.ts';

/**
 * As `exportView`, but a long one that this thread would make by itself goes to a thread whose memory is bounded. Of
 * what it is given the clock counts only here.
 */
export async function exportBounded(job: ExportJob, seams: ExportSeams): Promise<Result<Exported>> {
  const { cache, out, key = null, signal, onProgress, many } = seams;
  const sharesRows = formatNamed(job.format)?.text !== undefined;
  const asking = signal === undefined ? {} : { signal };
  const apart = typeof out === 'string' && !sharesRows && cache.divided !== undefined;
  // What is wrong with the query or the cache is for the export to say.
  if (!apart || !(await isLong(cache, job, asking, many).catch(() => false))) return exportView(job, seams);
  return startExport(job, out, {
    ...{ cacheDir: cache.divided.dir, key },
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}
