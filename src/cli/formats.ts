/** How list commands print records: one writer a format, fed page by page. */
import type { Column } from '../domain/field.ts';
import { isObject, type Json } from '../domain/json.ts';
import { KIND_TABLES, valueAt } from '../domain/kinds.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import { recordJson } from '../domain/record-json.ts';
import { jsonText, safeText } from '../domain/text.ts';
import { formatDuration, toIso } from '../domain/time.ts';
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

export interface RecordWriter {
  /** Printed once, before any record. */
  readonly begin: string;
  page(records: readonly AnyRecord[]): string;
  /** Printed once, after the last record; `summary` is `shown`, `matched` and `coverage`. */
  end(summary: Readonly<Record<string, Json>>): string;
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

export function recordWriter(format: ListFormat, style: FormatStyle): RecordWriter {
  return WRITERS[format](style);
}

const WRITERS: Readonly<Record<ListFormat, (style: FormatStyle) => RecordWriter>> = {
  table(style) {
    const columns = style.columns ?? columnsAt(style.kind, TABLE_COLUMNS[style.kind]);
    const table = new Table({ ...style, titles: columns.map(({ title }) => title.toUpperCase()) });
    return {
      begin: '',
      page: (records) =>
        table.lines(records.map((record) => columns.map((column) => cellText(record, column)))),
      end: () => '',
    };
  },
  json(style) {
    let first = true;
    return {
      begin: '{ "records": [',
      page(records) {
        const text = records.map((record) => jsonText(chosen(record, style.columns))).join(',\n');
        const lead = first ? '\n' : ',\n';
        first = false;
        return lead + text;
      },
      end: (summary) => {
        const rest = Object.entries(summary).map(([key, value]) => `${jsonText(key)}: ${jsonText(value)}`);
        return `${first ? '' : '\n'}], ${rest.join(', ')} }\n`;
      },
    };
  },
  jsonl: ({ columns }) => ({
    begin: '',
    page: (records) => records.map((record) => `${jsonText(chosen(record, columns))}\n`).join(''),
    end: () => '',
  }),
  csv(style) {
    const columns = style.columns ?? KIND_TABLES[style.kind].columns;
    const line = (cells: readonly string[]) => `${cells.map(csvCell).join(',')}\r\n`;
    // A file keeps the value; a terminal must not obey it.
    const shown = style.width === null ? (text: string) => text : safeText;
    return {
      begin: line(columns.map(({ path }) => path)),
      page: (records) =>
        records.map((record) => line(columns.map((column) => shown(fileText(record, column))))).join(''),
      end: () => '',
    };
  },
};

type Draft = { [key: string]: Json | Draft };

/** The record as JSON, whole or with the chosen columns only, nested as they are in the whole. */
function chosen(record: AnyRecord, columns: readonly Column[] | null): Json {
  const whole = recordJson(record);
  if (columns === null) return whole;
  const out: Draft = {};
  for (const { path } of columns) {
    const steps = path.split('.');
    const last = steps.pop() ?? path;
    let [from, into] = [whole as unknown, out];
    for (const step of steps) {
      from = inside(from, step);
      const inner = isObject(into[step]) ? (into[step] as Draft) : {};
      into[step] = inner;
      into = inner;
    }
    into[last] = inside(from, last);
  }
  return out as Json;
}

function inside(value: unknown, step: string): Json {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null;
  return (value as Record<string, Json>)[step] ?? null;
}

/** The value of a cell as a file keeps it. */
function fileText(record: AnyRecord, { path, type }: Column): string {
  const value = valueAt(record, path);
  if (value === null) return '';
  if (type === 'time') return toIso(typeof value === 'number' ? value : null) ?? '';
  return typeof value === 'string' ? value : jsonText(value);
}

/** RFC 4180, and a leading `'` where a spreadsheet would take the text for a formula. */
function csvCell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** A cell for people: seconds in UTC, durations in words, a dash for nothing. */
function cellText(record: AnyRecord, { path, type }: Column): string {
  const value = valueAt(record, path);
  if (value === null) return '-';
  if (type === 'time' && typeof value === 'number')
    return `${toIso(value)?.slice(0, 19).replace('T', ' ') ?? '-'}Z`;
  if (type === 'duration' && typeof value === 'number') return formatDuration(value);
  return typeof value === 'string' ? value : jsonText(value);
}
