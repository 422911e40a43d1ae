/** Writes cells where they belong, with the fewest bytes for cursor and looks. */
import { blankLook, type Look, PLAIN, switchLook } from './look.ts';
import type { Row } from './row.ts';

/** So many blanks are written as soon as stepped over. */
const STEP = 4;
/** No column: the character written last stands at the edge, or is one terminals do not agree on. */
const UNKNOWN = -1;

export class Pen {
  #out = '';
  #row: number;
  #column: number;
  #look: Look;
  /** Lines above which the cursor can go down by a line feed without moving what is shown. */
  readonly #freely: boolean;

  constructor(freely: boolean, row = UNKNOWN, column = UNKNOWN, look = PLAIN) {
    this.#freely = freely;
    this.#row = row;
    this.#column = column;
    this.#look = look;
  }

  get text(): string {
    return this.#out;
  }

  /** One that goes on from here; what it writes is its own. */
  fork(): Pen {
    return new Pen(this.#freely, this.#row, this.#column, this.#look);
  }

  /** Takes over what a fork wrote, and where it stopped. */
  join(fork: Pen): void {
    this.#out += fork.#out;
    this.#row = fork.#row;
    this.#column = fork.#column;
    this.#look = fork.#look;
  }

  wear(look: Look): void {
    this.#out += switchLook(this.#look, look);
    this.#look = look;
  }

  moveTo(row: number, column: number): void {
    if (row === this.#row && column === this.#column) return;
    const ahead = column - this.#column;
    if (row === this.#row && this.#column !== UNKNOWN && ahead > 0)
      this.#out += ahead === 1 ? '\u001b[C' : `\u001b[${ahead}C`;
    else if (column === 0 && this.#freely && row === this.#row + 1 && this.#row !== UNKNOWN)
      this.#out += '\r\n';
    else if (column === 0 && row === this.#row) this.#out += '\r';
    else if (column === 0) this.#out += row === 0 ? '\u001b[H' : `\u001b[${row + 1}H`;
    else this.#out += `\u001b[${row + 1};${column + 1}H`;
    this.#row = row;
    this.#column = column;
  }

  /** Blanks from the cell on to the end of the line. */
  clearFrom(row: number, column: number): void {
    this.moveTo(row, column);
    this.wear(PLAIN);
    this.#out += '\u001b[K';
  }

  /** The cells `from` to `to` of a row. */
  put(line: number, { text, looks, loose }: Row, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const character = text[at] ?? ' ';
      if (character === '') continue;
      const look = looks[at] ?? PLAIN;
      this.moveTo(line, at);
      // A blank that is plain is one under every look that shows nothing of itself on blanks.
      if (character !== ' ' || blankLook(this.#look) !== look) this.wear(look);
      this.#out += character;
      this.#column = at + 1;
      while (text[this.#column] === '') this.#column += 1;
      if (this.#column >= text.length || (loose && !/^[ -~]$/.test(character))) this.#column = UNKNOWN;
    }
  }

  /** The same where everything from `from` on is blank by now. */
  putOnBlank(line: number, row: Row, from: number): void {
    const { text, looks } = row;
    const isBlank = (at: number): boolean => text[at] === ' ' && looks[at] === PLAIN;
    let at = from;
    for (let start = from; start < text.length; start = at) {
      while (start < text.length && isBlank(start)) start += 1;
      if (start >= text.length) return;
      at = start;
      for (let gap = 0; at < text.length && gap <= STEP; at++) gap = isBlank(at) ? gap + 1 : 0;
      while (isBlank(at - 1)) at -= 1;
      this.put(line, row, start, at);
    }
  }
}
