import { redacted } from '../domain/redaction.ts';
import { dailyCheck } from '../sync/daily-check.ts';
import { CHECK_EXIT, type CheckFormat, reportText } from './check-report.ts';
import type { Context } from './context.ts';
import { pacedPlatforms } from './paces.ts';
import { programWith } from './program.ts';
import { redactionFor } from './redaction.ts';
import type { Services } from './services.ts';

/** How many records of each finding are named. */
const EXAMPLES = 3;

/** Makes the daily check over the cache, prints it and gives its exit code. `options` are those its commands need. */
export async function runCheck(
  { settings, cache, platforms }: Services,
  format: CheckFormat,
  options: Readonly<Record<string, string | undefined>>,
  context: Context,
): Promise<number> {
  const { io, out, paint } = context;
  const redaction = await redactionFor(settings, context);
  const report = await dailyCheck(cache, pacedPlatforms(settings, platforms), {
    now: io.clock(),
    longRunningAfter: settings.alerts.longRunningAfter,
    signal: io.signal,
    examples: EXAMPLES,
  });
  // They are printed, and mailed by cron: short of what the policy hides, as every list is.
  const findings = report.findings.map((finding) => ({
    ...finding,
    examples: finding.examples.map((record) => redacted(record, redaction)),
  }));
  await out.write(reportText({ ...report, findings }, format, { program: programWith(options), paint }));
  return CHECK_EXIT[report.status];
}
