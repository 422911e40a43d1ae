/** What one term of a query means: a token of the lexer to a node of the tree. */
import { type Field, STATES, type StateName } from '../domain/field.ts';
import { KIND_TABLES } from '../domain/kinds.ts';
import { KINDS, type Kind } from '../domain/record.ts';
import { hasWildcard, type Item, itemText } from './item.ts';
import type { LexOperator, Term } from './lexer.ts';
import { type BoundName, boundName, fieldNamed, KIND_NOUNS, noField } from './names.ts';
import { regexProblem } from './regex.ts';
import { timeNode } from './time-bound.ts';
import type { Node, Problem, QueryContext, Span, Value } from './tree.ts';
import { type Resolved, resolveLoose, resolveValue } from './values.ts';
import { isShortWord, shortToken } from './words.ts';

/** Everything a term is read with; problems are told to `report`. */
export interface Reading {
  readonly text: string;
  readonly kind: Kind;
  readonly context: QueryContext;
  readonly report: (level: Problem['level'], span: Span, message: string) => void;
}

const ALL: Node = { kind: 'all' };
const NOTHING: Node = { kind: 'not', of: ALL };
type Of<S extends Term['shape']> = Extract<Term, { shape: S }>;

/** The node of a term; null after an error was reported. */
export function readTerm(term: Term, span: Span, reading: Reading): Node | null {
  switch (term.shape) {
    case 'word':
      return wordNode(term, span, reading);
    case 'regex':
      return regexNode(null, term, span, span, reading);
    case 'field':
      return namedNode(term, span, reading);
    case 'path':
      return pathNode(term, span, reading);
    default:
      return term satisfies never;
  }
}

function wordNode({ item, name }: Of<'word'>, span: Span, reading: Reading): Node {
  if (name !== null) {
    const written = reading.text.slice(name.start, name.end);
    const why =
      boundName(written) === null
        ? noField(reading.kind, written)
        : `\`${written}\` takes only a colon; searched as text`;
    reading.report('hint', name, why);
  }
  const text = itemText(item);
  if (!item.quoted && /^(and|or|not)$/.test(text)) {
    const word = text.toUpperCase();
    reading.report('hint', span, `\`${text}\` is searched as text; the joining word is ${word}`);
  }
  return wordOf(item, text, span, reading);
}

function wordOf(item: Item, text: string, span: Span, reading: Reading): Node {
  if (hasWildcard(item)) {
    const literal = item.parts.some((part) => typeof part === 'string' || part.wild === '?');
    if (!literal) return ALL;
    return { kind: 'word', value: { kind: 'pattern', parts: item.parts, source: text }, span };
  }
  if (text === '') return ALL;
  if (isShortWord(text) && shortToken(text) === null) {
    reading.report('hint', span, 'one or two signs without a letter or digit are never found');
  }
  const word: Node = { kind: 'word', value: { kind: 'text', text }, span };
  const ref = REF.test(text) ? fieldNamed(reading.kind, 'ref') : null;
  if (ref === null) return word;
  const named: Node = { kind: 'field', field: ref, op: ':', values: [{ kind: 'text', text }], span };
  return { kind: 'or', of: [named, word] };
}
/** A reference as lists print it: a pasted one finds its record. */
const REF = new RegExp(`^[^/]+/(${KINDS.join('|')})/.`);

function regexNode(
  field: Field | null,
  regex: { readonly source: string; readonly flags: string },
  at: Span,
  span: Span,
  reading: Reading,
): Node | null {
  const problem = regexProblem(regex.source, regex.flags);
  if (problem !== null) {
    reading.report('error', at, problem);
    return null;
  }
  return { kind: 'regex', field, source: regex.source, flags: regex.flags, span };
}

function namedNode(term: Of<'field'>, span: Span, reading: Reading): Node | null {
  const written = reading.text.slice(term.name.start, term.name.end);
  const first = term.items[0];
  if (first === undefined) {
    reading.report('error', { start: term.name.start, end: term.opSpan.end }, `${written} needs a value`);
    return null;
  }
  const field = fieldNamed(reading.kind, written);
  const bound = term.op === ':' ? boundName(written) : null;
  if (bound !== null) return boundNode(bound, term, span, reading);
  if (field === null) return null;
  if (first.source.startsWith('(') && !(field.type === 'text' && first.source.endsWith(')'))) {
    const message = `parentheses group whole terms; write ${written}:a,b for either, or quote the value`;
    reading.report('error', { start: first.span.start, end: first.span.start + 1 }, message);
    return null;
  }
  if (term.op === '=~' || term.op === '!~') return regexesNode(field, term, term.op, span, reading);
  if (term.items.some(isAny)) return present(field, term.op, span);
  const { op } = term;
  const values = valuesOf(term, reading, (item) => resolveValue(field, op, item, reading.context.now));
  return values === null ? null : { kind: 'field', field, op, values, span };
}

