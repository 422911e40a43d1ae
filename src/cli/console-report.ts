/** A report of the console: its window up to now, written by a thread of its own. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Exporter, ReportAsk } from '../../stores/services.ts';
import { fail, failureOf, ok } from '../domain/failure.ts';
import type { Redaction } from '../domain/redaction-policy.ts';
import { missingIn } from '../export/coverage.ts';
import { formatNamed } from '../export/formats.ts';
import { zoneOf } from '../export/zone.ts';
import { fileName, PARTS_OF_NAMES, unknownParts } from '../report/file-name.ts';
import { WHOLE_SCOPE } from '../report/job.ts';
import { reportNamed } from '../report/registry.ts';
import { startReport } from '../report/start.ts';
import { type WindowName, windowNamed } from '../report/windows.ts';
import type { Context } from './context.ts';
import { folderFor } from './folder-for.ts';
import { reportJob } from './report-job.ts';
import type { Services } from './services.ts';
import { signingKey } from './signing.ts';

interface Around {
  readonly services: Services;
  readonly context: Context;
  readonly redaction: Redaction;
  /** A path as it was typed. */
  readonly path: (typed: string) => string;
}

type Write = NonNullable<Exporter['report']>;

/** Never rejects. */
export async function writeConsoleReport(
  { services, context, redaction, path }: Around,
  { name, window: named, format, file, timezone, scope }: ReportAsk,
  { signal, onProgress }: Parameters<Write>[1],
): ReturnType<Write> {
  try {
    const zone = zoneOf(timezone);
    const report = reportNamed(name);
    if (zone === null || report === null) throw new Error(`${name} ${timezone}`);
    const [unknown] = unknownParts(file);
    if (unknown !== undefined) {
      const next = `Write one of ${PARTS_OF_NAMES.map((part) => `{${part}}`).join(', ')}.`;
      return fail({ code: 'USAGE', what: `${unknown} in the name stands for nothing`, next });
    }
    const now = context.io.clock();
    const window = windowNamed(named as WindowName, now, zone);
    const typed = path(file);
    const isFolder = file.endsWith('/') || statSync(typed, { throwIfNoEntry: false })?.isDirectory() === true;
    if (file.endsWith('/')) await folderFor(typed);
    const extension = formatNamed(format)?.extension ?? format;
    const out = fileName(typed, isFolder, { name, window, zone, extension });
    const narrowed = { ...WHOLE_SCOPE, ...scope };
    const asked = { report, format, window, scope: narrowed, timezone: zone.name, paper: 'a4' } as const;
    const job = await reportJob(services, asked, redaction, now);
    const key = await signingKey(context);
    const cacheDir = dirname(services.cache.path);
    const progress = ({ rows, total }: { rows: number; total: number | null }) => onProgress(rows, total);
    const done = await startReport(job, out, { cacheDir, key, signal, onProgress: progress });
    if (!done.ok) return done;
    return ok({ file: done.value.file.path, rows: done.value.rows, missing: missingIn(job.coverage).length });
  } catch (thrown) {
    return fail(failureOf(thrown));
  }
}
