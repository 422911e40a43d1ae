/** One sheet as XML, row by row. */

import type { PaperName } from '../pdf/paper.ts';
import type { Colour } from './colours.ts';
import type { DeflatedPart } from './deflated.ts';
import { MAIN, STYLE, XML } from './parts.ts';
import { xmlText } from './text.ts';
import type { Compressed } from './zip.ts';

export interface SheetLayout {
  /** Of the columns, in characters. */
  readonly widths: readonly number[];
  /** The first row stays where it is while the others scroll, and filters them. */
  readonly heading: boolean;
  /** Rules for the rows below the heading. */
  readonly colours: readonly Colour[];
  /** The sheet that is shown first. */
  readonly first: boolean;
  readonly paper: PaperName;
  /** The columns that are printed, where not all are. */
  readonly printed?: number | undefined;
}

/** A cell behind the number of its row, such as `" t="s"><v>7</v></c>`; '' is no cell. */
export type CellXml = string;

export const textCell = (place: number): CellXml => `" t="s"><v>${place}</v></c>`;
export const headingCell = (place: number): CellXml => `" s="${STYLE.heading}" t="s"><v>${place}</v></c>`;
export const numbersHeadingCell = (place: number): CellXml =>
  `" s="${STYLE.numbers}" t="s"><v>${place}</v></c>`;
export const labelCell = (place: number): CellXml => `" s="${STYLE.label}" t="s"><v>${place}</v></c>`;
export const dayHeadingCell = (serial: number): CellXml => `" s="${STYLE.day}"><v>${serial}</v></c>`;
export const numberCell = (value: number): CellXml => `"><v>${value}</v></c>`;
export const timeCell = (serial: number): CellXml => `" s="${STYLE.time}"><v>${serial}</v></c>`;
export const truthCell = (value: boolean): CellXml => `" t="b"><v>${value ? 1 : 0}</v></c>`;

/** Characters that fit beside each other on a page and can still be read. */
const PRINTABLE = 330;
const FITS = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>';
/** ST_PaperSize of SpreadsheetML. */
const PAPER_SIZES: Readonly<Record<PaperName, number>> = { a4: 9, letter: 1 };

export class Sheet {
  readonly #part: DeflatedPart;
  readonly #layout: SheetLayout;
  readonly #begins: readonly string[];
  #isFull = false;
  #rows = 0;

  constructor(part: DeflatedPart, layout: SheetLayout) {
    this.#part = part;
    this.#layout = layout;
    this.#begins = layout.widths.map((_, at) => `<c r="${columnName(at)}`);
    const selected = layout.first ? ' tabSelected="1"' : '';
    const pane = layout.heading
      ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
      : '';
    const columns = layout.widths.map(
      (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
    );
    part.add(
      `${XML}<worksheet xmlns="${MAIN}">${FITS}<sheetViews><sheetView${selected} workbookViewId="0">${pane}</sheetView></sheetViews>` +
        `<sheetFormatPr defaultRowHeight="15"/><cols>${columns.join('')}</cols><sheetData>`,
    );
  }

  get rows(): number {
    return this.#rows;
  }

  /** `cell` gives each column's. */
  row(cell: (column: number) => CellXml): void {
    const row = String(++this.#rows);
    let xml = `<row r="${row}">`;
    for (let at = 0; at < this.#begins.length; at++) {
      const made = cell(at);
      if (made !== '') xml += this.#begins[at] + row + made;
    }
    this.#isFull = this.#part.add(`${xml}</row>`);
  }

  /** Whether it is time to `flush`. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Resolves when more can be taken. */
  async flush(): Promise<void> {
    this.#isFull = false;
    await this.#part.flush();
  }

  /** The cells the filter is over; null is none. */
  get filter(): string | null {
    const { heading, widths } = this.#layout;
    return heading ? `A1:${columnName(widths.length - 1)}${this.#rows}` : null;
  }

  /** A rule for each value that has a look, over all rows of its column. */
  #rules(): string {
    if (this.#rows < 2) return '';
    const rule = ({ value, style }: Colour, priority: number) =>
      `<cfRule type="cellIs" dxfId="${style}" priority="${priority}" operator="equal"><formula>"${xmlText(value)}"</formula></cfRule>`;
    const { colours } = this.#layout;
    return [...Map.groupBy(colours, ({ at }) => at)]
      .map(([at, own]) => {
        const cells = `${columnName(at)}2:${columnName(at)}${this.#rows}`;
        const rules = own.map((colour) => rule(colour, colours.indexOf(colour) + 1));
        return `<conditionalFormatting sqref="${cells}">${rules.join('')}</conditionalFormatting>`;
      })
      .join('');
  }

  /** Pages beside each other on which all columns can still be read. */
  get #pagesWide(): number {
    const { widths, printed } = this.#layout;
    const all = widths.slice(0, printed).reduce((sum, width) => sum + width, 0);
    return Math.max(1, Math.ceil(all / PRINTABLE));
  }

  #printed(): string {
    const paper = `paperSize="${PAPER_SIZES[this.#layout.paper]}" pageOrder="overThenDown" orientation="landscape"`;
    return (
      '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>' +
      `<pageSetup ${paper} fitToWidth="${this.#pagesWide}" fitToHeight="0"/>` +
      '<headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>'
    );
  }

  /** `behind` are the elements that follow those of cells and rules, in the order of CT_Worksheet. */
  end(behind = ''): Promise<Compressed> {
    const filter = this.filter === null ? '' : `<autoFilter ref="${this.filter}"/>`;
    this.#part.add(`</sheetData>${filter}${this.#rules()}${this.#printed()}${behind}</worksheet>`);
    return this.#part.end();
  }
}

/** `A` to `Z`, then `AA`. */
export function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter;
}