/** A lone `*`: any value at all. */
const isAny = (item: Item): boolean =>
  item.parts.length > 0 && item.parts.every((part) => typeof part !== 'string' && part.wild === '*');

function present(field: Field, op: LexOperator, span: Span): Node {
  const has: Node = { kind: 'has', field, span };
  return op === '!=' ? { kind: 'not', of: has } : has;
}

function regexesNode(field: Field, term: Of<'field'>, op: '=~' | '!~', span: Span, reading: Reading) {
  const item = term.items[0];
  if (item?.regex === null || item?.regex === undefined) return null;
  const node = regexNode(field, item.regex, item.span, span, reading);
  return node !== null && op === '!~' ? ({ kind: 'not', of: node } as const) : node;
}

function valuesOf(
  term: Of<'field'> | Of<'path'>,
  reading: Reading,
  resolve: (item: Item) => Resolved,
): readonly Value[] | null {
  const values: Value[] = [];
  for (const item of term.items) {
    const resolved = resolve(item);
    if ('error' in resolved) {
      reading.report('error', item.span, resolved.error);
      return null;
    }
    if (resolved.hint !== undefined) reading.report('hint', item.span, resolved.hint);
    values.push(resolved.value);
  }
  return values;
}

function boundNode(bound: BoundName, term: Of<'field'>, span: Span, reading: Reading): Node | null {
  const nodes: Node[] = [];
  for (const item of term.items) {
    const node = oneBound(bound, item, term, span, reading);
    if (node === null) return null;
    nodes.push(node);
  }
  const [only] = nodes;
  return nodes.length === 1 && only !== undefined ? only : { kind: 'or', of: nodes };
}

function oneBound(
  bound: BoundName,
  item: Item,
  term: Of<'field'>,
  span: Span,
  reading: Reading,
): Node | null {
  if (bound === 'is') return stateNode(item, span, reading);
  if (bound === 'has' || bound === 'no') return hasNode(bound, item, term, span, reading);
  return timeNode(bound, item, span, reading);
}

function stateNode(item: Item, span: Span, { kind, report }: Reading): Node | null {
  const states = KIND_TABLES[kind].states;
  const state = itemText(item).toLowerCase();
  if ((states as readonly string[]).includes(state)) return { kind: 'is', state: state as StateName, span };
  if (!(STATES as readonly string[]).includes(state)) {
    report('error', item.span, `\`${itemText(item)}\` is no state; there are ${states.join(', ')}`);
    return null;
  }
  report('hint', item.span, `${KIND_NOUNS[kind]} are never ${state} (${states.join(', ')}); nothing is`);
  return NOTHING;
}

function hasNode(
  bound: 'has' | 'no',
  item: Item,
  term: Of<'field'>,
  span: Span,
  reading: Reading,
): Node | null {
  const name = itemText(item);
  const field = fieldNamed(reading.kind, name);
  if (field !== null) {
    const has: Node = { kind: 'has', field, span };
    return bound === 'no' ? { kind: 'not', of: has } : has;
  }
  reading.report('hint', item.span, noField(reading.kind, name));
  const text = reading.text.slice(term.name.start, item.span.end);
  return { kind: 'word', value: { kind: 'text', text }, span };
}

function pathNode(term: Of<'path'>, span: Span, reading: Reading): Node | null {
  const { path, op, items } = term;
  if (op === null) return { kind: 'path', path, op: ':', values: [], regex: null, span };
  const [first] = items;
  if (first === undefined) {
    reading.report('error', span, `${reading.text.slice(span.start, term.opSpan.start)} needs a value`);
    return null;
  }
  if (op === '=~' || op === '!~') {
    const regex = first.regex ?? { source: '', flags: '' };
    if (regexNode(null, regex, first.span, span, reading) === null) return null;
    const node: Node = { kind: 'path', path, op: '=~', values: [], regex, span };
    return op === '!~' ? { kind: 'not', of: node } : node;
  }
  if (items.some(isAny)) {
    const exists: Node = { kind: 'path', path, op: ':', values: [], regex: null, span };
    return op === '!=' ? { kind: 'not', of: exists } : exists;
  }
  const values = valuesOf(term, reading, (item) => resolveLoose(op, item, reading.context.now));
  return values === null ? null : { kind: 'path', path, op, values, regex: null, span };
}
