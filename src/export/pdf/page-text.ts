/** The text of a page, gathered as bytes, of which each character is one. */
export class PageText {
  #bytes = Buffer.allocUnsafeSlow(1 << 15);
  #at = 0;

  add(text: string): void {
    while (this.#at + text.length > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes, this.#bytes]);
    this.#at += this.#bytes.write(text, this.#at, 'latin1');
  }

  /** What was added since the last time; good until more is. */
  taken(): Buffer {
    const taken = this.#bytes.subarray(0, this.#at);
    this.#at = 0;
    return taken;
  }
}
