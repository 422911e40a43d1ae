/** The glyphs of a line as a string of a page holds them: two bytes each, each byte a character. */

const [OPEN, CLOSE, ESCAPE, RETURN, LETTER_R] = [0x28, 0x29, 0x5c, 0x0d, 0x72];
/** Bytes a glyph can take. */
const WIDEST = 4;

/** Gathers them as bytes: a string that grows by a glyph at a time leaves something behind for each. */
export class GlyphCodes {
  #bytes = Buffer.allocUnsafeSlow(1 << 12);
  #at = 0;

  start(): void {
    this.#at = 0;
  }

  add(id: number): void {
    if (this.#at + WIDEST > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, this.#bytes]);
    this.#byte(id >> 8);
    this.#byte(id & 0xff);
  }

  end(): string {
    return this.#bytes.toString('latin1', 0, this.#at);
  }

  /** As it may stand between brackets (ISO 32000-1, 7.3.4.2). */
  #byte(byte: number): void {
    const isReturn = byte === RETURN;
    if (isReturn || byte === OPEN || byte === CLOSE || byte === ESCAPE) this.#bytes[this.#at++] = ESCAPE;
    this.#bytes[this.#at++] = isReturn ? LETTER_R : byte;
  }
}
