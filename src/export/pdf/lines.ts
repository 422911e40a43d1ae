/** Text divided into lines of a width. A line is what a page shows: glyphs, from left to right. */
import bidiPackage, { type Bidi } from 'bidi-js';
import { GlyphCodes } from './glyph-codes.ts';
import { EM } from './true-type.ts';
import { type Typeface, UNSHOWN } from './typeface.ts';

export interface Style {
  readonly face: Typeface;
  /** Points. */
  readonly size: number;
  /** Chooses font, size and colour in the text of a page. */
  readonly operators: string;
}

export interface Line {
  /** Its glyphs, as a string of a page holds them. */
  readonly codes: string;
  /** Points. */
  readonly width: number;
}

export interface Lines {
  readonly lines: readonly Line[];
  /** Whether there are characters that could not be shown. */
  readonly isMarked: boolean;
}

const ENDS_LINE = /[\n\r\u2028\u2029]/;
/** After these a word that is too long for a line is rather broken than elsewhere. */
const ENDS_PART = new Set(Array.from('-/\\,;:&?=_.@|)]}>', (character) => character.charCodeAt(0)));
/** A part of a line less than this is no place to break it. */
const LEAST_PART = 0.5;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const FIRST_LETTER = /\p{L}/u;
/** What would turn the rest of a line around; it is carried, but what a reader sees stays in the order it was written. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const codes = new GlyphCodes();

/** All of the text, in lines of at most `width` points; blanks at the end of a line may stand over. */
export function linesOf(text: string, { face, size }: Style, width: number): Lines {
  const limit = (width / size) * EM;
  const plain = oneLineOf(text, face, limit);
  if (plain !== null)
    return { lines: [{ codes: plain.codes, width: (plain.units / EM) * size }], isMarked: false };
  const lines: Line[] = [];
  let isMarked = false;
  const turns = RIGHT_TO_LEFT.test(text);
  const direction = turns && RIGHT_TO_LEFT.test(FIRST_LETTER.exec(text)?.[0] ?? '') ? 'rtl' : 'ltr';
  for (let start = 0; start < text.length || lines.length === 0; ) {
    const end = endOfLine(text, start, face, limit);
    codes.start();
    let units = 0;
    const put = (id: number) => {
      codes.add(id);
      units += face.advances[id] ?? 0;
      if (id === UNSHOWN) isMarked = true;
    };
    if (turns && RIGHT_TO_LEFT.test(text.slice(start, end))) {
      for (const id of inOrderOfSight(text.slice(start, end), direction, face)) put(id);
    } else {
      for (let at = start; at < end; at++) {
        const code = text.codePointAt(at) ?? 0;
        if (code > 0xffff) at++;
        put(face.idOf(code));
      }
    }
    lines.push({ codes: codes.end(), width: (units / EM) * size });
    if (text.length === 0) break;
    start = end;
  }
  return { lines, isMarked };
}

/** Most texts are short and of ASCII: one pass tells that they fit. */
function oneLineOf(text: string, face: Typeface, limit: number) {
  const { advances } = face;
  codes.start();
  let units = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 || code > 126) return null;
    const id = face.idOf(code);
    codes.add(id);
    units += advances[id] ?? 0;
    if (units > limit) return null;
  }
  return { codes: codes.end(), units };
}

/** Where the line that begins at `start` ends. */
function endOfLine(text: string, start: number, face: Typeface, limit: number): number {
  const { advances } = face;
  let [used, whole, part] = [0, start, start];
  for (let at = start; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const next = at + (code > 0xffff ? 2 : 1);
    if (code <= 13 || code >= 0x2028) {
      if (code === 13 && text.charCodeAt(next) === 10) return next + 1;
      if (ENDS_LINE.test(text[at] ?? '')) return next;
    }
    const isBlank = code === 32 || code === 9;
    const isWide = code >= 0x2e80 && code < 0xfb00;
    if (isWide && at > start) whole = at;
    const advance = advances[face.idOf(code)] ?? 0;
    if (isBlank ? used > limit : used + advance > limit && advance > 0 && at > start) {
      return whole > start ? whole : part > start ? part : at;
    }
    used += advance;
    at = next;
    if (isBlank) whole = at;
    else if (ENDS_PART.has(code) && used > limit * LEAST_PART) part = at;
  }
  return text.length;
}

/** The package is its factory, whatever its types say of a default. */
const openBidi = bidiPackage as unknown as () => Bidi;
let bidi: Bidi | null = null;

/** The glyphs of a line in which some text runs from right to left, in the order they stand on the page. */
function inOrderOfSight(line: string, direction: 'ltr' | 'rtl', face: Typeface): readonly number[] {
  bidi ??= openBidi();
  const plain = line.replace(TURNS, '\u200b');
  const embedding = bidi.getEmbeddingLevels(plain, direction);
  const { levels } = embedding;
  const order = bidi.getReorderedIndices(plain, embedding);
  const ids: number[] = [];
  for (let place = 0; place < order.length; ) {
    const at = order[place] ?? 0;
    if (((levels[at] ?? 0) & 1) === 0) {
      // A pair of surrogates stays in its order from left to right.
      const code = line.codePointAt(at) ?? 0;
      ids.push(face.idOf(code));
      place += code > 0xffff ? 2 : 1;
      continue;
    }
    let last = place;
    while (last + 1 < order.length && ((levels[order[last + 1] ?? 0] ?? 0) & 1) === 1) {
      if ((order[last + 1] ?? 0) !== (order[last] ?? 0) - 1) break;
      last++;
    }
    const from = order[last] ?? 0;
    ids.push(...turned(line.slice(from, at + 1), face));
    place = last + 1;
  }
  return ids;
}

function turned(text: string, face: Typeface): readonly number[] {
  return face.joinedIds(text) ?? Array.from(text, (each) => face.idOf(each.codePointAt(0) ?? 0)).reverse();
}

/** One line of a text, with a mark where there is more of it. */
export function oneLine(text: string, style: Style, width: number): Line {
  const plain = text.replace(/[\n\r\u2028\u2029]/g, ' ');
  const whole = linesOf(plain, style, width).lines;
  const [first = { codes: '', width: 0 }] = whole;
  if (whole.length === 1) return first;
  const [some = first] = linesOf(plain, style, width - style.size).lines;
  const [mark = first] = linesOf('…', style, width).lines;
  return { codes: some.codes + mark.codes, width: some.width + mark.width };
}
