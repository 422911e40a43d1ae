/** How a cell looks (weight, underline, inversion, colours), as a small number: equal looks are one number. */

export type Look = number;

/** Attribute bits with the SGR parameters that switch them on and off. */
const ATTRIBUTES = [
  [1, '1', '22'],
  [2, '2', '22'],
  [4, '3', '23'],
  [8, '4', '24'],
  [16, '5', '25'],
  [32, '7', '27'],
  [64, '8', '28'],
  [128, '9', '29'],
] as const;
const WEIGHT = 1 | 2;
/** What is seen of a cell without a character. */
const SEEN_ON_BLANK = 8 | 32 | 128;

interface Parts {
  readonly bits: number;
  /** SGR parameters of the colours; empty for the terminal's own. */
  readonly fore: string;
  readonly back: string;
}

const known: Parts[] = [];
const numbers = new Map<string, Look>();
const blanks: Look[] = [];
const switches = new Map<number, string>();

function lookOf(parts: Parts): Look {
  const { bits, fore, back } = parts;
  const key = `${bits}/${fore}/${back}`;
  const number = numbers.get(key) ?? known.length;
  if (number === known.length) {
    known.push(parts);
    numbers.set(key, number);
    blanks.push((bits & SEEN_ON_BLANK) !== 0 ? number : lookOf({ bits: 0, fore: '', back }));
  }
  return number;
}

export const PLAIN: Look = 0;
known.push({ bits: 0, fore: '', back: '' });
numbers.set('0//', PLAIN);
blanks.push(PLAIN);

const partsOf = (look: Look): Parts => known[look] ?? { bits: 0, fore: '', back: '' };

/** The look a blank really has: nobody sees that a blank is bold, or red. */
export const blankLook = (look: Look): Look => blanks[look] ?? PLAIN;

/** The look after the parameters of one SGR sequence (`1;31`), as ECMA-48 and xterm define them. */
export function afterSgr(look: Look, parameters: string): Look {
  let { bits, fore, back } = partsOf(look);
  const codes = parameters.split(';');
  for (let at = 0; at < codes.length; at++) {
    const text = codes[at] ?? '';
    const code = text === '' ? 0 : Number(text);
    const on = ATTRIBUTES.find(([, set]) => set === text);
    if (on !== undefined) bits |= on[0];
    else if (code === 0) [bits, fore, back] = [0, '', ''];
    else if (code >= 22 && code <= 29)
      for (const [bit, , off] of ATTRIBUTES) bits &= off === text ? ~bit : -1;
    else if (code === 39) fore = '';
    else if (code === 49) back = '';
    else if (code === 38 || code === 48) {
      const length = codes[at + 1] === '5' ? 3 : codes[at + 1] === '2' ? 5 : 1;
      const colour = codes.slice(at, at + length).join(';');
      if (length > 1) [fore, back] = code === 38 ? [colour, back] : [fore, colour];
      at += length - 1;
    } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) fore = text;
    else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) back = text;
  }
  return lookOf({ bits, fore, back });
}

/** The shortest SGR sequence from one look to another. */
export function switchLook(from: Look, to: Look): string {
  if (from === to) return '';
  if (to === PLAIN) return '\u001b[m';
  const key = from * 65_536 + to;
  const cached = switches.get(key);
  if (cached !== undefined) return cached;
  const anew = ['0', ...parameters(0, '', '', partsOf(to))].join(';');
  const { bits, fore, back } = partsOf(from);
  const next = partsOf(to);
  const gone = bits & ~next.bits;
  // Bold and dim share one way off.
  const kept = (gone & WEIGHT) === 0 ? bits : bits & ~WEIGHT;
  const off = [...new Set(ATTRIBUTES.flatMap(([bit, , end]) => ((gone & bit) === 0 ? [] : [end])))];
  const step = [...off, ...parameters(kept, fore, back, next)].join(';');
  const text = `\u001b[${step.length <= anew.length ? step : anew}m`;
  switches.set(key, text);
  return text;
}

/** What has to be switched on, or to another colour. */
function parameters(bits: number, fore: string, back: string, next: Parts): readonly string[] {
  return [
    ...ATTRIBUTES.flatMap(([bit, on]) => ((next.bits & bit & ~bits) === 0 ? [] : [on])),
    ...(next.fore === fore ? [] : [next.fore === '' ? '39' : next.fore]),
    ...(next.back === back ? [] : [next.back === '' ? '49' : next.back]),
  ];
}
