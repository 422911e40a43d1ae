/** One value as it is written: plain, "quoted", with wildcards, or a /regular expression/. */
import type { Piece, Span } from './tree.ts';

export interface Item {
  /** Literal pieces with the unquoted wildcards between them. */
  readonly parts: readonly Piece[];
  /** True when any of it was quoted, which makes it text whatever it looks like. */
  readonly quoted: boolean;
  readonly regex: { readonly source: string; readonly flags: string } | null;
  /** As it stands in the query. */
  readonly source: string;
  readonly span: Span;
}

export interface Bad {
  readonly message: string;
  readonly span: Span;
}

/** The text of an item, quotes resolved and wildcards as they are written. */
export const itemText = (item: Item): string =>
  item.parts.map((part) => (typeof part === 'string' ? part : part.wild)).join('');

export const hasWildcard = (item: Item): boolean => item.parts.some((part) => typeof part !== 'string');

/** `word` takes commas and keeps quotes after a colon; `regex` takes everything up to the next blank. */
export type Mode = 'word' | 'value' | 'regex';

/**
 * The item that begins at `start`; empty (`span.start === span.end`) when there is none. It ends at a blank,
 * at a closing parenthesis it did not open, and, as a value of a field, at a comma.
 */
export function scanItem(text: string, start: number, mode: Mode): Item | Bad {
  if (mode === 'regex' && text[start] === '/') {
    const regex = scanRegex(text, start);
    if (regex === null) return { message: badRegex(text, start), span: { start, end: start + 1 } };
    const { source, flags, end } = regex;
    return item(text, [], false, { start, end }, { source, flags });
  }
  const parts: Piece[] = [];
  let literal = '';
  let quoted = false;
  let depth = 0;
  let at = start;
  const flush = () => {
    if (literal !== '') parts.push(literal);
    literal = '';
  };
  for (; at < text.length; at++) {
    const ch = text[at] ?? '';
    if (/\s/.test(ch) || (ch === ',' && mode === 'value')) break;
    if (ch === ')' && depth-- === 0) break;
    if (ch === '(') depth++;
    const opens = ch === '"' && (at === start || (literal === '' && typeof parts.at(-1) === 'object'));
    if (opens) {
      const end = closingQuote(text, at);
      if (end < 0) return { message: 'this quote is never closed', span: { start: at, end: at + 1 } };
      literal += unquote(text.slice(at + 1, end));
      quoted = true;
      at = end;
      if (mode !== 'regex' && text[at + 1] !== '*' && text[at + 1] !== '?') {
        at++;
        break;
      }
    } else if (
      ch === '"' &&
      mode === 'word' &&
      /[:=]/.test(text[at - 1] ?? '') &&
      closingQuote(text, at) > 0
    ) {
      const end = closingQuote(text, at);
      literal += text.slice(at, end + 1);
      at = end;
    } else if ((ch === '*' || ch === '?') && mode !== 'regex') {
      flush();
      parts.push({ wild: ch });
    } else literal += ch;
  }
  flush();
  const span = { start, end: at };
  const regex = mode === 'regex' && at > start ? { source: parts.join(''), flags: '' } : null;
  return item(text, parts, quoted, span, regex);
}

function item(
  text: string,
  parts: readonly Piece[],
  quoted: boolean,
  span: Span,
  regex: Item['regex'],
): Item {
  return { parts, quoted, regex, source: text.slice(span.start, span.end), span };
}

function closingQuote(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

/** Only `\"` and `\\` are escapes: any other backslash of a pasted path stays. */
export const unquote = (text: string): string => text.replace(/\\(["\\])/g, '$1');

/**
 * `/source/flags` with nothing but a blank, a parenthesis or the end behind it; null otherwise, because
 * `/etc/ssl/certs` is a path somebody pasted.
 */
export function scanRegex(
  text: string,
  start: number,
): { readonly source: string; readonly flags: string; readonly end: number } | null {
  const close = closingSlash(text, start);
  if (close <= start + 1) return null;
  const flags = /[\p{L}\p{N}]*/uy;
  flags.lastIndex = close + 1;
  const written = flags.exec(text)?.[0] ?? '';
  const end = close + 1 + written.length;
  if (end < text.length && !/[\s)]/.test(text[end] ?? '')) return null;
  if (!/^(?!.*(.).*\1)[imsu]*$/.test(written)) return null;
  return { source: text.slice(start + 1, close), flags: written, end };
}

/** What may stand behind a closing slash: flags, then a blank, a parenthesis or the end. */
const CLOSES = /^[imsu]{0,4}(?:[\s)]|$)/;
/** A closing slash farther away is not looked for: many openings without one would cost the square. */
const FARTHEST_SLASH = 4_096;

/**
 * The slash that closes; within a `[` that nothing closes, the first that could: what stands between the two
 * is no regular expression, and that is to be said of it rather than of a text nobody meant.
 */
function closingSlash(text: string, start: number): number {
  let inClass = false;
  let inside = -1;
  const last = Math.min(text.length, start + FARTHEST_SLASH);
  for (let at = start + 1; at < last; at++) {
    const ch = text[at];
    if (ch === '\\') at++;
    else if (ch === '[') inClass = true;
    else if (ch === ']') inClass = false;
    else if (ch === '/' && !inClass) return at;
    else if (ch === '/' && inside < 0 && CLOSES.test(text.slice(at + 1, at + 6))) inside = at;
  }
  return inside;
}

function badRegex(text: string, start: number): string {
  return closingSlash(text, start) < 0
    ? 'this regular expression is never closed with /'
    : 'a regular expression is /text/ with the flags i, m, s or u';
}
