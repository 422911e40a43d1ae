/** `*` and `?` over text, without regular expressions: time is bounded by text length times pattern length. */
import { fold } from '../domain/text.ts';
import type { Piece } from './tree.ts';

/** What stands between two `*`: literals, and null for a `?`. */
type Segment = readonly (string | null)[];

export interface WildcardRules {
  /** The pattern is the whole text; otherwise it is found anywhere in it. */
  readonly anchored: boolean;
  /** Case matters, and the text is given as it is; otherwise the text is given folded. */
  readonly exact: boolean;
}

/** A test for a pattern. `*` runs over line breaks too, `?` is exactly one code point. */
export function wildcardTester(
  parts: readonly Piece[],
  { anchored, exact }: WildcardRules,
): (text: string) => boolean {
  const segments: (string | null)[][] = anchored ? [[]] : [[], []];
  for (const part of parts) {
    if (typeof part === 'string') segments.at(-1)?.push(exact ? part : fold(part));
    else if (part.wild === '?') segments.at(-1)?.push(null);
    else segments.push([]);
  }
  if (!anchored) segments.push([]);
  const [first = [], ...rest] = segments;
  const last = rest.pop();
  return (text) => {
    let at = endAt(first, text, 0);
    if (at === null) return false;
    if (last === undefined) return at === text.length;
    for (const segment of rest) {
      at = find(segment, text, at, (end) => end !== null);
      if (at === null) return false;
    }
    return find(last, text, at, (end) => end === text.length) !== null;
  };
}

/** Where the segment ends when it begins at `start`; null when it does not lie there. */
function endAt(segment: Segment, text: string, start: number): number | null {
  let at = start;
  for (const part of segment) {
    if (part === null) {
      if (at >= text.length) return null;
      at += width(text, at);
    } else {
      if (!text.startsWith(part, at)) return null;
      at += part.length;
    }
  }
  return at;
}

/** The end of the first place at or after `from` that will do. */
function find(
  segment: Segment,
  text: string,
  from: number,
  accepts: (end: number | null) => boolean,
): number | null {
  const [literal] = segment;
  for (let start = from; start <= text.length; start += start < text.length ? width(text, start) : 1) {
    if (typeof literal === 'string') {
      start = text.indexOf(literal, start);
      if (start < 0) return null;
    }
    const end = endAt(segment, text, start);
    if (accepts(end)) return end;
    if (segment.length === 0) return accepts(text.length) ? text.length : null;
  }
  return null;
}

const width = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
