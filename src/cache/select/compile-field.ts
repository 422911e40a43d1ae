/** Terms about one field: each of its paths is an alternative of its own. */
import type { Database } from 'better-sqlite3';
import type { Field } from '../../domain/field.ts';
import type { Kind } from '../../domain/record.ts';
import { fold } from '../../domain/text.ts';
import { matchField } from '../../query/match-value.ts';
import { regexTester } from '../../query/regex.ts';
import type { Node, Value } from '../../query/tree.ts';
import { idHashOf } from '../hash.ts';
import { rowsOfHash } from '../id-index/lookup.ts';
import { prepared } from '../statements.ts';
import type { Compiling } from './compile.ts';
import { type Conjunct, EVERYTHING, isExact, one, perhaps, UNKNOWN } from './conjunct.ts';
import { type Hint, otherKeys, partyKeys, seenKeys, type TextTest, termKeys } from './dictionary-search.ts';
import { longRows } from './long-rows.ts';
import { contains, containsPattern } from './match-text.ts';
import { type Place, placeOf } from './places.ts';

type FieldNode = Extract<Node, { kind: 'field' }>;

export function compileField(node: FieldNode, context: Compiling): readonly Conjunct[] {
  if (node.op === '!=') return notEqual(node, context);
  const { field, op } = node;
  const matches = node.values.map((value) => matchField(field.type, op, value));
  const test: TextTest = (text) => matches.some((match) => match(text));
  const places = field.paths.map((path) => placeOf(context.kind, path));
  // Looked for in all of them at once.
  const columns = places.flatMap((place) => (place.at === 'text' ? [place.column] : []));
  const inColumns =
    columns.length === 0 ? [] : node.values.flatMap((value) => inTexts(columns, node, value, context));
  const elsewhere = places.flatMap((place) => {
    if (place.at === 'text') return [];
    if (place.at === 'term' || place.at === 'party' || place.at === 'seen') {
      return dictionary(place, test, hintOf(node), context);
    }
    if (place.at === 'id' || place.at === 'ref') return named(place.at, node, context);
    return node.values.flatMap((value) => outside(place, node, value));
  });
  return [...inColumns, ...elsewhere];
}

function inTexts(
  columns: readonly string[],
  { field, op }: FieldNode,
  value: Value,
  { db, kind }: Compiling,
): readonly Conjunct[] {
  if (value.kind !== 'text' && value.kind !== 'pattern') return [];
  if (value.kind === 'pattern') {
    const pieces = containsPattern(db, kind, value);
    return pieces === null ? [UNKNOWN] : [pieces, ...longRows(db, kind)];
  }
  const found = contains(db, kind, value.text, columns);
  if (found === null) return [UNKNOWN];
  const loose = field.type === 'text' && op === ':';
  return [loose ? found : { ...found, sure: null }, ...longRows(db, kind)];
}

/** None of the values in any of the paths: exact only where the field lies in dictionaries altogether. */
function notEqual(node: FieldNode, context: Compiling): readonly Conjunct[] {
  const [only, ...more] = compileField({ ...node, op: '=' }, context);
  const { db, kind } = context;
  if (only === undefined) return [EVERYTHING];
  const [atom] = only.atoms;
  if (more.length > 0 || only.atoms.length !== 1 || !isExact(only) || atom?.is !== 'keys') return [UNKNOWN];
  const others = otherKeys(db, kind, atom.column, atom);
  return others.keys.size === 0 ? [] : [one(others)];
}

export function compileRegex(
  node: Extract<Node, { kind: 'regex' }>,
  field: Field,
  context: Compiling,
): readonly Conjunct[] {
  const test = regexTester(node.source, node.flags);
  return byDictionary(field, test, context);
}

export function compileHas(field: Field, context: Compiling): readonly Conjunct[] {
  return byDictionary(field, () => true, context);
}

function byDictionary(field: Field, test: TextTest, context: Compiling): readonly Conjunct[] {
  return field.paths.flatMap((path) => {
    const place = placeOf(context.kind, path);
    return place.at === 'term' || place.at === 'party' || place.at === 'seen'
      ? dictionary(place, test, null, context)
      : [UNKNOWN];
  });
}

