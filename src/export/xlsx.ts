/** Spreadsheets, row by row: size costs disk and not memory, and another thread compresses. */
import type { Column } from '../domain/field.ts';
import type { Value } from '../domain/json.ts';
import { KIND_TABLES } from '../domain/kinds.ts';
import type { Kind } from '../domain/record.ts';
import { inertJson } from '../domain/text.ts';
import { toIso } from '../domain/time.ts';
import { aboutRows } from './about.ts';
import { deflatedPart } from './deflated.ts';
import type { Format, RowWriter, Values, View } from './format.ts';
import { headingOf } from './heading.ts';
import type { FileSink } from './target.ts';
import { bookParts, type SheetPlace, sheetPath } from './xlsx-parts.ts';
import { type CellXml, headingCell, numberCell, Sheet, textCell, timeCell, truthCell } from './xlsx-sheet.ts';
import { SharedStrings } from './xlsx-strings.ts';
import { type Compressed, zipOf } from './zip.ts';
import type { Zone } from './zone.ts';

/** Records a sheet; one more row is its heading. */
export const SHEET_ROWS = 1_048_575;
const SHEET_NAMES: Readonly<Record<Kind, string>> = {
  alert: 'Alerts',
  job: 'Jobs',
  audit: 'Audit logs',
  statistic: 'Statistics',
};
const WIDTHS: Readonly<Record<Column['type'], number>> = {
  text: 28,
  enum: 18,
  time: 24,
  duration: 16,
  number: 14,
  boolean: 8,
  json: 40,
};
const ABOUT_WIDTHS = [24, 40, 26, 26, 12, 26];
/** Dates a spreadsheet can show: from 1900-03-01, where its calendar is right, to the end of 9999. */
const FIRST_DATE = Date.UTC(1900, 2, 1);
const LAST_DATE = Date.UTC(10_000, 0, 1) - 1;
/** Day 0 of its calendar. */
const EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

export const XLSX: Format = {
  name: 'xlsx',
  title: 'Excel spreadsheet',
  extension: 'xlsx',
  toStdout: false,
  reads: 'values',
  async open({ file }, view) {
    if (file === null) throw new Error('a spreadsheet needs a file');
    return writerOf(file, view, SHEET_ROWS);
  },
};

interface Finished extends SheetPlace {
  readonly part: Compressed;
}

/** `sheetRows` is a seam: tests fill a sheet without a million records. */
export async function writerOf(file: FileSink, view: View, sheetRows: number): Promise<RowWriter<Values>> {
  const columns = view.columns ?? KIND_TABLES[view.kind].columns;
  const strings = new SharedStrings(deflatedPart(await file.spool()));
  const cells = columns.map((column) => cellOf(column, view.zone, strings.column()));
  const titles = strings.column();
  const finished: Finished[] = [];
  let sheet = await nextSheet();

  async function nextSheet(): Promise<Sheet> {
    const layout = { widths: columns.map(({ type }) => WIDTHS[type]), heading: true };
    const next = new Sheet(deflatedPart(await file.spool()), { ...layout, first: finished.length === 0 });
    const headings = columns.map((column) => headingCell(titles(headingOf(column, view.zone))));
    next.row((at) => headings[at] ?? '');
    return next;
  }

  async function finish(name: string): Promise<void> {
    const part = await sheet.end();
    finished.push({ name, filter: sheet.filter, part });
  }

  const nameOf = () => SHEET_NAMES[view.kind] + (finished.length === 0 ? '' : ` ${finished.length + 1}`);

  return {
    async page(rows) {
      for (const values of rows) {
        if (sheet.rows > sheetRows) {
          await finish(nameOf());
          sheet = await nextSheet();
        }
        sheet.row((at) => cells[at]?.(values[at] ?? null) ?? '');
        if (sheet.isFull) await sheet.flush();
        if (strings.isFull) await strings.flush();
      }
    },
    async end(total) {
      await finish(nameOf());
      sheet = new Sheet(deflatedPart(await file.spool()), {
        widths: ABOUT_WIDTHS,
        heading: false,
        first: false,
      });
      for (const about of aboutRows(view, total)) {
        sheet.row((at) => {
          const cell = about[at] ?? null;
          return cell === null ? '' : typeof cell === 'number' ? numberCell(cell) : textCell(titles(cell));
        });
      }
      await finish('About');
      await assemble(file, view, finished, await strings.end());
    },
  };
}

async function assemble(
  file: FileSink,
  view: View,
  sheets: readonly Finished[],
  strings: Compressed,
): Promise<void> {
  const zip = zipOf((bytes) => file.write(bytes), view.createdAt);
  const creator = `${view.tool} ${view.toolVersion}`;
  for (const [path, xml] of bookParts({ sheets, creator, createdAt: view.createdAt }))
    await zip.add(path, xml);
  await zip.add('xl/sharedStrings.xml', strings);
  for (const [at, { part }] of sheets.entries()) await zip.add(sheetPath(at), part);
  await zip.end();
}

/** Times as dates of the zone's wall clock, numbers as numbers, everything else as text. */
function cellOf({ type }: Column, zone: Zone, place: (text: string) => number): (value: Value) => CellXml {
  const text = (value: string) => textCell(place(value));
  return (value) => {
    if (value === null) return '';
    if (typeof value === 'string') return text(value);
    if (typeof value === 'object') return text(inertJson(value.json));
    if (typeof value === 'boolean') return type === 'boolean' ? truthCell(value) : text(String(value));
    if (type === 'time') {
      const wall = Math.abs(value) < 8.6e15 ? value + zone.offset(value) : Number.NaN;
      const isShown = wall >= FIRST_DATE && wall <= LAST_DATE;
      return isShown ? timeCell((wall - EPOCH) / DAY_MS) : text(toIso(value) ?? String(value));
    }
    const isNumber = (type === 'number' || type === 'duration') && Number.isFinite(value);
    return isNumber ? numberCell(value) : text(String(value));
  };
}
