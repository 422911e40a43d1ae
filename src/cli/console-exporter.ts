import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Exporter } from '../../stores/services.ts';
import { expand } from '../config/paths.ts';
import { fail, failureOf, ok } from '../domain/failure.ts';
import type { Redaction } from '../domain/redaction-policy.ts';
import { VERSION } from '../domain/version.ts';
import { FORMATS, formatNamed } from '../export/formats.ts';
import { parseQuery } from '../query/parse.ts';
import { REPORTS } from '../report/registry.ts';
import { WINDOW_NAMES } from '../report/windows.ts';
import type { Context } from './context.ts';
import type { Services } from './services.ts';

/** Exports of the console: files of the folder it was started in, written by a thread of their own. */
export function consoleExporter(services: Services, context: Context, redaction: Redaction): Exporter {
  const { io } = context;
  return {
    formats: FORMATS.map(({ name, title, reads, book }) => ({
      name,
      about: title,
      whole: reads === 'records',
      reports: book !== undefined,
    })),
    reports: REPORTS.map(({ name, about, window, narrows = false }) => ({ name, about, window, narrows })),
    windows: WINDOW_NAMES,
    report: async (ask, running) =>
      (await import('./console-report.ts')).writeConsoleReport(
        { services, context, redaction, path: (typed) => pathOf(io, typed) },
        ask,
        running,
      ),
    directory: io.cwd,
    names: (typed) => namesFrom(io, typed),
    async run({ view, format, file }, { signal, onProgress }) {
      const { kind, query, now } = view.selection;
      const { tree } = parseQuery(query, kind, view.selection);
      const coverage = await services.coverage(kind, tree ?? { kind: 'all' }, now);
      // Not before the first frame: threads and keys take as long to load as a tenth of the start.
      const [{ startExport }, { signingKey }] = await Promise.all([
        import('../export/start.ts'),
        import('./signing.ts'),
      ]);
      const whole = formatNamed(format)?.reads === 'records';
      const columns = whole ? null : view.columns;
      const job = { ...view, columns, format, redaction, toolVersion: VERSION, coverage };
      const key = await signingKey(context).catch(failureOf);
      if (key !== null && 'code' in key) return fail(key);
      const done = await startExport(job, pathOf(io, file), {
        key,
        cacheDir: dirname(services.cache.path),
        signal,
        onProgress: ({ rows, total }) => onProgress(rows, total),
      });
      return done.ok
        ? ok({ file: done.value.file?.path ?? file, rows: done.value.rows })
        : fail(done.failure);
    },
  };
}

/** A path as it was typed: `~/` is the home folder. */
const pathOf = ({ cwd, home }: Context['io'], typed: string): string => expand(typed, home, cwd);

/** Most entries of a folder that are looked at. */
const MOST_NAMES = 1_000;

async function namesFrom(io: Context['io'], typed: string): Promise<readonly string[]> {
  const start = typed.endsWith('/') ? '' : basename(typed);
  const head = typed.slice(0, typed.length - start.length);
  const entries = await readdir(pathOf(io, head === '' ? '.' : head), { withFileTypes: true });
  return (
    entries
      // A control character has no place in a line that is typed.
      .filter(({ name }) => !/[\u0000-\u001f\u007f-\u009f]/.test(name))
      .filter(({ name }) => name.startsWith(start) && (start !== '' || !name.startsWith('.')))
      .slice(0, MOST_NAMES)
      .map((entry) => `${head}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .sort()
  );
}
