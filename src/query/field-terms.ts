/** What a query limits a field to, as text: the term put in, changed or taken out, all else as typed. */
import { KIND_TABLES } from '../domain/kinds.ts';
import type { Kind } from '../domain/record.ts';
import { fold } from '../domain/text.ts';
import { parseQuery } from './parse.ts';
import { narrowed, quoteText, quoteValue } from './print.ts';
import type { Node, Span } from './tree.ts';

const CONTEXT = { now: 0, longRunningAfter: 0 };

/** The values a query limits a field to as a whole; null in them is "none", null alone no limit. */
export function chosenValues(text: string, kind: Kind, field: string): readonly (string | null)[] | null {
  const terms = termsOn(text, kind, field).map(({ values }) => values);
  const [first, ...more] = terms;
  if (first === undefined) return null;
  return first.filter((value) => more.every((values) => includes(values, value)));
}

/** Case never matters after `field:`. */
export function includes(values: readonly (string | null)[], wanted: string | null): boolean {
  return values.some((value) =>
    value === null || wanted === null ? value === wanted : fold(value) === fold(wanted),
  );
}

/** The query limited to these values of a field instead; null takes the limit away. */
export function withValues(
  text: string,
  kind: Kind,
  field: string,
  values: readonly (string | null)[] | null,
): string {
  let rest = text.trim();
  for (const { span } of termsOn(rest, kind, field).toReversed()) {
    rest = `${rest.slice(0, span.start).replace(/\bAND\s*$/, '')} ${rest.slice(span.end)}`;
  }
  rest = unwrapped(
    rest
      .replace(/^\s*AND\b/, '')
      .trim()
      .replace(/ {2,}(?=[^"]*$)/g, ' '),
    kind,
  );
  return values === null ? rest : narrowed(rest, kind, termFor(kind, field, values));
}

/** A text field holds what contains a value; chosen from a list, it is exactly that one. */
function termFor(kind: Kind, field: string, values: readonly (string | null)[]): string {
  const named = values.filter((value) => value !== null);
  const isText = KIND_TABLES[kind].fields.find(({ name }) => name === field)?.type === 'text';
  const list = named.map(isText ? quoteText : quoteValue).join(',');
  const term = `${field}${isText ? '=' : ':'}${list}`;
  if (named.length === values.length) return term;
  return named.length === 0 ? `no:${field}` : `(${term} OR no:${field})`;
}

interface Term {
  readonly span: Span;
  readonly values: readonly (string | null)[];
}

/** The terms that limit the query as a whole: not one alternative, nothing negated. */
function termsOn(text: string, kind: Kind, field: string): readonly Term[] {
  const query = text.trim();
  const { tree } = parseQuery(query, kind, CONTEXT);
  const parts = tree === null ? [] : tree.kind === 'and' ? tree.of : [tree];
  return parts.flatMap((part) => {
    const values = valuesOf(part, field);
    const span = values === null ? null : spanOf(part, query);
    return values === null || span === null ? [] : [{ span, values }];
  });
}

/** The values a part of a query names of a field, and nothing but them; null where it is about something else. */
function valuesOf(node: Node, field: string): readonly (string | null)[] | null {
  switch (node.kind) {
    case 'field':
      if (node.field.name !== field || (node.op !== ':' && node.op !== '=')) return null;
      return node.values.every((value) => value.kind === 'text')
        ? node.values.map((value) => (value.kind === 'text' ? value.text : ''))
        : null;
    case 'not':
      return node.of.kind === 'has' && node.of.field.name === field ? [null] : null;
    case 'or': {
      const each = node.of.map((part) => valuesOf(part, field));
      return each.every((values) => values !== null) ? each.flat() : null;
    }
    default:
      return null;
  }
}

/** Where a part stands, with the parentheses around alternatives. */
function spanOf(node: Node, text: string): Span | null {
  if (node.kind === 'not')
    return 'span' in node.of && /^no:/i.test(text.slice(node.of.span.start)) ? node.of.span : null;
  if (node.kind !== 'or') return 'span' in node ? node.span : null;
  const spans = node.of.flatMap((part) => spanOf(part, text) ?? []);
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.max(...spans.map((span) => span.end));
  const before = /\(\s*$/.exec(text.slice(0, start));
  const after = /^\s*\)/.exec(text.slice(end));
  // Alternatives that are the whole query limit it without parentheses.
  if (before === null || after === null) return start === 0 && end === text.length ? { start, end } : null;
  return { start: start - before[0].length, end: end + after[0].length };
}

/** Without the parentheses that stood around alternatives for the sake of the term. */
function unwrapped(text: string, kind: Kind): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  const inner = text.slice(1, -1).trim();
  const same = (query: string) => {
    const { tree } = parseQuery(query, kind, CONTEXT);
    return tree === null ? null : JSON.stringify(tree, (key, value) => (key === 'span' ? undefined : value));
  };
  return same(inner) === same(text) ? inner : text;
}

/** The terms of a query that must all hold, each as it was typed: its chips. One that cannot be read is one chip. */
export function chipsOf(text: string, kind: Kind): readonly Span[] {
  const query = text.trim();
  if (query === '') return [];
  const whole = [{ start: 0, end: query.length }];
  const { tree } = parseQuery(query, kind, CONTEXT);
  if (tree?.kind !== 'and') return whole;
  const starts = tree.of.map((part) => firstOf(part));
  if (starts.some((start) => start === null)) return whole;
  const begins = starts.map((start) => opened(query, start ?? 0)).sort((a, b) => a - b);
  return begins.map((start, index) => {
    const piece = query.slice(start, begins[index + 1] ?? query.length);
    return { start, end: start + piece.replace(/\s*(?:\bAND)?\s*$/, '').length };
  });
}

/** The query without one of its chips. */
export function withoutChip(text: string, kind: Kind, index: number): string {
  const query = text.trim();
  return chipsOf(query, kind)
    .filter((_, at) => at !== index)
    .map(({ start, end }) => query.slice(start, end))
    .join(' ');
}

function firstOf(node: Node): number | null {
  if ('span' in node) return node.span.start;
  if (node.kind === 'not') return firstOf(node.of);
  if (node.kind === 'all') return null;
  const starts = node.of.map(firstOf);
  return starts.some((start) => start === null) ? null : Math.min(...starts.map((start) => start ?? 0));
}

/** With what stands before a term and belongs to it: a minus, NOT, opening parentheses. */
function opened(text: string, start: number): number {
  return start - (/(?:\(\s*|\bNOT\s+|(?<=^|[\s(])-\s*)*$/.exec(text.slice(0, start))?.[0].length ?? 0);
}
