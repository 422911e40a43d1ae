/** csv, json and jsonl: formats that are text, written piece by piece. */
import type { Column } from '../../domain/field.ts';
import { asValue, isObject, type Json, type Value } from '../../domain/json.ts';
import { KIND_TABLES } from '../../domain/kinds.ts';
import type { AnyRecord } from '../../domain/record.ts';
import { recordJson } from '../../domain/record-json.ts';
import { inertJson, jsonText } from '../../domain/text.ts';
import { fieldValue } from '../../query/path-values.ts';
import { coverageJson } from '../coverage.ts';
import type { Format, RowWriter, Sink, Values, View } from '../format.ts';
import { remembered } from '../remembered.ts';
import { isoWriter } from '../zone.ts';
import { inert, quoted } from './cell.ts';
import { chunksOf } from './chunks.ts';
import { type CellStyle, separated, type TextStyle, type TextWriter } from './writer.ts';

export function csvWriter({ kind, columns, zone, rawCells }: CellStyle): TextWriter<Values> {
  const chosen = columns ?? KIND_TABLES[kind].columns;
  const cell = (text: string) => quoted(rawCells ? text : inert(text));
  const iso = isoWriter(zone);
  const cells = chosen.map(({ type }) => {
    const known = remembered(cell);
    return (value: Value): string => {
      if (value === null) return '';
      if (typeof value === 'string') return known(value);
      if (typeof value === 'number' && type === 'time') return cell(iso(value) ?? '');
      return typeof value === 'object' ? quoted(inertJson(value.json)) : cell(jsonText(value));
    };
  });
  return {
    // Of a place in a document without its sign, which a spreadsheet would take for a formula.
    begin: `${chosen.map(({ path }) => cell(path.replace(/^@/, ''))).join(',')}\r\n`,
    between: '',
    row(values) {
      let line = '';
      for (let at = 0; at < cells.length; at++) {
        line += (at === 0 ? '' : ',') + (cells[at]?.(values[at] ?? null) ?? '');
      }
      return `${line}\r\n`;
    },
    end: () => '',
  };
}

/** The values of a record's columns, as the cache reads them alone. */
export function valuesOf(record: AnyRecord, columns: readonly Column[]): Values {
  return columns.map(({ path }) => asValue(fieldValue(record, path)));
}

export function jsonWriter({ columns }: TextStyle): TextWriter<AnyRecord> {
  return {
    begin: '{ "records": [\n',
    between: ',\n',
    row: (record) => jsonText(shownOf(record, columns)),
    end({ shown, matched, coverage }) {
      const rows = jsonText(coverage.map(coverageJson));
      return `${shown === 0 ? '' : '\n'}], "shown": ${shown}, "matched": ${matched}, "coverage": ${rows} }\n`;
    },
  };
}

export function jsonlWriter({ columns }: TextStyle): TextWriter<AnyRecord> {
  return {
    begin: '',
    between: '',
    row: (record) => `${jsonText(shownOf(record, columns))}\n`,
    end: () => '',
  };
}

/** The record whole, or its chosen columns, nested as they are in the whole. */
export function shownOf(record: AnyRecord, columns: readonly Column[] | null): Json {
  const whole = recordJson(record);
  if (columns === null) return whole;
  const out: Record<string, Json> = {};
  for (const { path } of columns) {
    if (path.startsWith('@')) out[path] = fieldValue(record, path);
    else copy(whole, out, path.split('.'));
  }
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

/** Writes the pieces of a text format; no more of them is held than a chunk. */
async function throughText<Row>(sink: Sink, writer: TextWriter<Row>, view: View): Promise<RowWriter<Row>> {
  const chunks = chunksOf(sink);
  if (chunks.add(writer.begin)) await chunks.flush();
  const text = separated(writer);
  return {
    async page(rows) {
      for (const row of rows) if (chunks.add(text(row))) await chunks.flush();
      // A reader that waits sees what there is.
      if (sink.file === null) await chunks.flush();
    },
    async end(rows) {
      chunks.add(writer.end({ shown: rows, matched: rows, coverage: view.coverage }));
      await chunks.flush();
    },
  };
}

const asText = <Row>(text: (style: CellStyle) => TextWriter<Row>) => ({
  text,
  open: (sink: Sink, view: View) => throughText(sink, text(view), view),
});

export const CSV: Format = {
  name: 'csv',
  title: 'Comma-separated values',
  extension: 'csv',
  toStdout: true,
  reads: 'values',
  ...asText(csvWriter),
  book: async (sink, about) => (await import('./book.ts')).openCsvBook(sink, about),
  holds: 'one table',
};
export const JSON_OBJECT: Format = {
  name: 'json',
  title: 'JSON, one object',
  extension: 'json',
  toStdout: true,
  reads: 'records',
  ...asText(jsonWriter),
  book: async (sink, about) => (await import('./book.ts')).openJsonBook(sink, about),
};
export const JSON_LINES: Format = {
  name: 'jsonl',
  title: 'JSON, one record a line',
  extension: 'jsonl',
  toStdout: true,
  reads: 'records',
  ...asText(jsonlWriter),
};
