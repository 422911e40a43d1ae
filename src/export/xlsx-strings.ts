/**
 * The table of shared strings. Every text of the workbook lies there, as Excel itself does it: texts that stand in
 * the cells are not shown by every program (Numbers leaves them blank).
 */
import type { DeflatedPart } from './deflated.ts';
import { remembered } from './remembered.ts';
import { MAIN, XML } from './xlsx-parts.ts';
import { itemOf } from './xlsx-text.ts';
import type { Compressed } from './zip.ts';

export class SharedStrings {
  readonly #part: DeflatedPart;
  #waiting = `${XML}<sst xmlns="${MAIN}">`;
  #count = 0;

  constructor(part: DeflatedPart) {
    this.#part = part;
  }

  /** The place of texts in the table. What a column says again lies there once; what hardly repeats is not searched for. */
  column(): (text: string) => number {
    return remembered((text) => {
      this.#waiting += itemOf(text);
      return this.#count++;
    });
  }

  /** Characters to be written. */
  get waiting(): number {
    return this.#waiting.length;
  }

  async flush(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = '';
    if (text !== '') await this.#part.write(text);
  }

  async end(): Promise<Compressed> {
    this.#waiting += '</sst>';
    await this.flush();
    return this.#part.end();
  }
}
