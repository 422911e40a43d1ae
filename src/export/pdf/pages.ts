/** Pages and the tree that leads to them. How many there are stands on each, and is known only at the end. */
import { linesOf, oneLine, type Style } from './lines.ts';
import { PageText } from './page-text.ts';
import type { Paper } from './paper.ts';
import type { PdfFile } from './pdf-file.ts';
import { smallLine } from './small-line.ts';
import { FONT_NAMES, type Styles } from './styles.ts';

export const MARGIN = 34;
/** Points of a page above and below what it holds. */
const HEAD = 24;
const FOOT = 20;
/** Pages of one branch of the tree. */
const BRANCH = 64;

/** Text at a place of a row, in points from the left margin. */
export interface Piece {
  readonly x: number;
  readonly style: Style;
  readonly codes: string;
}

/** What stands at one height. */
export interface Row {
  readonly height: number;
  readonly pieces: readonly Piece[];
  /** Its ground is grey. */
  readonly isShaded?: boolean;
  /** Drawn from its upper edge down. */
  readonly line?: SmallLine;
}

/** A line without axes at a place of a row, in points from the left margin. */
export interface SmallLine {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly values: readonly (number | null)[];
}

/** What every page says, above and below. */
export interface Running {
  readonly head: readonly [left: string, right: string];
  readonly foot: readonly [left: string, right: string];
}

interface Branch {
  readonly id: number;
  readonly kids: number[];
}

export interface PageFonts {
  readonly regular: number;
  readonly bold: number;
}

export class Pages {
  readonly #file: PdfFile;
  readonly #paper: Paper;
  readonly #styles: Styles;
  readonly #ids: { readonly root: number; readonly total: number };
  readonly #branches: { readonly id: number; readonly pages: number }[] = [];
  readonly #reserved: number;
  readonly #front: Branch;
  #branch: Branch;
  #count: number;
  /** Pages of the front that were written; null before it is their turn. */
  #fronts: number | null = null;
  #open: { readonly id: number; readonly number: number } | null = null;
  #shapes = '';
  readonly #text = new PageText();
  #style: Style | null = null;
  #y = 0;
  readonly #frame: { readonly shapes: string; readonly text: string };

  /** `reserved`: pages that are written last and come first. */
  constructor(file: PdfFile, paper: Paper, styles: Styles, running: Running, reserved: number) {
    this.#file = file;
    this.#paper = paper;
    this.#styles = styles;
    this.#ids = { root: file.reserve(), total: file.reserve() };
    this.#front = { id: file.reserve(), kids: [] };
    this.#branch = { id: file.reserve(), kids: [] };
    this.#reserved = reserved;
    this.#count = reserved;
    this.#frame = this.#framed(running);
  }

  /** Points between the margins. */
  get width(): number {
    return this.#paper.width - 2 * MARGIN;
  }

  /** Points of a page that rows can take. */
  get height(): number {
    return this.#paper.height - 2 * MARGIN - HEAD - FOOT;
  }

  /** Points that are left of the page; none where there is none. */
  get left(): number {
    return this.#open === null ? 0 : this.#y - MARGIN - FOOT;
  }

