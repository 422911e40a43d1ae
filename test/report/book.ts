/** A report read back, whichever way it was written. */
import { readFileSync } from 'node:fs';
import exceljs from 'exceljs';

export type Row = Readonly<Record<string, unknown>>;
export interface ReadReport {
  readonly title: string;
  readonly about: readonly (readonly (string | number)[])[];
  readonly tables: readonly {
    readonly title: string;
    readonly columns: readonly { readonly path: string; readonly title: string; readonly type: string }[];
    readonly rows: readonly Row[];
  }[];
}

export const readJson = (path: string): ReadReport => JSON.parse(readFileSync(path, 'utf8')) as ReadReport;

export function tableOf({ tables }: ReadReport, title: string): readonly Row[] {
  const found = tables.find((table) => table.title === title);
  if (found === undefined) throw new Error(`${title}: there is only ${tables.map((one) => one.title)}`);
  return found.rows;
}

/** The cells below the headings, sheet by sheet. */
export async function readSheets(path: string) {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(path);
  return book.worksheets.map((sheet) => ({
    title: sheet.name,
    heading: ((sheet.getRow(1).values ?? []) as unknown[]).slice(1),
    rows: Array.from({ length: Math.max(0, sheet.rowCount - 1) }, (_, at) =>
      ((sheet.getRow(at + 2).values ?? []) as unknown[]).slice(1),
    ),
  }));
}
