import { KIND_TABLES } from '../../domain/kinds.ts';
import type { Kind } from '../../domain/record.ts';
import { aboutRows } from '../about.ts';
import { writeFigures } from '../figures.ts';
import type { Format, RowWriter, Values, View } from '../format.ts';
import type { FileSink } from '../target.ts';

const TITLES: Readonly<Record<Kind, string>> = {
  alert: 'Alerts',
  job: 'Jobs',
  audit: 'Audit logs',
  statistic: 'Statistics',
};

/** Spreadsheets: a sheet a table, and what says where they come from. What writes them is loaded when one is written. */
export const XLSX: Format = {
  name: 'xlsx',
  title: 'Excel spreadsheet',
  extension: 'xlsx',
  toStdout: false,
  reads: 'values',
  showsFigures: true,
  open: ({ file }, view) => writerOf(needed(file), view),
  async book({ file }, about) {
    const { openXlsxBook } = await import('./book.ts');
    return openXlsxBook(needed(file), about);
  },
};

/** The book of one view; `sheetRows` as in `openXlsxBook`. */
export async function writerOf(file: FileSink, view: View, sheetRows?: number): Promise<RowWriter<Values>> {
  const { openXlsxBook } = await import('./book.ts');
  const { kind, zone, tool, toolVersion, createdAt, paper } = view;
  let total = 0;
  const about = {
    title: TITLES[kind],
    zone,
    tool,
    toolVersion,
    createdAt,
    paper,
    rows: () => aboutRows(view, total),
  };
  const book = await openXlsxBook(file, about, sheetRows);
  const table = await book.table(TITLES[kind], view.columns ?? KIND_TABLES[kind].columns);
  return {
    page: table.page,
    async end(rows) {
      total = rows;
      await table.end(rows);
      if (view.figures !== null) await writeFigures(book, view.figures, view.redaction);
      await book.end();
    },
  };
}

function needed(file: FileSink | null): FileSink {
  if (file === null) throw new Error('a spreadsheet needs a file');
  return file;
}
