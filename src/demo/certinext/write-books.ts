/** Lays the portal's workbooks into a folder, as somebody's download would. */
import { mkdir, rename, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Book } from './exports.ts';

/** Writes what is not there as of `at` (UTC ms); each file whole or not at all, and with that time. */
export async function writeBooks(folder: string, books: readonly Book[], at: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const book of books) {
    const path = join(folder, book.file);
    const there = await stat(path).catch(() => null);
    if (there !== null && Math.round(there.mtimeMs) === at) continue;
    const draft = join(folder, `.${book.file}.${process.pid}.tmp`);
    await write(draft, book, at);
    await utimes(draft, at / 1_000, at / 1_000);
    await rename(draft, path);
  }
}

async function write(path: string, { sheet: name, titles, rows, dates }: Book, at: number): Promise<void> {
  // Loaded here alone: it takes longer than all servers do to start.
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.Workbook();
  book.created = new Date(at);
  book.modified = new Date(at);
  const sheet = book.addWorksheet(name);
  const width = Math.max(...rows.map((row) => row.length));
  for (const title of titles) {
    const { number } = sheet.addRow([title]);
    sheet.mergeCells(number, 1, number, width);
  }
  for (const row of rows) {
    const added = sheet.addRow([...row]);
    if (row[dates - 1] instanceof Date) added.getCell(dates).numFmt = 'dd-mmm-yyyy hh:mm:ss';
  }
  await book.xlsx.writeFile(path);
}
