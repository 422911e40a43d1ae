/**
 * Query text to tokens: parentheses, the joining words, and whole terms cut into name, operator and values.
 * It knows which names are fields (`foo:bar` is one word unless `foo` is one) but not what they mean.
 */

import { ipHex } from './ip.ts';
import { type Item, scanItem, scanRegex } from './item.ts';
import { scanPath } from './path-text.ts';
import type { Operator, PathStep, Span } from './tree.ts';

export type LexOperator = Operator | '=~' | '!~';

/** `ordered` names take `> >= < <=`; the `bound` ones (`since`, `is`, `has`) only `:`. */
export type NameClass = 'ordered' | 'plain' | 'bound';
export type Names = (name: string) => NameClass | null;

export type Term =
  | { readonly shape: 'word'; readonly item: Item; readonly name: Span | null }
  | { readonly shape: 'regex'; readonly source: string; readonly flags: string }
  | {
      readonly shape: 'field';
      readonly name: Span;
      readonly op: LexOperator;
      readonly opSpan: Span;
      readonly items: readonly Item[];
    }
  | {
      readonly shape: 'path';
      readonly path: readonly PathStep[];
      readonly op: LexOperator | null;
      readonly opSpan: Span;
      readonly items: readonly Item[];
    };

export type Token =
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'minus'; readonly span: Span }
  | { readonly kind: 'term'; readonly term: Term; readonly span: Span }
  | { readonly kind: 'bad'; readonly message: string; readonly span: Span };

const KEYWORD = /(AND|OR|NOT)(?=[\s()]|$)/y;
const JOINING = { AND: 'and', OR: 'or', NOT: 'not' } as const;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const OPERATOR = /=~|!~|!=|>=|<=|:|=|>|</y;
const ORDERING = />=|<=|>|</y;
const SPACE = /\s*/y;
/** Octets in hex with colons: a serial number, fingerprint or MAC address. */
const OCTETS = /^[0-9a-f]{2}(:[0-9a-f]{2}){2,}$/i;

const match = (pattern: RegExp, text: string, at: number): string | null => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
};
const skipSpace = (text: string, at: number): number => at + (match(SPACE, text, at) ?? '').length;

/** All tokens of a query, in order. A `bad` token is the last one. */
export function lex(text: string, names: Names): readonly Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const token = next(text, at, names, tokens.at(-1));
    tokens.push(token);
    if (token.kind === 'bad') break;
    at = skipSpace(text, token.span.end);
  }
  return tokens;
}

function next(text: string, at: number, names: Names, before: Token | undefined): Token {
  const span = { start: at, end: at + 1 };
  const negated = before?.kind === 'minus';
  const ch = text[at];
  if (ch === '(') return { kind: 'open', span };
  if (ch === ')') return { kind: 'close', span };
  if (ch === '-' && !negated && /[^\s)]/.test(text[at + 1] ?? ' ')) return { kind: 'minus', span };
  const keyword = negated ? null : match(KEYWORD, text, at);
  if (keyword !== null) {
    return {
      kind: JOINING[keyword as keyof typeof JOINING],
      span: { start: at, end: at + keyword.length },
    };
  }
  if (ch === '/') {
    const regex = scanRegex(text, at);
    if (regex !== null) {
      const { source, flags, end } = regex;
      return { kind: 'term', term: { shape: 'regex', source, flags }, span: { start: at, end } };
    }
  }
  if (ch === '@' && /[^\s)]/.test(text[at + 1] ?? ' ')) return pathToken(text, at);
  return fieldToken(text, at, names) ?? wordToken(text, at);
}

function wordToken(text: string, at: number): Token {
  const scanned = scanItem(text, at, 'word');
  if ('message' in scanned) return { kind: 'bad', ...scanned };
  const name = match(NAME, text, at);
  const end = at + (name ?? '').length;
  const named = name !== null && OPERATOR_AFTER.test(text.slice(end, end + 2)) && !isLiteral(scanned.source);
  return {
    kind: 'term',
    term: { shape: 'word', item: scanned, name: named ? { start: at, end } : null },
    span: scanned.span,
  };
}
const OPERATOR_AFTER = /^(?:[:=<>]|!=|!~)/;

