/** A look in words (`bright-red bold on black`), and what of it a terminal with fewer colours can show. Pure. */

/** The number of a colour in the terminal's own palette, 0 to 255. */
export type Colour = number;
export const ATTRIBUTES = ['bold', 'dim', 'italic', 'underline', 'inverse'] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

export interface Style {
  readonly fore: Colour | null;
  readonly back: Colour | null;
  readonly attributes: readonly Attribute[];
}

/** How many colours a terminal has; 0 is none. */
export type Depth = 0 | 4 | 8 | 16 | 256;
export const DEPTHS: readonly Depth[] = [0, 4, 8, 16, 256];

export const COLOUR_NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const BRIGHT = 8;

export function colourOf(word: string): Colour | null {
  if (/^\d{1,3}$/.test(word)) return Number(word) <= 255 ? Number(word) : null;
  const isBright = word.startsWith('bright-');
  const at = (COLOUR_NAMES as readonly string[]).indexOf(isBright ? word.slice('bright-'.length) : word);
  return at < 0 ? null : at + (isBright ? BRIGHT : 0);
}

/** The style that words describe, or the first word that is none. */
export function readStyle(text: string): Style | { readonly unknown: string } {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let fore: Colour | null = null;
  let back: Colour | null = null;
  const attributes = new Set<Attribute>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const behind = word === 'on';
    const colour = colourOf(behind ? (words[++at] ?? '') : word);
    if (colour !== null && behind) back = colour;
    else if (colour !== null) fore = colour;
    else if (!behind && isAttribute(word)) attributes.add(word);
    else if (word !== 'plain') return { unknown: behind ? `on ${words[at] ?? ''}`.trim() : word };
  }
  return { fore, back, attributes: ATTRIBUTES.filter((each) => attributes.has(each)) };
}

const isAttribute = (word: string): word is Attribute => (ATTRIBUTES as readonly string[]).includes(word);

/**
 * As much of a style as a terminal of so many colours shows. Where a colour is lost, what `without` has in its
 * place stands out instead.
 */
export function reduced(style: Style, depth: Depth, without: Style): Style {
  const bold = new Set<Attribute>();
  const within = (colour: Colour | null): Colour | null => {
    if (colour === null || colour < Math.min(depth, 16) || depth === 256) return colour;
    if (depth >= 8 && colour < 16) {
      bold.add('bold');
      return colour - BRIGHT;
    }
    return null;
  };
  const fore = within(style.fore);
  const back = within(style.back);
  // Half of a pair is not readable: letters may have the colour of what is behind them.
  const lost = fore !== style.fore && fore === null ? true : back !== style.back && back === null;
  if (lost && style.back !== null) return without;
  const attributes = new Set([...style.attributes, ...bold, ...(lost ? without.attributes : [])]);
  return { fore, back, attributes: ATTRIBUTES.filter((each) => attributes.has(each)) };
}

const ON: Readonly<Record<Attribute, string>> = {
  bold: '1',
  dim: '2',
  italic: '3',
  underline: '4',
  inverse: '7',
};
const OFF: Readonly<Record<Attribute, string>> = {
  bold: '22',
  dim: '22',
  italic: '23',
  underline: '24',
  inverse: '27',
};

/** The SGR parameters that switch a style on and off (ECMA-48; 256 colours as xterm has them). */
export function sgrOf({ fore, back, attributes }: Style): readonly [on: string, off: string] {
  const on = [
    ...(fore === null ? [] : [colourCode(fore, 30)]),
    ...(back === null ? [] : [colourCode(back, 40)]),
    ...attributes.map((each) => ON[each]),
  ];
  const off = [
    ...(fore === null ? [] : ['39']),
    ...(back === null ? [] : ['49']),
    ...attributes.map((each) => OFF[each]),
  ];
  return [on.join(';'), [...new Set(off)].join(';')];
}

function colourCode(colour: Colour, base: 30 | 40): string {
  if (colour < BRIGHT) return String(base + colour);
  return colour < 16 ? String(base + 60 + colour - BRIGHT) : `${base + 8};5;${colour}`;
}
