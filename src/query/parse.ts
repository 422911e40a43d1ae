/** Query text to tree. Terms stand beside each other for AND, which binds tighter than OR. */
import type { Kind } from '../domain/record.ts';
import { lex, type Token } from './lexer.ts';
import { namesOf } from './names.ts';
import { type Reading, readTerm } from './term.ts';
import type { Node, ParsedQuery, Problem, QueryContext, Span } from './tree.ts';

/** Longer queries are refused (UTF-16 units). */
export const LONGEST_QUERY = 65_536;
/** More terms and values than this are refused: no index helps them any more. */
export const MOST_TERMS = 1_000;
/** Parentheses inside parentheses. */
export const DEEPEST = 100;

/** Ends the reading at the first error; caught in `parseQuery`. */
class Refused extends Error {}

/**
 * Reads a query over one kind. Never throws: what is wrong stands in `problems`, and then `tree` is null.
 * `now` (UTC ms) resolves relative times once, so that a tree means the same however often it is run.
 */
export function parseQuery(text: string, kind: Kind, context: QueryContext): ParsedQuery {
  const problems: Problem[] = [];
  const report: Reading['report'] = (level, span, message) => {
    const start = Math.min(span.start, text.length);
    const end = Math.min(Math.max(span.end, start), text.length);
    problems.push({ level, span: { start, end }, message });
  };
  if (text.length > LONGEST_QUERY) {
    const span = { start: LONGEST_QUERY, end: text.length };
    report('error', span, `the query is longer than ${LONGEST_QUERY} characters`);
    return { text, tree: null, problems };
  }
  try {
    const tokens = lex(text, namesOf(kind));
    const tree = new Parser(tokens, { text, kind, context, report }).whole();
    return { text, tree, problems };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { text, tree: null, problems };
  }
}

/** Recursive descent over the tokens; recursion is bounded by DEEPEST. */
class Parser {
  private at = 0;
  private terms = 0;
  private readonly tokens: readonly Token[];
  private readonly reading: Reading;

  constructor(tokens: readonly Token[], reading: Reading) {
    this.tokens = tokens;
    this.reading = reading;
  }

  whole(): Node {
    if (this.tokens.length === 0) return { kind: 'all' };
    const node = this.or(0);
    const rest = this.tokens[this.at];
    if (rest !== undefined) this.refuse(rest.span, 'this parenthesis closes nothing');
    return node;
  }

  private or(depth: number): Node {
    const of = [this.and(depth)];
    while (this.peek() === 'or') {
      this.at++;
      of.push(this.and(depth));
    }
    return joined('or', of);
  }

  private and(depth: number): Node {
    const of = [this.negated(depth)];
    for (;;) {
      const kind = this.peek();
      if (kind === 'and') this.at++;
      else if (kind === null || kind === 'or' || kind === 'close') return joined('and', of);
      of.push(this.negated(depth));
    }
  }

  private negated(depth: number): Node {
    let times = 0;
    while (this.peek() === 'not' || this.peek() === 'minus') {
      this.at++;
      times++;
    }
    const node = this.primary(depth);
    if (times % 2 === 0) return node;
    return node.kind === 'not' ? node.of : { kind: 'not', of: node };
  }

  private primary(depth: number): Node {
    const token = this.tokens[this.at];
    if (token === undefined) return this.missing('here');
    if (token.kind === 'bad') return this.refuse(token.span, token.message);
    if (token.kind === 'open') return this.group(token.span, depth + 1);
    if (token.kind !== 'term') return this.missing(token.kind === 'close' ? 'before this' : 'beside this');
    this.at++;
    this.terms += 'items' in token.term ? Math.max(token.term.items.length, 1) : 1;
    if (this.terms > MOST_TERMS)
      this.refuse(token.span, `a query has at most ${MOST_TERMS} terms and values`);
    const node = readTerm(token.term, token.span, this.reading);
    if (node === null) throw new Refused();
    return node;
  }

  private group(open: Span, depth: number): Node {
    if (depth > DEEPEST) this.refuse(open, `parentheses go at most ${DEEPEST} deep`);
    this.at++;
    if (this.peek() === 'close') this.refuse(open, 'there is nothing between these parentheses');
    const node = this.or(depth);
    if (this.peek() !== 'close') this.refuse(open, 'this parenthesis is never closed');
    this.at++;
    return node;
  }

  private peek(): Token['kind'] | null {
    return this.tokens[this.at]?.kind ?? null;
  }

  private missing(where: string): never {
    const token = this.tokens[this.at];
    const before = this.tokens[this.at - 1];
    const end = this.reading.text.length;
    return this.refuse(token?.span ?? before?.span ?? { start: end, end }, `a term is missing ${where}`);
  }

  private refuse(span: Span, message: string): never {
    this.reading.report('error', span, message);
    throw new Refused();
  }
}

/** Several nodes as one, without nesting what is alike. */
function joined(kind: 'and' | 'or', of: readonly Node[]): Node {
  const [only] = of;
  if (of.length === 1 && only !== undefined) return only;
  return { kind, of: of.flatMap((node) => (node.kind === kind ? node.of : [node])) };
}
