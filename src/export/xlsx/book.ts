/**
 * A workbook, sheet by sheet and row by row: size costs disk and not memory, and another thread compresses. Behind the
 * tables come the texts that are longer than a cell, and what says where all of it comes from.
 */
import type { Column } from '../../domain/field.ts';
import type { About, Book, Series } from '../book.ts';
import type { RowWriter, Values } from '../format.ts';
import { headingOf } from '../heading.ts';
import type { FileSink } from '../target.ts';
import { cellOf, dateSerial } from './cells.ts';
import { chartBreaks, DRAWING_LINK, drawingParts, type SeriesPlace, STEP, sparklines } from './charts.ts';
import { coloursOf } from './colours.ts';
import { deflatedPart } from './deflated.ts';
import { LONG_HEADINGS, LONG_SHEET, LONG_WIDTHS, LongTexts } from './long.ts';
import { bookParts, type Part, type SheetPlace, sheetPath } from './parts.ts';
import {
  type CellXml,
  columnName,
  dayHeadingCell,
  headingCell,
  labelCell,
  numberCell,
  numbersHeadingCell,
  Sheet,
  type SheetLayout,
  textCell,
} from './sheet.ts';
import { SharedStrings } from './strings.ts';
import { type Compressed, zipOf } from './zip.ts';

/** Records a sheet; one more row is its heading. */
export const SHEET_ROWS = 1_048_575;
/** Characters the name of a sheet may have. */
const NAME_LIMIT = 31;
const WIDTHS: Readonly<Record<Column['type'], number>> = {
  text: 28,
  enum: 18,
  time: 24,
  duration: 16,
  number: 14,
  boolean: 8,
  json: 40,
};
/** Of columns that hold sentences. */
const WIDE: Readonly<Record<string, number>> = {
  applications: 66,
  checked: 58,
  description: 56,
  error: 56,
  finding: 54,
  message: 56,
  query: 70,
  shows: 66,
  title: 40,
};
/** An id is 36 characters where it is a UUID, and is to be read whole. */
const ID_WIDTH = 38;
const widthOf = ({ path, type }: Column): number =>
  WIDE[path] ?? (/(^|\.)id$/i.test(path) ? ID_WIDTH : WIDTHS[type]);
/** Over figures the heading stands where they end. */
const IS_RIGHT: ReadonlySet<Column['type']> = new Set(['number', 'duration']);
const DAY_WIDTH = 12;
const ABOUT_WIDTHS = [24, 40, 26, 26, 12, 26];

interface Finished extends SheetPlace {
  readonly part: Compressed;
}

/** The rows of a series that are on one sheet. */
interface OnSheet {
  readonly series: Series;
  /** Place of the first day. */
  readonly column: number;
  readonly rows: number;
  /** Charts show rows of one sheet: there are none where the table goes on. */
  readonly isWhole: boolean;
}

