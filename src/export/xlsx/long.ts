/** Texts longer than a cell: cut where they stand, with a word where they are whole. */
import { hash } from 'node:crypto';
import { numberCell, type Sheet, textCell } from './sheet.ts';
import type { SharedStrings } from './strings.ts';
import { CELL_LIMIT, pieceOf } from './text.ts';

export const LONG_SHEET = 'Long values';
export const LONG_WIDTHS = [10, 8, 8, 120];
export const LONG_HEADINGS = ['Number', 'Part', 'Of', 'Text'];

/** Texts of which is known that they were written; one that comes again later is written again. */
const MOST_KNOWN = 50_000;

export class LongTexts {
  readonly #sheet: Sheet;
  readonly #place: (text: string) => number;
  readonly #known = new Map<string, number>();
  #count = 0;

  /** `sheet` has its heading. */
  constructor(sheet: Sheet, strings: SharedStrings) {
    this.#sheet = sheet;
    this.#place = strings.column();
  }

  /** How many texts there are. */
  get count(): number {
    return this.#count;
  }

  /** The text as its cell can hold it; a longer one is written whole here, in parts that follow each other. */
  fitting(text: string): string {
    if (text.length <= CELL_LIMIT) return text;
    const mark = `… [cut, whole as number ${this.#numberOf(text)} of "${LONG_SHEET}"]`;
    return pieceOf(text, 0, CELL_LIMIT - mark.length) + mark;
  }

  #numberOf(text: string): number {
    const sign = hash('sha256', text);
    const known = this.#known.get(sign);
    if (known !== undefined) return known;
    this.#count += 1;
    if (this.#known.size < MOST_KNOWN) this.#known.set(sign, this.#count);
    this.#write(text, this.#count);
    return this.#count;
  }

  #write(text: string, number: number): void {
    const pieces: string[] = [];
    for (let at = 0; at < text.length; ) {
      const piece = pieceOf(text, at, CELL_LIMIT);
      pieces.push(piece);
      at += piece.length;
    }
    for (const [at, piece] of pieces.entries()) {
      const cells = [
        numberCell(number),
        numberCell(at + 1),
        numberCell(pieces.length),
        textCell(this.#place(piece)),
      ];
      this.#sheet.row((column) => cells[column] ?? '');
    }
  }
}
