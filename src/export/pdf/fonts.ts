/** The fonts characters are drawn from, each opened when the first of its characters comes. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Blob, ClusterLevel, Direction, Face, Font, Buffer as Run, shape, Variation } from 'harfbuzzjs';
import { EM, type Step } from './true-type.ts';
import { unpackedFont } from './unpacked-font.ts';

export type Weight = 'regular' | 'bold';

/** A drawn character, in units of the em. */
export interface Drawn {
  readonly steps: readonly Step[];
  readonly advance: number;
}

/** A piece of text that runs from right to left, as its letters join; from left to right as they stand on the page. */
export interface Joined extends Drawn {
  /** Of the font it was drawn from: the same drawing has the same. */
  readonly id: number;
  readonly text: string;
}

export interface Fonts {
  readonly ascent: number;
  readonly descent: number;
  /** Null when no font has the character. */
  drawn(codePoint: number): Drawn | null;
  /** Null when the letters are not all in the font that knows how they join. */
  joined(text: string): readonly Joined[] | null;
}

const require = createRequire(import.meta.url);
const read = (path: string): Uint8Array => readFileSync(require.resolve(path));

const MAIN: Readonly<Record<Weight, string>> = {
  regular: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
  bold: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf',
};
const THICKNESS: Readonly<Record<Weight, number>> = { regular: 400, bold: 700 };
/** Han, kana and hangul, each in a hundred pieces; in this order. */
const PIECED = ['noto-sans-sc', 'noto-sans-jp', 'noto-sans-kr'];
/** Coarse, but it has nearly every character of the basic plane. */
const LAST = '@fontsource/unifontex/files/unifontex-latin-400-normal.woff2';

export function openFonts(weight: Weight): Fonts {
  const main = fontOf(read(MAIN[weight]));
  const { ascender, descender } = main.hExtents();
  const pieces = new Map<string, Font>();
  const pieceOf = (path: string): Font => {
    const known = pieces.get(path);
    if (known !== undefined) return known;
    const font = fontOf(unpackedFont(read(path)));
    font.setVariations([new Variation('wght', THICKNESS[weight])]);
    pieces.set(path, font);
    return font;
  };
  let last: Font | null = null;

  function* candidates(codePoint: number): Iterable<Font> {
    yield main;
    for (const piece of piecesHolding(codePoint)) yield pieceOf(piece);
    last ??= fontOf(unpackedFont(read(LAST)));
    yield last;
  }

  return {
    ascent: ascender,
    descent: descender,
    drawn(codePoint) {
      for (const font of candidates(codePoint)) {
        const id = font.nominalGlyph(codePoint);
        if (id !== undefined && id !== 0) return drawing(font, id);
      }
      return null;
    },
    joined(text) {
      const run = new Run();
      run.addText(text);
      run.guessSegmentProperties();
      run.setDirection(Direction.RTL);
      run.setClusterLevel(ClusterLevel.MONOTONE_CHARACTERS);
      shape(main, run);
      const infos = run.getGlyphInfos();
      if (infos.some(({ codepoint }) => codepoint === 0)) return null;
      // From right to left: what a cluster stands for ends where the one before it on the line begins.
      const starts = [...new Set(infos.map(({ cluster }) => cluster))].sort((a, b) => a - b);
      let before = -1;
      return infos.map(({ codepoint: id, cluster }) => {
        const end = starts[starts.indexOf(cluster) + 1] ?? text.length;
        const own = cluster === before ? '' : text.slice(cluster, end);
        before = cluster;
        return { id, text: own, ...drawing(main, id) };
      });
    },
  };
}

function fontOf(bytes: Uint8Array): Font {
  const font = new Font(new Face(new Blob(bytes)));
  font.setScale(EM, EM);
  return font;
}

function drawing(font: Font, id: number): Drawn {
  return { steps: font.glyphToJson(id), advance: font.glyphHAdvance(id) };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly path: string;
}
let ranges: readonly Range[] | null = null;

/** The pieces of fonts that have a character, by the ranges their packages tell, which are more than they have. */
function piecesHolding(codePoint: number): readonly string[] {
  ranges ??= PIECED.flatMap(rangesOf);
  return ranges.filter(({ from, to }) => codePoint >= from && codePoint <= to).map(({ path }) => path);
}

function rangesOf(name: string): readonly Range[] {
  const told = require(`@fontsource-variable/${name}/unicode.json`) as Readonly<Record<string, string>>;
  return Object.entries(told).flatMap(([key, list]) => {
    const path = `@fontsource-variable/${name}/files/${name}-${key.replace(/[[\]]/g, '')}-wght-normal.woff2`;
    return list.split(',').map((range) => {
      const [from = '', to = from] = range.replace('U+', '').split('-');
      return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), path };
    });
  });
}