function dictionary(
  place: Extract<Place, { at: 'term' | 'party' | 'seen' }>,
  test: TextTest,
  hint: Hint,
  { db, kind }: Compiling,
): readonly Conjunct[] {
  if (place.at === 'seen') {
    const keys = seenKeys((read) => test(String(read)));
    return keys.keys.size === 0 ? [] : [one(keys)];
  }
  const keys =
    place.at === 'term'
      ? termKeys(db, kind, place.column, test, hint)
      : partyKeys(db, kind, place.column, place.part, test);
  return keys.keys.size === 0 ? [] : [one(keys)];
}

/** A single plain value lets the dictionary look it up instead of testing all it has. */
function hintOf({ field, op, values }: FieldNode): Hint {
  const [value, ...more] = values;
  if (value?.kind !== 'text' || more.length > 0) return null;
  return field.type === 'text' && op === ':' ? { contains: value.text } : { equal: value.text };
}

/** However many are named, they are one set of rows: the list of a screen is looked up in one go. */
function named(at: 'id' | 'ref', { op, values }: FieldNode, { db, kind }: Compiling): readonly Conjunct[] {
  const rowsOf = at === 'id' ? rowsOfId : rowsOfRef;
  const found = values.flatMap((value) => (value.kind === 'text' ? rowsOf(db, kind, value.text, op) : []));
  return [...rows(found), ...(values.every(({ kind: is }) => is === 'text') ? [] : [UNKNOWN])];
}

function outside(
  place: Exclude<Place, { at: 'term' | 'party' | 'seen' | 'text' | 'id' | 'ref' }>,
  { op }: FieldNode,
  value: Value,
): readonly Conjunct[] {
  switch (place.at) {
    case 'nowhere':
      return [UNKNOWN];
    case 'time':
    case 'number': {
      if (value.kind !== 'range') return [UNKNOWN];
      const bounds = boundsOf(op, value);
      return place.at === 'time'
        ? [perhaps({ is: 'time', ...bounds })]
        : [one({ is: 'range', column: place.column, ...bounds }, op === ':' ? [] : null)];
    }
    default:
      return place satisfies never;
  }
}

/** Bounds that hold at least what the operator asks; `>` and `<` are tested on the record. */
function boundsOf(op: FieldNode['op'], { from, to }: Extract<Value, { kind: 'range' }>) {
  if (op === '>') return { from: to, to: null };
  if (op === '>=') return { from, to: null };
  if (op === '<') return { from: null, to: from };
  return op === '<=' ? { from: null, to } : { from, to };
}

const rows = (found: readonly number[]): readonly Conjunct[] =>
  found.length === 0 ? [] : [one({ is: 'rows', rows: new Set(found) })];

interface IdRow {
  readonly row: number;
  readonly id: string;
  readonly platform: string;
}

function byId(db: Database, kind: Kind, id: string): readonly IdRow[] {
  const hash = idHashOf(id);
  const read = prepared(
    db,
    `SELECT row, id, term.value AS platform FROM ${kind} JOIN term ON term.key = ${kind}.platform
      WHERE row = ? AND id_hash = ?`,
  );
  return rowsOfHash(db, kind, hash).flatMap((row) => (read.get(row, hash) as IdRow | undefined) ?? []);
}

function rowsOfId(db: Database, kind: Kind, text: string, op: FieldNode['op']): readonly number[] {
  const same = op === '=' ? (id: string) => id === text : (id: string) => fold(id) === fold(text);
  return byId(db, kind, text).flatMap(({ row, id }) => (same(id) ? [row] : []));
}

/** `platform/kind/id`: the id is everything after the second slash. */
function rowsOfRef(db: Database, kind: Kind, text: string, op: FieldNode['op']): readonly number[] {
  const id = text.split('/').slice(2).join('/');
  const same = op === '=' ? (ref: string) => ref === text : (ref: string) => fold(ref) === fold(text);
  return byId(db, kind, id).flatMap((found) =>
    same(`${found.platform}/${kind}/${found.id}`) ? [found.row] : [],
  );
}
