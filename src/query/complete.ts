/** What could stand at the cursor of a query: names, operators, values, joining words. */
import type { Field, StateName } from '../domain/field.ts';
import { KIND_TABLES } from '../domain/kinds.ts';
import type { Kind } from '../domain/record.ts';
import { lex } from './lexer.ts';
import { BOUND_NAMES, type BoundName, boundName, fieldNamed, namesOf } from './names.ts';
import { quoteValue } from './print.ts';
import type { Span } from './tree.ts';
import { isOrdered } from './values.ts';

/** One proposal: put `text` where `span` is. */
export interface Completion {
  readonly span: Span;
  readonly text: string;
  readonly help: string;
  /** How many records have the value, where that is known. */
  readonly count?: number;
}

export interface CompletionAsk {
  readonly text: string;
  /** UTF-16 offset. */
  readonly cursor: number;
  readonly kind: Kind;
  /** Known values of a field that begin with the prefix, best first. */
  readonly values: (field: string, prefix: string) => Known | Promise<Known>;
}

type Known = readonly (string | { readonly value: string; readonly count: number })[];

interface Offer {
  readonly text: string;
  readonly help: string;
  readonly count?: number;
}

const KEYWORDS: readonly Offer[] = [
  { text: 'OR', help: 'either side' },
  { text: 'NOT', help: 'leaves out what follows; - does the same' },
  { text: 'AND', help: 'both sides; a blank does the same' },
];
const STATE_HELP: Readonly<Record<StateName, string>> = {
  muted: 'its cause is known and counts no more',
  unread: 'not marked read',
  read: 'marked read',
  pinned: 'kept on top by you',
  noted: 'with a note of yours',
  stuck: 'running for too long',
  new: 'since you last looked',
};
const TIMES: readonly Offer[] = [
  { text: '24h', help: 'the last day' },
  { text: '7d', help: 'the last week' },
  { text: '30d', help: 'the last 30 days' },
  { text: 'today', help: 'since midnight UTC' },
  { text: 'yesterday', help: 'the day before, UTC' },
];
const DURATIONS: readonly Offer[] = ['30s', '5m', '30m', '1h', '1d'].map((text) => ({ text, help: '' }));
const MOST = 50;

