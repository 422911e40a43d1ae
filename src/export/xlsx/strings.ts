/**
 * The table of shared strings. Every text of the workbook lies there, as Excel itself does it: texts that stand in
 * the cells are not shown by every program (Numbers leaves them blank).
 */

import { remembered } from '../remembered.ts';
import type { DeflatedPart } from './deflated.ts';
import { MAIN, XML } from './parts.ts';
import { itemOf } from './text.ts';
import type { Compressed } from './zip.ts';

export class SharedStrings {
  readonly #part: DeflatedPart;
  #count = 0;
  #isFull = false;

  constructor(part: DeflatedPart) {
    this.#part = part;
    part.add(`${XML}<sst xmlns="${MAIN}">`);
  }

  /** The place of texts in the table. What a column says again lies there once; what hardly repeats is not searched for. */
  column(): (text: string) => number {
    return remembered((text) => {
      this.#isFull = this.#part.add(itemOf(text));
      return this.#count++;
    });
  }

  /** Resolves when more can be taken. */
  async flush(): Promise<void> {
    this.#isFull = false;
    await this.#part.flush();
  }

  /** Whether it is time to `flush`. */
  get isFull(): boolean {
    return this.#isFull;
  }

  end(): Promise<Compressed> {
    this.#part.add('</sst>');
    return this.#part.end();
  }
}
