/** csv, json and jsonl: formats that are text, written piece by piece. */
import type { Column } from '../domain/field.ts';
import { isObject, type Json } from '../domain/json.ts';
import { KIND_TABLES, valueAt } from '../domain/kinds.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import { recordJson } from '../domain/record-json.ts';
import { jsonText } from '../domain/text.ts';
import { type CoverageRow, coverageJson } from './coverage.ts';
import type { Format } from './format.ts';
import { isoIn, type Zone } from './zone.ts';

export interface TextStyle {
  readonly kind: Kind;
  readonly columns: readonly Column[] | null;
  readonly zone: Zone;
  readonly rawCells: boolean;
}

/** What comes after the records. `shown` of `matched` were written. */
export interface Summary {
  readonly shown: number;
  readonly matched: number;
  readonly coverage: readonly CoverageRow[];
}

/** A format as the pieces of its text, for whoever has somewhere to put them. */
export interface TextWriter {
  readonly begin: string;
  page(records: readonly AnyRecord[]): string;
  end(summary: Summary): string;
}

export function csvWriter({ kind, columns, zone, rawCells }: TextStyle): TextWriter {
  const chosen = columns ?? KIND_TABLES[kind].columns;
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => quoted(rawCells ? cell : inert(cell))).join(',')}\r\n`;
  return {
    begin: line(chosen.map(({ path }) => path)),
    page: (records) =>
      records.map((record) => line(chosen.map((column) => cellText(record, column, zone)))).join(''),
    end: () => '',
  };
}

/** A leading `'` where a spreadsheet would take the text for a formula. */
const inert = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
/** RFC 4180. */
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The value of a cell as text; absent is empty. */
export function cellText(record: AnyRecord, { path, type }: Column, zone: Zone): string {
  const value = valueAt(record, path);
  if (value === null) return '';
  if (type === 'time') return typeof value === 'number' ? (isoIn(zone, value) ?? '') : String(value);
  return typeof value === 'string' ? value : jsonText(value);
}

export function jsonWriter({ columns }: TextStyle): TextWriter {
  let first = true;
  return {
    begin: '{ "records": [',
    page(records) {
      if (records.length === 0) return '';
      const lead = first ? '\n' : ',\n';
      first = false;
      return lead + records.map((record) => jsonText(shownOf(record, columns))).join(',\n');
    },
    end({ shown, matched, coverage }) {
      const rows = jsonText(coverage.map(coverageJson));
      return `${first ? '' : '\n'}], "shown": ${shown}, "matched": ${matched}, "coverage": ${rows} }\n`;
    },
  };
}

export function jsonlWriter({ columns }: TextStyle): TextWriter {
  return {
    begin: '',
    page: (records) => records.map((record) => `${jsonText(shownOf(record, columns))}\n`).join(''),
    end: () => '',
  };
}

/** The record whole, or its chosen columns, nested as they are in the whole. */
export function shownOf(record: AnyRecord, columns: readonly Column[] | null): Json {
  const whole = recordJson(record);
  if (columns === null) return whole;
  const out: Record<string, Json> = {};
  for (const { path } of columns) copy(whole, out, path.split('.'));
  return out;
}

function copy(from: Json, into: Record<string, Json>, [step = '', ...rest]: readonly string[]): void {
  const value = isObject(from) && Object.hasOwn(from, step) ? (from[step] ?? null) : null;
  // A plain assignment to `__proto__` would set no property.
  const put = (what: Json) =>
    Object.defineProperty(into, step, { value: what, enumerable: true, writable: true, configurable: true });
  if (rest.length === 0 || value === null) {
    put(value);
    return;
  }
  const inner = Object.hasOwn(into, step) && isObject(into[step]) ? { ...into[step] } : {};
  copy(value, inner, rest);
  put(inner);
}

function textFormat(
  about: Pick<Format, 'name' | 'title' | 'extension'>,
  make: (style: TextStyle) => TextWriter,
): Format {
  return {
    ...about,
    toStdout: true,
    async open(sink, view) {
      const writer = make(view);
      await sink.write(writer.begin);
      return {
        page: (records) => sink.write(writer.page(records)),
        end: (rows) => sink.write(writer.end({ shown: rows, matched: rows, coverage: view.coverage })),
      };
    },
  };
}

export const CSV = textFormat({ name: 'csv', title: 'Comma-separated values', extension: 'csv' }, csvWriter);
export const JSON_OBJECT = textFormat(
  { name: 'json', title: 'JSON, one object', extension: 'json' },
  jsonWriter,
);
export const JSON_LINES = textFormat(
  { name: 'jsonl', title: 'JSON, one record a line', extension: 'jsonl' },
  jsonlWriter,
);
