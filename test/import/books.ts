/** Workbooks made the way a portal would make them. */
import { join } from 'node:path';
import exceljs from 'exceljs';

export type CellValue = string | number | boolean | Date | null | object;

export interface SheetOf {
  readonly name: string;
  readonly rows: readonly (readonly CellValue[])[];
  /** Ranges such as `A1:E1`. */
  readonly merged?: readonly string[];
  /** Number format by column, from 1. */
  readonly formats?: Readonly<Record<number, string>>;
}

/** Writes a workbook and gives its path. */
export async function workbook(folder: string, name: string, sheets: readonly SheetOf[]): Promise<string> {
  const book = new exceljs.Workbook();
  for (const { name: title, rows, merged = [], formats = {} } of sheets) {
    const sheet = book.addWorksheet(title);
    for (const cells of rows) sheet.addRow([...cells]);
    for (const range of merged) sheet.mergeCells(range);
    for (const [column, format] of Object.entries(formats)) sheet.getColumn(Number(column)).numFmt = format;
  }
  const path = join(folder, name);
  await book.xlsx.writeFile(path);
  return path;
}

export const HEADINGS = ['User Full Name', 'Module', 'Activity / Event Name', 'Timestamp', 'Status'] as const;
