/** A plain table as it is printed: aligned, one record a line, nothing in it a terminal would obey. */
import { cellsOf, cut, pad } from '../domain/cells.ts';
import { safeLine } from '../domain/text.ts';
import { type Paint, plain } from './colour.ts';

export interface TableStyle {
  readonly titles: readonly string[];
  /** Cells of the terminal; null leaves everything whole (a pipe). */
  readonly width: number | null;
  readonly paint?: Paint;
}

/** Cells between two columns. */
const GAP = '  ';
/** A cell on a terminal takes no more than this, so that one long text does not push the rest away. */
const WIDEST = 60;

/** Fixes the widths by the first rows and prints any number of rows after them in the same widths. */
export class Table {
  readonly #style: TableStyle;
  #widths: readonly number[] | null = null;

  constructor(style: TableStyle) {
    this.#style = style;
  }

  /** The lines of these rows, headings before the first of all. Cells are made safe here. */
  lines(rows: readonly (readonly string[])[]): string {
    const safe = rows.map((row) => row.map((cell) => safeLine(cell)));
    const { titles, paint = plain } = this.#style;
    let head = '';
    if (this.#widths === null) {
      this.#widths = this.#measure([titles, ...safe]);
      head = `${paint('bold', this.#line(titles))}\n`;
    }
    return head + safe.map((row) => `${this.#line(row)}\n`).join('');
  }

  #measure(rows: readonly (readonly string[])[]): readonly number[] {
    const most = this.#style.width === null ? Number.POSITIVE_INFINITY : WIDEST;
    return this.#style.titles.map((_, column) =>
      Math.min(most, Math.max(...rows.map((row) => cellsOf(row[column] ?? '')))),
    );
  }

  #line(row: readonly string[]): string {
    const widths = this.#widths ?? [];
    const { width } = this.#style;
    const cells = row.map((cell, column) => {
      const room = widths[column] ?? 0;
      if (width === null) return cell + ' '.repeat(Math.max(0, room - cellsOf(cell)));
      return pad(cell, room);
    });
    const line = cells.join(GAP).trimEnd();
    return width === null ? line : cut(line, width);
  }
}
