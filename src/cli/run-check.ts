import { dailyCheck } from '../sync/daily-check.ts';
import { CHECK_EXIT, type CheckFormat, reportText } from './check-report.ts';
import type { Context } from './context.ts';
import { pacedPlatforms } from './paces.ts';
import { programWith } from './program.ts';
import type { Services } from './services.ts';

/** How many records of each finding are named. */
const EXAMPLES = 3;

/** Makes the daily check over the cache, prints it and gives its exit code. `options` are those its commands need. */
export async function runCheck(
  { settings, cache, platforms }: Services,
  format: CheckFormat,
  options: Readonly<Record<string, string | undefined>>,
  { io, out, paint }: Context,
): Promise<number> {
  const report = await dailyCheck(cache, pacedPlatforms(settings, platforms), {
    now: io.clock(),
    longRunningAfter: settings.alerts.longRunningAfter,
    signal: io.signal,
    examples: EXAMPLES,
  });
  await out.write(reportText(report, format, { program: programWith(options), paint }));
  return CHECK_EXIT[report.status];
}
