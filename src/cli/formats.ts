/** How list commands print records: a table for people, and the text formats of exports. */
import type { Column } from '../domain/field.ts';
import { KIND_TABLES } from '../domain/kinds.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import { jsonText, safeText } from '../domain/text.ts';
import { formatTaken, toIso } from '../domain/time.ts';
import { csvWriter, jsonlWriter, jsonWriter, valuesOf } from '../export/text/formats.ts';
import { type Summary, separated, type TextWriter } from '../export/text/writer.ts';
import type { Zone } from '../export/zone.ts';
import { fieldValue } from '../query/path-values.ts';
import type { Paint } from './colour.ts';
import { columnsAt, TABLE_COLUMNS } from './record-fields.ts';
import { Table } from './table.ts';

export interface FormatStyle {
  readonly kind: Kind;
  /** From `--fields`; null leaves the choice to the format. */
  readonly columns: readonly Column[] | null;
  /** Cells of the terminal; null when stdout is none. */
  readonly width: number | null;
  readonly paint: Paint;
}

export const LIST_FORMATS = ['table', 'json', 'jsonl', 'csv'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/** Whether a format prints bodies (payload, output, details), so that they have to be read. */
export function needsBodies(
  format: ListFormat,
  { kind, columns }: Pick<FormatStyle, 'kind' | 'columns'>,
): boolean {
  const printed =
    columns ?? (format === 'table' ? columnsAt(kind, TABLE_COLUMNS[kind]) : KIND_TABLES[kind].columns);
  return printed.some(({ type }) => type === 'json');
}

/** A format as pieces of text: before the records, a page of them, after the last. */
export interface PageWriter {
  readonly begin: string;
  page(records: readonly AnyRecord[]): string;
  end(summary: Summary): string;
}

export function recordWriter(format: ListFormat, style: FormatStyle): PageWriter {
  return WRITERS[format](style);
}

const UTC: Zone = { name: 'UTC', offset: () => 0 };
const inPages = (writer: TextWriter<AnyRecord>): PageWriter => {
  const text = separated(writer);
  return {
    begin: writer.begin,
    page: (records) => records.map(text).join(''),
    end: (summary) => writer.end(summary),
  };
};

const WRITERS: Readonly<Record<ListFormat, (style: FormatStyle) => PageWriter>> = {
  table(style) {
    const columns = style.columns ?? columnsAt(style.kind, TABLE_COLUMNS[style.kind]);
    const table = new Table({ ...style, titles: columns.map(({ title }) => title.toUpperCase()) });
    const cells = (record: AnyRecord) => columns.map((column) => cellText(record, column));
    return { begin: '', page: (records) => table.lines(records.map(cells)), end: () => '' };
  },
  json: (style) => inPages(jsonWriter(style)),
  jsonl: (style) => inPages(jsonlWriter(style)),
  csv(style) {
    const columns = style.columns ?? KIND_TABLES[style.kind].columns;
    const writer = csvWriter({ ...style, zone: UTC, rawCells: false });
    const pages = inPages({ ...writer, row: (record) => writer.row(valuesOf(record, columns)) });
    // A file keeps the value; a terminal must not obey it.
    return style.width === null ? pages : { ...pages, page: (records) => safeText(pages.page(records)) };
  },
};

/** A cell for people: seconds in UTC, durations in words, a dash for nothing. */
function cellText(record: AnyRecord, { path, type }: Column): string {
  const value = fieldValue(record, path);
  if (value === null) return '-';
  if (type === 'time' && typeof value === 'number')
    return `${toIso(value)?.slice(0, 19).replace('T', ' ') ?? '-'}Z`;
  if (type === 'duration' && typeof value === 'number') return formatTaken(value);
  return typeof value === 'string' ? value : jsonText(value);
}
