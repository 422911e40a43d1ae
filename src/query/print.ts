/** Query text out of values and trees, for pivots, saved views and the command-line twin of a screen. */
import type { FieldType } from '../domain/field.ts';
import type { Kind } from '../domain/record.ts';
import { toIso } from '../domain/time.ts';
import { lex } from './lexer.ts';
import { namesOf } from './names.ts';
import type { Node, PathStep, Value } from './tree.ts';

/** A phrase that means exactly this text. */
export const quoteText = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** A value as it may stand after `field:`; quoted only where it has to be. */
export function quoteValue(text: string): string {
  return /^[\p{L}\p{N}_@/.:+-]+$/u.test(text) && !text.includes('..') ? text : quoteText(text);
}

/** `field:value`, or `-field:value` to leave it out; a null value is `no:field`. */
export function pivotTerm(field: string, value: string | null, negated = false): string {
  const absent = value === null;
  if (absent) return `${negated ? 'has' : 'no'}:${field}`;
  return `${negated ? '-' : ''}${field}:${quoteValue(value)}`;
}

/** The query with one more term; parentheses go around alternatives, and a term already there stays alone. */
export function narrowed(text: string, kind: Kind, term: string): string {
  const query = text.trim();
  if (query === '') return term;
  let depth = 0;
  let alternatives = false;
  for (const token of lex(query, namesOf(kind))) {
    if (token.kind === 'open') depth++;
    if (token.kind === 'close') depth--;
    if (token.kind === 'or' && depth === 0) alternatives = true;
    if (token.kind === 'term' && depth === 0 && query.slice(token.span.start, token.span.end) === term) {
      return query;
    }
  }
  if (!alternatives) return `${query} ${term}`;
  // A word that ends in an open parenthesis would take the closing one for its own.
  const apart = /\([^\s)]*$/.test(query) ? ' ' : '';
  return `(${query}${apart}) ${term}`;
}

/** A tree as text that reads back as the same tree; relative times have become instants. */
export function printTree(node: Node): string {
  switch (node.kind) {
    case 'all':
      return '*';
    case 'and':
      return node.of.map(inner).join(' ');
    case 'or':
      return node.of.map(inner).join(' OR ');
    case 'not':
      return `NOT ${inner(node.of)}`;
    case 'word':
      return printValue(node.value, 'text');
    case 'field': {
      const values = node.values.map((value) => printValue(value, node.field.type));
      return `${node.field.name}${node.op}${values.join(',')}`;
    }
    case 'regex':
      return printRegex(node);
    case 'path':
      return printPath(node);
    case 'has':
      return `has:${node.field.name}`;
    case 'is':
      return `is:${node.state}`;
    case 'time':
      return `at:${range(node.from, node.to, 'time')}`;
    default:
      return node satisfies never;
  }
}

const inner = (node: Node): string =>
  node.kind === 'and' || node.kind === 'or' ? `(${printTree(node)})` : printTree(node);

function printValue(value: Value, type: FieldType): string {
  switch (value.kind) {
    case 'text':
      return quoteText(value.text);
    case 'pattern':
      return value.parts.map((part) => (typeof part === 'string' ? quoteText(part) : part.wild)).join('');
    case 'range':
      return range(value.from, value.to, type);
    case 'block':
      return `${address(value.from)}..${address(value.to)}`;
    default:
      return value satisfies never;
  }
}

const address = (hex: string): string => hex.replace(/.{4}(?=.)/g, '$&:');

function range(from: number | null, to: number | null, type: FieldType): string {
  const end = (value: number | null) => (value === null ? '' : printNumber(value, type));
  return from === to ? end(from) : `${end(from)}..${end(to)}`;
}

function printNumber(value: number, type: FieldType): string {
  if (type === 'time') return toIso(value) ?? '';
  return type === 'duration' ? `${value}ms` : String(value);
}

function printRegex({ field, source, flags }: Extract<Node, { kind: 'regex' }>): string {
  // A source that was written in quotes may hold slashes; one with flags was written between them.
  if (field === null) return `/${source}/${flags}`;
  return `${field.name}=~${flags === '' ? quoteText(source) : `/${source}/${flags}`}`;
}

function printPath({ path, op, values, regex }: Extract<Node, { kind: 'path' }>): string {
  const steps = `@${path.map(printStep).join('')}`;
  if (regex !== null)
    return `${steps}=~${regex.flags === '' ? quoteText(regex.source) : `/${regex.source}/${regex.flags}`}`;
  return values.length === 0
    ? steps
    : `${steps}${op}${values.map((value) => printValue(value, 'number')).join(',')}`;
}

function printStep(step: PathStep): string {
  if ('every' in step) return '[*]';
  return 'index' in step ? `[${step.index}]` : `[${quoteText(step.key)}]`;
}
