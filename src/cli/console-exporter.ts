import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Exporter } from '../../stores/services.ts';
import { expand } from '../config/paths.ts';
import { fail, failureOf, ok } from '../domain/failure.ts';
import type { Redaction } from '../domain/redaction.ts';
import { VERSION } from '../domain/version.ts';
import { parseQuery } from '../query/parse.ts';
import type { Context } from './context.ts';
import type { Services } from './services.ts';

/** Exports of the console: files of the folder it was started in, written by a thread of their own. */
export function consoleExporter(services: Services, context: Context, redaction: Redaction): Exporter {
  const { io } = context;
  let tables: Tables = { formats: [], reports: [], windows: [] };
  let loading: Promise<void> | null = null;
  return {
    ready: () => {
      loading ??= loadTables().then((loaded) => {
        tables = loaded;
      });
      return loading;
    },
    get formats() {
      return tables.formats;
    },
    get reports() {
      return tables.reports;
    },
    get windows() {
      return tables.windows;
    },
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
      const [{ startExport }, { signingKey }] = await Promise.all([
        import('../export/start.ts'),
        import('./signing.ts'),
      ]);
      const whole = tables.formats.some((each) => each.name === format && each.whole === true);
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

type Tables = Pick<Required<Exporter>, 'formats' | 'reports' | 'windows'>;

/** What there is to export to. The console draws before it is loaded: it takes as long as a tenth of the start. */
async function loadTables(): Promise<Tables> {
  const [{ FORMATS }, { REPORTS }, { WINDOW_NAMES }] = await Promise.all([
    import('../export/formats.ts'),
    import('../report/registry.ts'),
    import('../report/windows.ts'),
  ]);
  return {
    formats: FORMATS.map(({ name, title, reads, book }) => ({
      name,
      about: title,
      whole: reads === 'records',
      reports: book !== undefined,
    })),
    reports: REPORTS.map(({ name, about, window }) => ({ name, about, window })),
    windows: WINDOW_NAMES,
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