/** The proposals for the term the cursor is in, best first. */
export async function complete(ask: CompletionAsk): Promise<readonly Completion[]> {
  const start = termStart(ask);
  const typed = ask.text.slice(start, ask.cursor).replace(/^-/, '');
  const termAt = ask.cursor - typed.length;
  const named = /^([\p{L}_][\p{L}\p{N}_]*)(=~|!~|!=|:?(?:>=|<=|>|<)|:|=)/u.exec(typed);
  const name = named?.[1] ?? '';
  const known = named !== null && namesOf(ask.kind)(name) !== null;
  const valueAt = known ? lastItem(typed, named[0].length) : 0;
  const prefix = typed.slice(valueAt).replace(/^"/, '');
  const offers = known ? await valueOffers(ask, name, prefix) : nameOffers(ask.kind, typed);
  const span = { start: termAt + valueAt, end: runEnd(ask.text, ask.cursor) };
  const wanted = prefix.toLowerCase();
  return offers
    .filter(
      ({ text }) => text.toLowerCase().startsWith(wanted) && text !== ask.text.slice(span.start, span.end),
    )
    .slice(0, MOST)
    .map((offer) => ({ span, ...offer, text: known ? quoteValue(offer.text) : offer.text }));
}

/** Where the term under the cursor begins; the cursor itself when it stands between terms. */
function termStart({ text, cursor, kind }: CompletionAsk): number {
  const before = text.slice(0, cursor);
  const tokens = lex(before, namesOf(kind));
  const last = tokens.at(-1);
  if (last === undefined) return cursor - before.trimStart().length;
  if (last.kind === 'bad') {
    const end = tokens.at(-2)?.span.end ?? 0;
    return end + (before.slice(end).length - before.slice(end).trimStart().length);
  }
  const touching = last.span.end === cursor && last.kind !== 'open' && last.kind !== 'close';
  return touching ? last.span.start : cursor;
}

/** Where the last of several values divided by commas begins. */
function lastItem(typed: string, from: number): number {
  let quoted = false;
  let start = from;
  for (let at = from; at < typed.length; at++) {
    if (typed[at] === '"') quoted = !quoted;
    else if (typed[at] === ',' && !quoted) start = at + 1;
  }
  return start;
}

/** A proposal replaces the rest of the word the cursor stands in, too. */
function runEnd(text: string, cursor: number): number {
  return cursor + (/^[^\s,()":=<>!]*/.exec(text.slice(cursor))?.[0].length ?? 0);
}

function nameOffers(kind: Kind, typed: string): readonly Offer[] {
  if (!/^[\p{L}\p{N}_]*$/u.test(typed)) return [];
  const exact = fieldNamed(kind, typed);
  if (exact !== null) return [...operatorOffers(exact, typed), ...allNames(kind, typed), ...KEYWORDS];
  return [...allNames(kind, typed), ...(typed === '' ? [] : KEYWORDS)];
}

function allNames(kind: Kind, typed: string): readonly Offer[] {
  const wanted = typed.toLowerCase();
  const fields = KIND_TABLES[kind].fields.flatMap(({ name, aliases = [], help }) => {
    const alias = name.startsWith(wanted) ? undefined : aliases.find((each) => each.startsWith(wanted));
    return { text: `${alias ?? name}:`, help };
  });
  const bounds = Object.entries(BOUND_NAMES).map(([name, help]) => ({ text: `${name}:`, help }));
  const seen = new Set(fields.map(({ text }) => text));
  return [
    ...fields.slice(COMMON_FIELDS),
    ...bounds.filter(({ text }) => !seen.has(text)),
    ...fields.slice(0, COMMON_FIELDS),
  ];
}
/** `platform id ref origin entity` come first in every table and last in the menu: a kind's own are asked for more. */
const COMMON_FIELDS = 5;

function operatorOffers(field: Field, typed: string): readonly Offer[] {
  const ordered = isOrdered(field.type);
  const signs: readonly (readonly [string, string])[] = ordered
    ? [
        ['>', 'more than'],
        ['<', 'less than'],
        ['>=', 'at least'],
        ['<=', 'at most'],
      ]
    : [
        ['=', 'exactly'],
        ['!=', 'anything but'],
        ['=~', 'regular expression'],
      ];
  return signs.map(([sign, help]) => ({ text: `${typed}${sign}`, help }));
}

async function valueOffers(ask: CompletionAsk, name: string, prefix: string): Promise<readonly Offer[]> {
  const field = fieldNamed(ask.kind, name);
  const bound = boundName(name);
  if (bound !== null) return boundOffers(bound, ask.kind);
  if (field === null) return [];
  if (field.values !== undefined) {
    const counted = new Map(
      (await ask.values(field.name, '')).map(offerOf).map((offer) => [offer.text, offer]),
    );
    return field.values.map((text) => ({ ...counted.get(text), text, help: field.help }));
  }
  if (field.type === 'time') return TIMES;
  if (field.type === 'duration') return DURATIONS;
  if (field.type === 'number') return [];
  const values = await ask.values(field.name, prefix);
  return values.map(offerOf);
}

function offerOf(known: Known[number]): Offer {
  return typeof known === 'string'
    ? { text: known, help: '' }
    : { text: known.value, help: '', count: known.count };
}

function boundOffers(bound: BoundName, kind: Kind): readonly Offer[] {
  const { states, fields } = KIND_TABLES[kind];
  if (bound === 'is') return states.map((text) => ({ text, help: STATE_HELP[text] }));
  if (bound === 'has' || bound === 'no') return fields.map(({ name, help }) => ({ text: name, help }));
  return TIMES;
}
