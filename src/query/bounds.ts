/** The time bounds of a query as text: other ones in their place, everything else as it was typed. */
import type { Kind } from '../domain/record.ts';
import { DAY, MINUTE, SECOND, toIso } from '../domain/time.ts';
import { lex, type Token } from './lexer.ts';
import { boundName, fieldNamed, namesOf } from './names.ts';
import { narrowed } from './print.ts';
import type { Span } from './tree.ts';

const BOUNDS: readonly string[] = ['since', 'until', 'at'];

/**
 * The query with `terms` (such as `since:24h`) instead of its `since:`, `until:` and `at:`: in each alternative
 * that has a bound they take the place of its first one, and a query without any is narrowed by them. What is
 * negated stays. A text that cannot be read comes back narrowed, too: it was wrong before.
 */
export function withBounds(text: string, kind: Kind, terms: string): string {
  const [first] = boundSpans(text, kind);
  if (first === undefined) return narrowed(text, kind, terms);
  let out = text.trim();
  for (const { span, leads } of boundSpans(out, kind).toReversed()) {
    const head = out.slice(0, span.start);
    const tail = out.slice(span.end);
    out = leads ? head + terms + tail : `${head.trimEnd()}${tail}`;
  }
  return out;
}

/**
 * The query with the instant `is:new` stands for here (UTC ms; what is later than it is new) in its place, for who
 * asks elsewhere or later. Unchanged where nobody has looked yet, or where it stands among other states.
 */
export function withInstants(text: string, kind: Kind, newSince: number | null): string {
  if (newSince === null) return text;
  let out = text;
  for (const { kind: what, span } of [...lex(text, namesOf(kind))].toReversed()) {
    if (what !== 'term' || !/^is:"?new"?$/i.test(text.slice(span.start, span.end))) continue;
    out = `${out.slice(0, span.start)}since:${toIso(newSince + 1)}${out.slice(span.end)}`;
  }
  return out;
}

/** How many alternatives of a query have a time bound of their own. */
export function boundCount(text: string, kind: Kind): number {
  return boundSpans(text, kind).filter(({ leads }) => leads).length;
}

interface Bound {
  /** With the `AND` before it where it does not lead. */
  readonly span: Span;
  /** The first bound of its alternative. */
  readonly leads: boolean;
}

function boundSpans(text: string, kind: Kind): readonly Bound[] {
  const query = text.trim();
  const found: Bound[] = [];
  // Per open parenthesis: whether the alternative being read has a bound already.
  let bounded = [false];
  let before: Token | undefined;
  let negatedFrom: number | null = null;
  for (const token of lex(query, namesOf(kind))) {
    const negated = before?.kind === 'not' || before?.kind === 'minus';
    if (token.kind === 'bad') return [];
    if (token.kind === 'open') {
      if (negated) negatedFrom ??= bounded.length;
      bounded.push(false);
    } else if (token.kind === 'close') {
      bounded = bounded.slice(0, -1);
      if (bounded.length === negatedFrom) negatedFrom = null;
    } else if (token.kind === 'or') bounded[bounded.length - 1] = false;
    else if (isBound(query, kind, token) && !negated && negatedFrom === null) {
      const leads = bounded.at(-1) !== true;
      const start = !leads && before?.kind === 'and' ? before.span.start : token.span.start;
      found.push({ span: { start, end: token.span.end }, leads });
      bounded[bounded.length - 1] = true;
    }
    before = token;
  }
  return found;
}

function isBound(text: string, kind: Kind, token: Token): boolean {
  if (token.kind !== 'term' || token.term.shape !== 'field') return false;
  const name = text.slice(token.term.name.start, token.term.name.end);
  return fieldNamed(kind, name) === null && BOUNDS.includes(boundName(name) ?? '');
}

/** Terms for `[from, to)` in UTC ms, as short as the instants allow; without `to` it stays open to what comes. */
export function boundTerms(from: number, to: number | null): string {
  const width = [DAY, MINUTE, SECOND].find((unit) => from % unit === 0 && (to ?? 0) % unit === 0) ?? 1;
  const since = `since:${instant(from, width)}`;
  // A day, minute or second counts whole: the last one inside is the end.
  return to === null ? since : `${since} until:${instant(Math.max(from, to - width), width)}`;
}

function instant(at: number, width: number): string {
  const iso = toIso(at) ?? '';
  if (width === DAY) return iso.slice(0, 10);
  if (width === MINUTE) return `${iso.slice(0, 16)}Z`;
  return width === SECOND ? `${iso.slice(0, 19)}Z` : iso;
}
