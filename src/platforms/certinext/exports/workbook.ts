/**
 * The sheets of an Excel workbook, row by row through exceljs' streaming reader. Its own way through the
 * archive trusts the sizes it finds and keeps sheets in temporary files, so the parts are handed to it in
 * the order it needs them: relations, formats and shared texts before the sheets.
 */
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import type { Row } from 'exceljs';
import { FailureError } from '../../../domain/failure.ts';
import { bounded } from './bounded.ts';
import {
  type Cell,
  FORMULA,
  type Line,
  type OpenFile,
  type ReadLimits,
  refused,
  type Sheet,
  tooMuch,
} from './lines.ts';
import { openArchive } from './unzip.ts';

/** What of exceljs' reader is used here; its type declarations leave these out. */
interface Reader {
  workbookRels?: readonly { readonly Id: string; readonly Target: string }[];
  model?: { readonly sheets?: readonly { readonly name: string; readonly rId: string }[] };
  _parseRels(entry: Readable): Promise<void>;
  _parseWorkbook(entry: Readable): Promise<void>;
  _parseStyles(entry: Readable): Promise<void>;
  _parseSharedStrings(entry: Readable): AsyncIterable<unknown>;
  _parseWorksheet(text: AsyncIterable<string>, no: number): Iterable<{ readonly value: AsyncIterable<Row> }>;
}

const SMALL = 32 * 2 ** 20;

/** The reader alone: with all that writes workbooks, loading takes twice as long. */
const openReader = (): (new (input: null, options: object) => Reader) =>
  createRequire(import.meta.url)('exceljs/lib/stream/xlsx/workbook-reader.js');

/** The sheets in the order of the workbook; each has to be read to its end, or left for good. */
export async function* readWorkbook(file: OpenFile, limits: ReadLimits): AsyncGenerator<Sheet> {
  const { path } = file;
  const archive = await openArchive(file, limits);
  const reader = new (openReader())(null, { sharedStrings: 'cache', styles: 'cache', worksheets: 'emit' });
  const part = (name: string, most: number) => {
    const text = archive.text(name, most);
    return text === null ? null : Readable.from(bounded(text, path, limits));
  };
  try {
    const book = part('xl/workbook.xml', SMALL);
    const relations = part('xl/_rels/workbook.xml.rels', SMALL);
    if (book === null || relations === null) {
      throw refused(
        path,
        'is an archive, but no Excel workbook (xlsx)',
        'Save it as .xlsx or .csv, and import that.',
      );
    }
    await reader._parseRels(relations);
    await reader._parseWorkbook(book);
    const styles = part('xl/styles.xml', SMALL);
    if (styles !== null) await reader._parseStyles(styles);
    const shared = part('xl/sharedStrings.xml', limits.sharedBytes);
    if (shared !== null) for await (const _ of reader._parseSharedStrings(shared));
    let no = 0;
    for (const { name, rId } of reader.model?.sheets ?? []) {
      const target = reader.workbookRels?.find(({ Id }) => Id === rId)?.Target ?? '';
      const text = archive.text(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
      if (text === null) continue;
      no += 1;
      for (const { value } of reader._parseWorksheet(bounded(text, path, limits), no)) {
        yield { name, lines: linesOf(value, path, limits) };
      }
    }
  } catch (thrown) {
    throw damaged(thrown, path);
  }
}

async function* linesOf(rows: AsyncIterable<Row>, path: string, limits: ReadLimits): AsyncGenerator<Line> {
  let read = 0;
  try {
    for await (const row of rows) {
      read += 1;
      if (read > limits.rows) throw tooMuch(path, 'has too many rows', limits.rows, 'rows');
      if (row.cellCount > limits.columns) throw tooMuch(path, 'is too wide', limits.columns, 'columns');
      const cells: Cell[] = new Array(row.cellCount).fill(null);
      row.eachCell((cell, column) => {
        cells[column - 1] = cellOf(cell.value);
      });
      yield { number: row.number, cells };
    }
  } catch (thrown) {
    throw damaged(thrown, path);
  }
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value;
  if (typeof value !== 'object') return null;
  if ('richText' in value && Array.isArray(value.richText)) {
    return textOf(value.richText.map((run: { readonly text?: unknown }) => String(run.text ?? '')).join(''));
  }
  if ('formula' in value || 'sharedFormula' in value) {
    const result = 'result' in value ? value.result : undefined;
    return result === undefined || Number.isNaN(result) ? FORMULA : cellOf(result);
  }
  if ('error' in value) return String(value.error);
  return 'text' in value ? cellOf(value.text) : null;
}

/** `_x000D_` is how a workbook writes what XML cannot (ISO 29500, ST_Xstring). */
const textOf = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;

/** What the parser of the XML says is of no use to anybody but as a cause. */
function damaged(thrown: unknown, path: string): unknown {
  if (thrown instanceof FailureError) return thrown;
  const said = thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown);
  return refused(
    path,
    'cannot be read as an Excel workbook',
    'Open it in a spreadsheet program and save it as .xlsx or .csv.',
    said,
  );
}
