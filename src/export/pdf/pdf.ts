import { KIND_TABLES } from '../../domain/kinds.ts';
import { KIND_NOUNS } from '../../query/names.ts';
import { aboutRows } from '../about.ts';
import { writeFigures } from '../figures.ts';
import type { Format } from '../format.ts';
import type { FileSink } from '../target.ts';
import { LEADING } from './fit.ts';

/** Pages to print or to hand on. Fonts and what reads them are loaded when one is written. */
export const PDF: Format = {
  name: 'pdf',
  title: 'PDF document',
  extension: 'pdf',
  toStdout: false,
  reads: 'values',
  showsFigures: true,
  async open({ file }, view) {
    const { openBook } = await import('./book.ts');
    let rows = 0;
    const columns = view.columns ?? KIND_TABLES[view.kind].columns;
    const noun = KIND_NOUNS[view.kind];
    const title = noun.charAt(0).toUpperCase() + noun.slice(1);
    const { zone, tool, toolVersion, createdAt, paper } = view;
    const about = { title, zone, tool, toolVersion, createdAt, rows: () => aboutRows(view, rows) };
    const layout = { paper, note: view.query, leading: view.columns === null ? LEADING[view.kind] : null };
    const book = await openBook(needed(file), about, layout);
    if (view.figures !== null) await writeFigures(book, view.figures, view.redaction);
    const table = await book.table(title, columns);
    return {
      page: table.page,
      async end(total) {
        rows = total;
        await table.end(total);
        await book.end();
      },
    };
  },
  async book({ file }, about) {
    const { openBook } = await import('./book.ts');
    return openBook(needed(file), about, { paper: about.paper ?? 'a4', note: '', leading: null });
  },
};

function needed(file: FileSink | null): FileSink {
  if (file === null) throw new Error('a document of pages needs a file');
  return file;
}