  /** The page being written, as links name it: its object, and the height reached on it. */
  get place(): { readonly page: number; readonly y: number } {
    return { page: this.#open?.id ?? 0, y: this.#y };
  }

  /** The pages from now on are those that come first, as many as were reserved; more of them come last. */
  async toFront(): Promise<void> {
    await this.#close();
    this.#fronts = 0;
  }

  async next(): Promise<void> {
    await this.#close();
    const isFront = this.#fronts !== null && this.#fronts < this.#reserved;
    if (isFront) this.#fronts = (this.#fronts ?? 0) + 1;
    else this.#count++;
    this.#open = { id: this.#file.reserve(), number: isFront ? (this.#fronts ?? 0) : this.#count };
    this.#y = this.#paper.height - MARGIN - HEAD;
  }

  /** Puts a row below the one before; whoever writes has looked whether there is room. */
  row({ height, pieces, isShaded = false, line }: Row): void {
    if (line !== undefined) {
      const place = { x: MARGIN + line.x, y: this.#y - line.height };
      this.#shapes += smallLine(line.values, { ...line, ...place });
    }
    this.#y -= height;
    if (isShaded) {
      this.#shapes += `.92 g ${MARGIN} ${point(this.#y)} ${point(this.width)} ${point(height)} re f\n`;
    }
    for (const { x, style, codes } of pieces) {
      if (codes === '') continue;
      if (this.#style !== style) this.#text.add(`${style.operators}\n`);
      this.#style = style;
      // Letters that reach below the line take about a fifth of their size.
      this.#text.add(textAt(MARGIN + x, this.#y + (height - style.size) / 2 + style.size * 0.2, codes));
    }
  }

  /** A fine line across. */
  rule(): void {
    this.#shapes += this.#rule(this.#y, 0.8, 0.4);
  }

  space(height: number): void {
    this.#y -= height;
  }

  /** Writes what is left, the tree included; gives the object it begins with. */
  async end(fonts: PageFonts): Promise<number> {
    while (this.#fronts === null || this.#fronts < this.#reserved) {
      this.#fronts ??= 0;
      await this.next();
    }
    await this.#close();
    if (this.#branch.kids.length > 0) await this.#end(this.#branch);
    if (this.#front.kids.length > 0) await this.#end(this.#front, true);
    const { root, total } = this.#ids;
    const style = this.#styles.foot;
    const [line] = linesOf(`of ${this.#count}`, style, this.width).lines;
    const text = `BT ${style.operators} (${line?.codes})Tj ET`;
    const box = `0 -4 ${point(this.width / 2)} 12`;
    const faces = `/Font<<${FONT_NAMES.regular} ${fonts.regular} 0 R${FONT_NAMES.bold} ${fonts.bold} 0 R>>`;
    await this.#file.stream(
      total,
      `/Type/XObject/Subtype/Form/BBox[${box}]/Resources<<${faces}>>`,
      Buffer.from(text, 'latin1'),
    );
    const kids = this.#branches.map(({ id }) => `${id} 0 R`).join(' ');
    await this.#file.object(
      root,
      `<</Type/Pages/Count ${this.#count}/Kids[${kids}]/MediaBox[0 0 ${this.#paper.width} ${this.#paper.height}]` +
        `/Resources<<${faces}/XObject<</T ${total} 0 R>>>>>>`,
    );
    return root;
  }

  #framed({ head, foot }: Running) {
    const { running, foot: low } = this.#styles;
    const top = this.#paper.height - MARGIN - running.size;
    const put = ([left, right]: readonly [string, string], y: number, style: Style, share: number) => {
      const from = oneLine(left, style, this.width * share);
      const to = oneLine(right, style, this.width * (0.95 - share));
      const end = MARGIN + this.width - to.width;
      return `${style.operators}\n${textAt(MARGIN, y, from.codes)}${textAt(end, y, to.codes)}`;
    };
    return {
      shapes: this.#rule(top - 6, 0.7, 0.6),
      text: put(head, top, running, 0.35) + put(foot, MARGIN, low, 0.4),
    };
  }

  #rule(y: number, grey: number, thickness: number): string {
    const height = point(y);
    return `${grey} G ${thickness} w ${MARGIN} ${height} m ${point(MARGIN + this.width)} ${height} l S\n`;
  }

  async #close(): Promise<void> {
    if (this.#open === null) return;
    const { id, number } = this.#open;
    this.#open = null;
    const middle = MARGIN + this.width / 2;
    const style = this.#styles.foot;
    const here = oneLine(`Page ${number} `, style, this.width);
    const foot = `${style.operators}\n${textAt(middle - here.width, MARGIN, here.codes)}`;
    const total = `q 1 0 0 1 ${point(middle)} ${MARGIN} cm/T Do Q\n`;
    const { shapes, text } = this.#frame;
    const content = Buffer.concat([
      Buffer.from(`${shapes}${this.#shapes}BT\n${text}${foot}`, 'latin1'),
      this.#text.taken(),
      Buffer.from(`ET\n${total}`),
    ]);
    [this.#shapes, this.#style] = ['', null];
    if (this.#branch.kids.length === BRANCH) {
      await this.#end(this.#branch);
      this.#branch = { id: this.#file.reserve(), kids: [] };
    }
    const branch = number <= this.#reserved ? this.#front : this.#branch;
    branch.kids.push(id);
    const stream = this.#file.reserve();
    await this.#file.object(id, `<</Type/Page/Parent ${branch.id} 0 R/Contents ${stream} 0 R>>`);
    await this.#file.stream(stream, '', content);
  }

  #end({ id, kids }: Branch, isFirst = false): Promise<void> {
    const branch = { id, pages: kids.length };
    if (isFirst) this.#branches.unshift(branch);
    else this.#branches.push(branch);
    const list = kids.map((kid) => `${kid} 0 R`).join(' ');
    return this.#file.object(
      id,
      `<</Type/Pages/Parent ${this.#ids.root} 0 R/Count ${kids.length}/Kids[${list}]>>`,
    );
  }
}

const point = (value: number): string => String(Math.round(value * 100) / 100);
const textAt = (x: number, y: number, codes: string): string =>
  codes === '' ? '' : `1 0 0 1 ${point(x)} ${point(y)} Tm(${codes})Tj\n`;