/** `sheetRows` is a seam: tests fill a sheet without a million records. */
export async function openXlsxBook(file: FileSink, about: About, sheetRows = SHEET_ROWS): Promise<Book> {
  const strings = new SharedStrings(deflatedPart(await file.spool()));
  const titles = strings.column();
  const finished: Finished[] = [];
  const names = new Set<string>();
  const { paper = 'a4' } = about;
  const begin = async (layout: Omit<SheetLayout, 'first' | 'paper'>): Promise<Sheet> =>
    new Sheet(deflatedPart(await file.spool()), { ...layout, paper, first: finished.length === 0 });
  const drawn: Part[] = [];
  let [drawings, charts] = [0, 0];
  const finish = async (sheet: Sheet, wanted: string, on: OnSheet | null = null): Promise<void> => {
    const name = unique(wanted, names);
    const behind = on === null ? '' : draw(on, name, sheet.rows);
    finished.push({
      name,
      filter: sheet.filter,
      printed: printedOf(sheet, on),
      part: await sheet.end(behind),
    });
  };
  /** Adds the parts of what is drawn; gives what the sheet says of it. */
  const draw = ({ series, column, rows, isWhole }: OnSheet, sheet: string, last: number): string => {
    const place: SeriesPlace = { sheet, column, row: 2 };
    const lines = sparklines(series, place, rows);
    if (!isWhole || series.charts.length === 0) return lines;
    drawings += 1;
    const numbers = { sheet: finished.length + 1, drawing: drawings, charts: charts + 1, below: last + 1 };
    drawn.push(...drawingParts(series, place, numbers));
    charts += series.charts.length;
    return chartBreaks(series, last) + DRAWING_LINK + lines;
  };
  const heading = (sheet: Sheet, cells: readonly CellXml[]): Sheet => {
    sheet.row((at) => cells[at] ?? '');
    return sheet;
  };
  const longSheet = heading(
    new Sheet(deflatedPart(await file.spool()), {
      widths: LONG_WIDTHS,
      heading: true,
      colours: [],
      first: false,
      paper,
    }),
    LONG_HEADINGS.map((word) => headingCell(titles(word))),
  );
  const long = new LongTexts(longSheet, strings);
  const flush = async (sheet: Sheet): Promise<void> => {
    for (const each of [sheet, strings, longSheet]) if (each.isFull) await each.flush();
  };

  return {
    async table(title, columns, series): Promise<RowWriter<Values>> {
      let [row, from] = [0, 0];
      const dayCell = (value: number | null) => (value === null ? '' : numberCell(value));
      const cells = [
        ...columns.map((column) => {
          const place = strings.column();
          return cellOf(column, about.zone, place, (text) => long.fitting(text));
        }),
        ...(series?.days.map((_, day) => () => dayCell(series.rows[row]?.[day] ?? null)) ?? []),
      ];
      const layout = {
        widths: [...columns.map(widthOf), ...(series?.days.map(() => DAY_WIDTH) ?? [])],
        heading: true,
        colours: coloursOf(columns),
        // Days by the dozen are looked at, not printed.
        printed: series === undefined ? undefined : columns.length,
      };
      let part = 1;
      const words = columns.map((column) => {
        const cell = IS_RIGHT.has(column.type) ? numbersHeadingCell : headingCell;
        return cell(titles(headingOf(column, about.zone)));
      });
      const days = series?.days.map((day) => dayHeadingCell(dateSerial(day))) ?? [];
      const next = async (): Promise<Sheet> => heading(await begin(layout), [...words, ...days]);
      const nameOf = () => (part === 1 ? title : `${title} ${part}`);
      let sheet = await next();
      const end = (isWhole: boolean) =>
        finish(
          sheet,
          nameOf(),
          series === undefined ? null : { series, column: columns.length, rows: row - from, isWhole },
        );
      return {
        async page(rows) {
          for (const values of rows) {
            if (sheet.rows > sheetRows) {
              await end(false);
              part += 1;
              from = row;
              sheet = await next();
            }
            sheet.row((at) => cells[at]?.(values[at] ?? null) ?? '');
            row += 1;
            await flush(sheet);
          }
        },
        end: () => end(part === 1),
      };
    },
    async end() {
      // Without a long text the sheet is none: nothing of it is in the file.
      if (long.count > 0) await finish(longSheet, LONG_SHEET);
      else await longSheet.end();
      const sheet = await begin({ widths: ABOUT_WIDTHS, heading: false, colours: [] });
      let isFirst = true;
      for (const row of about.rows()) {
        // A label and its value; more are a table with a heading.
        const isLabel = (at: number) => (row.length <= 2 ? at === 0 : isFirst);
        sheet.row((at) => {
          const cell = row[at] ?? null;
          if (cell === null) return '';
          if (typeof cell === 'number') return numberCell(cell);
          return (isLabel(at) ? labelCell : textCell)(titles(cell));
        });
        isFirst = row.length === 0;
      }
      await finish(sheet, 'About');
      await assemble(file, about, { sheets: finished, drawn }, await strings.end());
    },
  };
}

/** Down to the last chart, and without the days. */
function printedOf({ filter, rows }: Sheet, on: OnSheet | null): string | null {
  if (on === null) return filter;
  const charts = on.isWhole ? on.series.charts.length : 0;
  return `A1:${columnName(on.column - 1)}${charts === 0 ? rows : rows + 1 + charts * STEP}`;
}

/** A name Excel takes: short, without the characters it keeps to itself, and no other sheet's, in any case. */
function unique(wanted: string, taken: Set<string>): string {
  const plain =
    wanted
      .replace(/[\\/?*[\]:\u0000-\u001f]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim() || 'Table';
  for (let turn = 1; ; turn += 1) {
    const ending = turn === 1 ? '' : ` (${turn})`;
    const name = plain.slice(0, NAME_LIMIT - ending.length).toWellFormed() + ending;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

async function assemble(
  file: FileSink,
  { tool, toolVersion, createdAt }: About,
  { sheets, drawn }: { readonly sheets: readonly Finished[]; readonly drawn: readonly Part[] },
  strings: Compressed,
): Promise<void> {
  const zip = zipOf((bytes) => file.write(bytes), createdAt);
  const creator = `${tool} ${toolVersion}`;
  for (const [path, xml] of bookParts({ sheets, drawn, creator, createdAt })) await zip.add(path, xml);
  await zip.add('xl/sharedStrings.xml', strings);
  for (const [at, { part }] of sheets.entries()) await zip.add(sheetPath(at), part);
  await zip.end();
}
