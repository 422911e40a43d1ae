/** Spreadsheets, row by row through exceljs' streaming writer, so that size costs disk and not memory. */
import type { stream, Worksheet } from 'exceljs';
import type { Column } from '../domain/field.ts';
import { KIND_TABLES, valueAt } from '../domain/kinds.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import { jsonText } from '../domain/text.ts';
import { toIso } from '../domain/time.ts';
import type { Format, RecordWriter, View } from './format.ts';
import { aboutRows } from './xlsx-about.ts';
import { cutText, needsSharedString, sharedText, xmlText } from './xlsx-text.ts';
import type { Zone } from './zone.ts';

/** Records a sheet; one more row is its heading. */
export const SHEET_ROWS = 1_048_575;
const SHEET_NAMES: Readonly<Record<Kind, string>> = {
  alert: 'Alerts',
  job: 'Jobs',
  audit: 'Audit logs',
  statistic: 'Statistics',
};
const DATE_FORMAT = 'yyyy-mm-dd hh:mm:ss.000';
const WIDTHS: Readonly<Record<Column['type'], number>> = {
  text: 28,
  enum: 18,
  time: 24,
  duration: 16,
  number: 14,
  boolean: 8,
  json: 40,
};
/** Dates a spreadsheet can show: from 1900-03-01, where its calendar is right, to the end of 9999. */
const FIRST_DATE = Date.UTC(1900, 2, 1);
const LAST_DATE = Date.UTC(10_000, 0, 1) - 1;

type Cell = string | number | boolean | Date | null;
/** exceljs' own types leave out that the streaming sheet takes this switch at any row. */
type StreamingSheet = Worksheet & { useSharedStrings: boolean; readonly stream?: unknown };

export const XLSX: Format = {
  name: 'xlsx',
  title: 'Excel spreadsheet',
  extension: 'xlsx',
  toStdout: false,
  async open(sink, view) {
    if (sink.stream === null) throw new Error('a spreadsheet needs a file');
    // CommonJS and large: loaded only when somebody exports one.
    const { default: exceljs } = await import('exceljs');
    const book = new exceljs.stream.xlsx.WorkbookWriter({
      stream: sink.stream,
      useStyles: true,
      useSharedStrings: false,
    });
    book.creator = `${view.tool} ${view.toolVersion}`;
    book.created = new Date(view.createdAt);
    book.modified = book.created;
    return writerOf(book, view, SHEET_ROWS);
  },
};

/** `sheetRows` is a seam: tests fill a sheet without a million records. */
export function writerOf(book: stream.xlsx.WorkbookWriter, view: View, sheetRows: number): RecordWriter {
  const columns = view.columns ?? KIND_TABLES[view.kind].columns;
  let sheets = 0;
  let rows = 0;
  let sheet = addSheet();

  function addSheet(): StreamingSheet {
    sheets++;
    rows = 0;
    const name = SHEET_NAMES[view.kind] + (sheets === 1 ? '' : ` ${sheets}`);
    const added = book.addWorksheet(name, {
      views: [{ state: 'frozen', ySplit: 1 }],
    }) as StreamingSheet;
    added.columns = columns.map(({ type }) => ({
      width: WIDTHS[type],
      style: type === 'time' ? { numFmt: DATE_FORMAT } : {},
    }));
    const heading = added.addRow(columns.map((column) => headingOf(column, view.zone)));
    heading.font = { bold: true };
    heading.commit();
    return added;
  }

  function finishSheet(): void {
    sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows + 1, column: columns.length } };
    sheet.commit();
  }

  return {
    async page(records) {
      for (const record of records) {
        if (rows === sheetRows) {
          finishSheet();
          sheet = addSheet();
        }
        rows++;
        addRow(
          sheet,
          columns.map((column) => cellOf(record, column, view.zone)),
        );
      }
      await drained(sheet);
    },
    async end(total) {
      finishSheet();
      const about = book.addWorksheet('About') as StreamingSheet;
      about.columns = [
        { width: 24 },
        { width: 40 },
        { width: 26 },
        { width: 26 },
        { width: 12 },
        { width: 26 },
      ];
      for (const cells of aboutRows(view, total)) addRow(about, cells.map(textCell));
      about.commit();
      await book.commit();
    },
  };
}

function addRow(sheet: StreamingSheet, cells: readonly Cell[]): void {
  // Texts that plain cells cannot carry exactly go through the table of shared strings, which stays in
  // memory; the others are written where they stand.
  const shared = cells.some((cell) => typeof cell === 'string' && needsSharedString(cell));
  sheet.useSharedStrings = shared;
  const values = shared
    ? cells.map((cell) => (typeof cell === 'string' ? sharedText(cell) : cell))
    : [...cells];
  sheet.addRow(values).commit();
}

/**
 * exceljs never waits for the disk; without this a large export would pile up in memory. What is written
 * behind everything else is called back when the rest has been taken.
 */
async function drained(sheet: StreamingSheet): Promise<void> {
  const { pipes } = (sheet.stream ?? {}) as { pipes?: readonly NodeJS.WritableStream[] };
  for (const pipe of pipes ?? []) await new Promise((taken) => pipe.write(NOTHING, taken));
}
const NOTHING = Buffer.alloc(0);

function headingOf({ title, type }: Column, zone: Zone): string {
  if (type === 'time') return `${title} (${zone.name})`;
  return type === 'duration' ? `${title} (ms)` : title;
}

/** Times as dates of the zone's wall clock, numbers as numbers, everything else as text. */
function cellOf(record: AnyRecord, { path, type }: Column, zone: Zone): Cell {
  const value = valueAt(record, path);
  if (value === null) return null;
  if (type === 'time' && typeof value === 'number') {
    const wall = Math.abs(value) < 8.6e15 ? value + zone.offset(value) : Number.NaN;
    return wall >= FIRST_DATE && wall <= LAST_DATE ? new Date(wall) : (toIso(value) ?? String(value));
  }
  if ((type === 'number' || type === 'duration') && typeof value === 'number') {
    return Number.isFinite(value) ? value : String(value);
  }
  if (type === 'boolean' && typeof value === 'boolean') return value;
  return textCell(typeof value === 'string' ? value : jsonText(value));
}

const textCell = (cell: Cell): Cell => (typeof cell === 'string' ? cutText(xmlText(cell)) : cell);
