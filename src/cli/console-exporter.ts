import { dirname, resolve } from 'node:path';
import type { Exporter } from '../../stores/services.ts';
import { fail, ok } from '../domain/failure.ts';
import { VERSION } from '../domain/version.ts';
import { FORMATS } from '../export/formats.ts';
import { startExport } from '../export/start.ts';
import { parseQuery } from '../query/parse.ts';
import type { Context } from './context.ts';
import type { Services } from './services.ts';

/** Exports of the console: files of the folder it was started in, written by a thread of their own. */
export function consoleExporter(services: Services, { io }: Context): Exporter {
  return {
    formats: FORMATS.map(({ name, title }) => ({ name, about: title })),
    directory: io.cwd,
    async run({ view, format, file }, { signal, onProgress }) {
      const { kind, query, now } = view.selection;
      const { tree } = parseQuery(query, kind, view.selection);
      const coverage = await services.coverage(kind, tree ?? { kind: 'all' }, now);
      const job = { ...view, format, toolVersion: VERSION, coverage };
      const done = await startExport(job, resolve(io.cwd, file), {
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
