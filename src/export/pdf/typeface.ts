/** One embedded font that grows as its characters are asked for, whatever fonts they are drawn from. */
import type { Drawn, Fonts, Joined } from './fonts.ts';
import type { PdfFile } from './pdf-file.ts';
import { BLANK, boxOf, EM, fontFile, type GlyphShape, glyphShape } from './true-type.ts';

/** What stands where a character cannot be shown. */
const MARK = 0xfffd;
/** The glyph of every character that cannot be shown; a U+FFFD of the text itself has another. */
export const UNSHOWN = 1;
/** Ids are two bytes. */
const MOST = 0xffff;
const TAB_BLANKS = 4;
/** Carried as text, nothing to see: white space that ends lines, formats, selectors of variants. */
const UNSEEN = /^[\n\r\u2028\u2029\p{Cf}\p{Default_Ignorable_Code_Point}]$/u;
/** No character at all, or one that only a terminal would obey. */
const NO_TEXT = /^[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]$/u;
const BLANK_SPACE = /^\p{Zs}$/u;

export class Typeface {
  /** Units of the em, by glyph. */
  readonly advances: number[] = [];
  readonly #fonts: Fonts;
  readonly #name: string;
  readonly #shapes: GlyphShape[] = [];
  readonly #texts: string[] = [];
  readonly #ascii = new Int32Array(128).fill(-1);
  readonly #known = new Map<number, number>();
  readonly #joined = new Map<string, number>();

  constructor(fonts: Fonts, name: string) {
    this.#fonts = fonts;
    this.#name = name;
    this.#add('', null);
    this.#add(String.fromCodePoint(MARK), fonts.drawn(MARK));
  }

  /** The glyph of a character, `UNSHOWN` where there is none. */
  idOf(codePoint: number): number {
    const known = codePoint < 128 ? (this.#ascii[codePoint] ?? -1) : (this.#known.get(codePoint) ?? -1);
    if (known !== -1) return known;
    const id = this.#make(codePoint);
    if (codePoint < 128) this.#ascii[codePoint] = id;
    else this.#known.set(codePoint, id);
    return id;
  }

  /** The glyphs of text that runs from right to left, as they stand on the page; null where letters do not join. */
  joinedIds(text: string): readonly number[] | null {
    const joined = this.#fonts.joined(text);
    return (
      joined?.flatMap((glyph) => {
        // Readers turn the order of glyphs around, not of the letters of one: each letter has a glyph of its own.
        const [first = '', ...others] = glyph.text;
        return [...others.reverse().map((letter) => this.#once(letter, null)), this.#once(first, glyph)];
      }) ?? null
    );
  }

  #once(text: string, joined: Joined | null): number {
    const key = `${joined?.id ?? ''} ${text}`;
    const known = this.#joined.get(key);
    if (known !== undefined) return known;
    const id = this.#add(text, joined);
    this.#joined.set(key, id);
    return id;
  }

  #make(codePoint: number): number {
    const text = String.fromCodePoint(codePoint);
    if (codePoint === 9) return this.#add(text, { steps: [], advance: this.#blank() * TAB_BLANKS });
    if (UNSEEN.test(text)) return this.#add(text, null);
    if (NO_TEXT.test(text)) return UNSHOWN;
    const drawn = this.#fonts.drawn(codePoint);
    if (drawn !== null) return this.#add(text, drawn);
    return BLANK_SPACE.test(text) ? this.#add(text, { steps: [], advance: this.#blank() }) : UNSHOWN;
  }

  #blank(): number {
    return this.advances[this.idOf(32)] ?? EM / 3;
  }

  #add(text: string, drawn: Drawn | null): number {
    const id = this.#shapes.length;
    if (id > MOST) return UNSHOWN;
    this.#shapes.push(drawn === null ? BLANK : glyphShape(drawn.steps));
    this.advances.push(drawn?.advance ?? 0);
    this.#texts.push(text);
    return id;
  }

  /** Writes the font as the object `id` and what it consists of (ISO 32000-1, 9.7: composite fonts). */
  async write(file: PdfFile, id: number): Promise<void> {
    const [descendant, descriptor, program, unicode] = [1, 2, 3, 4].map(() => file.reserve());
    const { ascent, descent } = this.#fonts;
    const outline = { glyphs: this.#shapes, advances: this.advances, ascent, descent };
    const { xMin, yMin, xMax, yMax } = boxOf(this.#shapes);
    const thousandth = (units: number) => Number(((units * 1000) / EM).toFixed(2));
    const box = [xMin, yMin, xMax, yMax].map((side) => Math.round(thousandth(side))).join(' ');
    const name = `/${tagOf(this.#texts)}+${this.#name}`;
    await file.object(
      id,
      `<</Type/Font/Subtype/Type0/BaseFont${name}/Encoding/Identity-H/DescendantFonts[${descendant} 0 R]/ToUnicode ${unicode} 0 R>>`,
    );
    await file.object(
      descendant ?? 0,
      `<</Type/Font/Subtype/CIDFontType2/BaseFont${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>` +
        `/FontDescriptor ${descriptor} 0 R/CIDToGIDMap/Identity/W[0[${this.advances.map(thousandth).join(' ')}]]>>`,
    );
    await file.object(
      descriptor ?? 0,
      `<</Type/FontDescriptor/FontName${name}/Flags 4/FontBBox[${box}]/ItalicAngle 0/Ascent ${thousandth(ascent)}` +
        `/Descent ${thousandth(descent)}/CapHeight 729/StemV 80/FontFile2 ${program} 0 R>>`,
    );
    const bytes = fontFile(outline);
    await file.stream(program ?? 0, `/Length1 ${bytes.length}`, bytes);
    await file.stream(unicode ?? 0, '', Buffer.from(unicodeMap(this.#texts)));
  }
}

/** Six letters, as the name of a font that has only some of its glyphs begins. */
function tagOf(texts: readonly string[]): string {
  let sum = 0;
  for (const text of texts) sum = (Math.imul(sum, 31) + (text.codePointAt(0) ?? 0)) >>> 0;
  return Array.from({ length: 6 }, (_, at) =>
    String.fromCharCode(65 + (Math.floor(sum / 26 ** at) % 26)),
  ).join('');
}

/** What each glyph says, for whoever copies or searches (ISO 32000-1, 9.10.3). */
function unicodeMap(texts: readonly string[]): string {
  const pairs = texts.flatMap((text, id) => (text === '' ? [] : [`<${hexOf(id)}><${utf16(text)}>`]));
  const blocks: string[] = [];
  for (let at = 0; at < pairs.length; at += 100) {
    const some = pairs.slice(at, at + 100);
    blocks.push(`${some.length} beginbfchar\n${some.join('\n')}\nendbfchar`);
  }
  return (
    '/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n' +
    '/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n' +
    '/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n' +
    `1 begincodespacerange<0000><ffff>endcodespacerange\n${blocks.join('\n')}\n` +
    'endcmap CMapName currentdict/CMap defineresource pop end end'
  );
}

const hexOf = (value: number): string => value.toString(16).padStart(4, '0');

/** Big-endian UTF-16 as hexadecimal digits. */
export function utf16(text: string): string {
  let hex = '';
  for (let at = 0; at < text.length; at++) hex += hexOf(text.charCodeAt(at));
  return hex;
}
