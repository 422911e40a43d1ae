/** Comma-separated values as spreadsheets write them: RFC 4180, with any of four separators and a BOM or none. */
import type { Line, OpenFile, ReadLimits } from './lines.ts';
import { refused, tooMuch } from './lines.ts';

const SEPARATORS = [',', ';', '\t', '|'] as const;
/** Characters looked at to find the separator. */
const SAMPLE = 64 * 1024;
const SAMPLE_LINES = 60;

/** With `wholeLines` what stands behind the last line break is left: somebody may still be writing it. */
export async function* readCsv(file: OpenFile, limits: ReadLimits, wholeLines = false): AsyncGenerator<Line> {
  const pieces = textOf(file);
  let text = '';
  for (let piece = await pieces.next(); piece.done !== true; piece = await pieces.next()) {
    text += piece.value;
    if (text.length >= SAMPLE) break;
  }
  // A first line of its own names the separator, as Excel has it.
  const named = /^sep=(.)\r?\n/i.exec(text);
  const skipped = named?.[0] ?? '';
  const separator = named?.[1] ?? separatorOf(text.slice(0, SAMPLE));
  const parser = new Parser(separator, file.path, limits, skipped === '' ? 1 : 2);
  yield* parser.take(text.slice(skipped.length));
  for await (const piece of pieces) yield* parser.take(piece);
  if (!wholeLines) yield* parser.end();
}

/** The separator that makes the most cells of the first lines. */
function separatorOf(text: string): string {
  let [best, most] = [',', -1];
  for (const separator of SEPARATORS) {
    const parser = new Parser(
      separator,
      '',
      { rows: SAMPLE_LINES + 1, columns: Number.POSITIVE_INFINITY, lineLength: SAMPLE },
      1,
    );
    let cells = 0;
    for (const line of parser.take(text)) {
      cells += line.cells.length - 1;
      if (line.number >= SAMPLE_LINES) break;
    }
    for (const line of parser.end()) cells += line.cells.length - 1;
    if (cells > most) [best, most] = [separator, cells];
  }
  return best;
}

async function* textOf({ handle, size }: OpenFile): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const chunk of handle.createReadStream({
    start: 0,
    end: Math.max(0, size - 1),
    autoClose: false,
  }) as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    yield decoder.decode(chunk, { stream: true });
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}

/** The decoder drops the mark itself. */
function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** Takes text in any pieces, gives whole lines. */
class Parser {
  readonly #separator: string;
  readonly #path: string;
  readonly #limits: Pick<ReadLimits, 'rows' | 'columns' | 'lineLength'>;
  #number: number;
  #cells: string[] = [];
  #cell = '';
  #length = 0;
  /** `quote` is a quote inside a quoted cell, of which the next character tells whether it ends the cell. */
  #state: 'start' | 'plain' | 'quoted' | 'quote' = 'start';
  #afterReturn = false;

  constructor(
    separator: string,
    path: string,
    limits: Pick<ReadLimits, 'rows' | 'columns' | 'lineLength'>,
    first: number,
  ) {
    this.#separator = separator;
    this.#path = path;
    this.#limits = limits;
    this.#number = first;
  }

  *take(text: string): Generator<Line> {
    for (const char of text) {
      if (this.#afterReturn && char === '\n') {
        this.#afterReturn = false;
        continue;
      }
      this.#afterReturn = false;
      if (this.#state === 'quoted') {
        if (char === '"') this.#state = 'quote';
        else this.#add(char);
      } else if (char === '"' && this.#state === 'quote') {
        this.#add(char);
        this.#state = 'quoted';
      } else if (char === '"' && this.#state === 'start') this.#state = 'quoted';
      else if (char === this.#separator) this.#endCell();
      else if (char === '\n' || char === '\r') {
        this.#afterReturn = char === '\r';
        yield this.#endLine();
      } else {
        this.#add(char);
        this.#state = 'plain';
      }
    }
  }

  /** What stands behind the last line break. */
  *end(): Generator<Line> {
    if (this.#cells.length > 0 || this.#cell !== '') yield this.#endLine();
  }

  #add(char: string): void {
    this.#length += char.length;
    if (this.#length > this.#limits.lineLength) {
      const most = this.#limits.lineLength.toLocaleString('en-US');
      const next = 'A quote that is never closed is the usual reason; export the file again.';
      throw refused(this.#path, `has a line of more than ${most} characters (line ${this.#number})`, next);
    }
    this.#cell += char;
  }

  #endCell(): void {
    this.#cells.push(this.#cell);
    this.#cell = '';
    this.#state = 'start';
    if (this.#cells.length > this.#limits.columns) {
      throw tooMuch(this.#path, 'is too wide', this.#limits.columns, 'columns');
    }
  }

  #endLine(): Line {
    this.#endCell();
    if (this.#number > this.#limits.rows) {
      throw tooMuch(this.#path, 'has too many rows', this.#limits.rows, 'rows');
    }
    const line: Line = {
      number: this.#number,
      cells: this.#cells.map((cell) => (cell === '' ? null : cell)),
    };
    this.#number += 1;
    this.#cells = [];
    this.#length = 0;
    return line;
  }
}
