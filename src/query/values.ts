/** What one written value means for a field of a given type. */
import type { Field, FieldType } from '../domain/field.ts';
import { fold } from '../domain/text.ts';
import { ipBlock } from './ip.ts';
import { hasWildcard, type Item, itemText } from './item.ts';
import { durationExtent, type Extent, instantAgo, numberExtent, timeExtent } from './times.ts';
import type { Operator, Value } from './tree.ts';

/** A value, perhaps with a doubt about it; or why it is none. */
export type Resolved = { readonly value: Value; readonly hint?: string } | { readonly error: string };

const ORDERED: ReadonlySet<FieldType> = new Set(['number', 'duration', 'time']);
export const isOrdered = (type: FieldType): boolean => ORDERED.has(type);
export const isOrdering = (op: string): op is '>' | '>=' | '<' | '<=' => /^[<>]=?$/.test(op);

/** One value of a field. `now` (UTC ms) resolves what is relative. */
export function resolveValue(field: Field, op: Operator, item: Item, now: number): Resolved {
  if (isOrdered(field.type)) return resolveOrdered(field, op, item, now);
  if (isOrdering(op)) {
    return unordered(field, op);
  }
  if (hasWildcard(item)) return { value: { kind: 'pattern', parts: item.parts, source: itemText(item) } };
  const text = itemText(item);
  if (field.type === 'ip' && !item.quoted) return resolveAddress(text);
  if (field.values !== undefined) return resolveWord(field, field.values, op, text);
  return { value: { kind: 'text', text } };
}

function unordered({ name }: Field, op: string): Resolved {
  return { error: `\`${op}\` compares numbers, durations and times; ${name} is none of these` };
}

/** A value of a closed set: its canonical spelling, or a hint that there is no such value. */
function resolveWord(field: Field, values: readonly string[], op: Operator, text: string): Resolved {
  const [ordering] = /^[<>]=?/.exec(text) ?? [];
  if (ordering !== undefined) return unordered(field, ordering);
  const folded = fold(text);
  const word = Object.entries(field.words ?? {}).find(([word]) => fold(word) === folded);
  const canonical = values.find((value) => fold(value) === folded) ?? word?.[1];
  if (canonical === text || (canonical !== undefined && op !== '=')) {
    return { value: { kind: 'text', text: canonical } };
  }
  const hint =
    canonical === undefined
      ? `\`${text}\` is no value of ${field.name} (${values.join(', ')}); nothing has it`
      : `\`=\` is exact: write ${canonical}, or : for any spelling`;
  return { value: { kind: 'text', text }, hint };
}

function resolveAddress(text: string): Resolved {
  const block = ipBlock(text.replace(/^\[(.*)\]$/, '$1'));
  if (block !== null) return { value: { kind: 'block', ...block } };
  const [from, to] = twoEnds(text)?.map(ipBlock) ?? [];
  if (from && to) return { value: { kind: 'block', from: from.from, to: to.to } };
  const hint = `\`${text}\` is no address or CIDR block; compared as it is written`;
  return { value: { kind: 'text', text }, hint };
}

/** The halves of `a..b`; null when the text has no `..`. */
function twoEnds(text: string): readonly [string, string] | null {
  const dots = text.indexOf('..');
  return dots < 0 ? null : [text.slice(0, dots), text.slice(dots + 2)];
}

const EXPECTED: Readonly<Record<string, string>> = {
  number: 'a number such as 100',
  duration: 'a duration such as 30s, 5m or 1h30m',
  time: 'a time such as 24h, yesterday, 2026-08-20 or 2026-08-20T09:00Z',
};

function resolveOrdered(field: Field, op: Operator, item: Item, now: number): Resolved {
  const text = itemText(item);
  const wrong = (part: string) => ({ error: `\`${part}\` is not ${EXPECTED[field.type] ?? 'a value'}` });
  if (isOrdering(op)) {
    const bound = boundOf(field.type, op, text, now);
    return bound === null ? wrong(text) : { value: { kind: 'range', from: bound, to: bound } };
  }
  const ends = twoEnds(text);
  if (ends === null) {
    const extent = extentOf(field.type, text, now, op);
    return extent === null ? wrong(text) : { value: { kind: 'range', from: extent.from, to: extent.to } };
  }
  const [first, last] = ends.map((end) => (end === '' ? null : extentOf(field.type, end, now, '=')));
  if ((ends[0] !== '' && !first) || text === '..') return wrong(ends[0] || text);
  if (ends[1] !== '' && !last) return wrong(ends[1]);
  const value: Value = { kind: 'range', from: first?.from ?? null, to: last?.to ?? null };
  const empty = value.from !== null && value.to !== null && value.from > value.to;
  return empty ? { value, hint: 'this range ends before it begins, so nothing is in it' } : { value };
}

/** What a text covers; with `:`, a time so long ago reaches up to now, and `5m` is the minute from 5m on. */
function extentOf(type: FieldType, text: string, now: number, op: Operator): Extent | null {
  if (type === 'number') return numberExtent(text);
  if (type === 'duration') {
    const extent = durationExtent(text);
    return extent === null || op === ':' ? extent : { from: extent.from, to: extent.from };
  }
  const ago = instantAgo(text, now);
  if (ago !== null) return { from: ago, to: op === ':' ? now : ago };
  return timeExtent(text, now);
}

/** The one number an ordering operator compares with: after a day is after its last millisecond. */
export function boundOf(type: FieldType, op: Operator, text: string, now: number): number | null {
  const extent = extentOf(type, text, now, '=');
  if (extent === null) return null;
  return op === '>' || op === '<=' ? extent.to : extent.from;
}

/**
 * A value under a path into a document, whose type nobody declared: plain text, a pattern, or, after an
 * ordering operator or as `a..b`, numbers, or instants where both ends are instants.
 */
export function resolveLoose(op: Operator, item: Item, now: number): Resolved {
  const text = itemText(item);
  if (isOrdering(op)) {
    const bound = boundOf('number', op, text, now) ?? boundOf('time', op, text, now);
    if (bound === null) return { error: `\`${op}\` needs a number or a time, \`${text}\` is neither` };
    return { value: { kind: 'range', from: bound, to: bound } };
  }
  if (hasWildcard(item)) return { value: { kind: 'pattern', parts: item.parts, source: text } };
  if (!item.quoted && twoEnds(text) !== null) {
    for (const type of ['number', 'time'] as const) {
      const field: Field = { name: '', type, paths: [], help: '' };
      const ranged = resolveOrdered(field, op, item, now);
      if ('value' in ranged) return ranged;
    }
  }
  return { value: { kind: 'text', text } };
}
