/** A PDF as a file of numbered objects, written one after the other (ISO 32000-1, 7.5). */
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';

const deflated = promisify(deflate);
/** Fast rather than small: most of a page is text that repeats itself. */
const LEVEL = 4;
/** Streams that may be on their way to the file while the next is made. */
const WAITING = 4;

export class PdfFile {
  readonly #into: (bytes: Uint8Array) => Promise<void>;
  /** Where each object begins, by its number less one. */
  readonly #offsets: number[] = [];
  #at = 0;
  #last: Promise<void> = Promise.resolve();
  readonly #waiting: Promise<void>[] = [];

  constructor(into: (bytes: Uint8Array) => Promise<void>) {
    this.#into = into;
    // The bytes tell programs that move files that this one is no text.
    this.#inTurn(async () => Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'));
  }

  /** The number of an object that is written later. */
  reserve(): number {
    return this.#offsets.push(0);
  }

  /** Resolves when more can be taken; what was given is written in the order it was given. */
  object(id: number, body: string): Promise<void> {
    return this.#inTurn(async () => this.#begun(id, Buffer.from(`${body}\nendobj\n`, 'latin1')));
  }

  /** `entries` of its dictionary besides what says how it is compressed. */
  stream(id: number, entries: string, bytes: Uint8Array): Promise<void> {
    const packing = deflated(bytes, { level: LEVEL });
    // Whoever writes is told.
    packing.catch(() => {});
    return this.#inTurn(async () => {
      const packed = await packing;
      const head = Buffer.from(`<<${entries}/Filter/FlateDecode/Length ${packed.length}>>stream\n`, 'latin1');
      return this.#begun(id, Buffer.concat([head, packed, Buffer.from('\nendstream\nendobj\n')]));
    });
  }

  async end(root: number, info: number, fingerprint: string): Promise<void> {
    await this.#inTurn(async () => {
      const rows = this.#offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
      const size = rows.length + 1;
      return Buffer.from(
        `xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}` +
          `trailer\n<</Size ${size}/Root ${root} 0 R/Info ${info} 0 R/ID[<${fingerprint}><${fingerprint}>]>>\n` +
          `startxref\n${this.#at}\n%%EOF\n`,
        'latin1',
      );
    });
    await this.#last;
  }

  #begun(id: number, body: Buffer): Buffer {
    this.#offsets[id - 1] = this.#at;
    return Buffer.concat([Buffer.from(`${id} 0 obj\n`), body]);
  }

  #inTurn(make: () => Promise<Buffer>): Promise<void> {
    const before = this.#last;
    const turn = before.then(async () => {
      const bytes = await make();
      this.#at += bytes.length;
      await this.#into(bytes);
    });
    turn.catch(() => {});
    this.#last = turn;
    this.#waiting.push(turn);
    return this.#waiting.length > WAITING ? (this.#waiting.shift() ?? turn) : Promise.resolve();
  }
}