/** Addresses, serial numbers and URLs: a colon in them is no operator and no reason for a hint. */
function isLiteral(run: string): boolean {
  return OCTETS.test(run) || ipHex(run) !== null || /^[a-z][a-z0-9+.-]*:\/\//i.test(run);
}

function fieldToken(text: string, at: number, names: Names): Token | null {
  const name = match(NAME, text, at);
  const known = name === null ? null : names(name);
  if (name === null || known === null) return null;
  const nameEnd = at + name.length;
  const opAt = skipSpace(text, nameEnd);
  const op = match(OPERATOR, text, opAt) as LexOperator | null;
  if (op === null || (op !== ':' && known === 'bound')) return null;
  // Blanks may stand around an operator that could be nothing else; `status : x` stays three words.
  if (opAt > nameEnd && (op === ':' || (known !== 'ordered' && match(ORDERING, text, opAt) !== null)))
    return null;
  if (op === ':' && isLiteral(/^[^\s)]*/.exec(text.slice(at, at + 256))?.[0] ?? '')) return null;
  const operator = operatorAt(text, opAt, op, known === 'ordered');
  const items = scanItems(text, operator);
  if ('message' in items) return { kind: 'bad', ...items };
  const end = items.at(-1)?.span.end ?? operator.span.end;
  return {
    kind: 'term',
    term: {
      shape: 'field',
      name: { start: at, end: nameEnd },
      op: operator.op,
      opSpan: operator.span,
      items,
    },
    span: { start: at, end },
  };
}

function pathToken(text: string, at: number): Token {
  const scanned = scanPath(text, at);
  if ('message' in scanned) return { kind: 'bad', ...scanned };
  const { path, end } = scanned;
  const here = { start: end, end };
  const op = match(OPERATOR, text, end) as LexOperator | null;
  if (op === null) {
    const ended = end >= text.length || /[\s)]/.test(text[end] ?? '');
    if (!ended) {
      const message = 'a path goes on with .key, [0], [*] or an operator';
      return { kind: 'bad', message, span: { start: end, end: end + 1 } };
    }
    return {
      kind: 'term',
      term: { shape: 'path', path, op: null, opSpan: here, items: [] },
      span: { start: at, end },
    };
  }
  const operator = operatorAt(text, end, op, true);
  const items = scanItems(text, operator);
  if ('message' in items) return { kind: 'bad', ...items };
  const term: Term = { shape: 'path', path, op: operator.op, opSpan: operator.span, items };
  return { kind: 'term', term, span: { start: at, end: items.at(-1)?.span.end ?? operator.span.end } };
}

interface OperatorAt {
  readonly op: LexOperator;
  readonly span: Span;
}

/** `value:>10` is `value>10`. */
function operatorAt(text: string, at: number, op: LexOperator, ordered: boolean): OperatorAt {
  const after = at + op.length;
  const ordering = op === ':' && ordered ? match(ORDERING, text, after) : null;
  if (ordering === null) return { op, span: { start: at, end: after } };
  return { op: ordering as LexOperator, span: { start: at, end: after + ordering.length } };
}

/** The values after an operator, divided by commas. None at all is left to the meaning to complain about. */
function scanItems(
  text: string,
  { op, span }: OperatorAt,
): readonly Item[] | { readonly message: string; readonly span: Span } {
  const items: Item[] = [];
  let at = op === ':' ? span.end : skipSpace(text, span.end);
  for (;;) {
    const item = scanItem(text, at, op === '=~' || op === '!~' ? 'regex' : 'value');
    if ('message' in item) return item;
    if (item.span.end === item.span.start) {
      if (items.length === 0 && text[at] !== ',') return items;
      const message = 'a value is missing beside the comma';
      return { message, span: { start: Math.max(at - 1, 0), end: at } };
    }
    items.push(item);
    if (text[item.span.end] !== ',' || item.regex !== null) return items;
    at = item.span.end + 1;
  }
}
