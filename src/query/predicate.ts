/** A query as a test of one record. The cache's SQL means the same; a property test holds them together. */
import type { Field } from '../domain/field.ts';
import { isStuck } from '../domain/job.ts';
import { timeOf, valueAt } from '../domain/kinds.ts';
import { type AnyRecord, type Ref, refOf } from '../domain/record.ts';
import { fold } from '../domain/text.ts';
import { matchLoose, valuesAtPath } from './document-path.ts';
import { type Match, matchField, type Scalar } from './match-value.ts';
import { regexTester } from './regex.ts';
import { scalars } from './search-text.ts';
import type { Node, QueryContext, Value } from './tree.ts';
import { type View, viewOf } from './view.ts';
import { wildcardTester } from './wildcard.ts';
import { isShortWord, shortToken } from './words.ts';

export interface PredicateContext extends QueryContext {
  /** Pins are kept by the cache; without this nothing is pinned. */
  readonly isPinned?: (ref: Ref) => boolean;
  /** Whether the user has written a note on it; without this nobody has. */
  readonly isNoted?: (ref: Ref) => boolean;
  /** Whether failures of a cause are known. */
  readonly isMuted?: (cause: string) => boolean;
  /** Records whose time is later than this (UTC ms) are new; without it none is. */
  readonly newSince?: number | null;
}

type Test = (view: View) => boolean;
type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>;

/**
 * The test a query is. Case never matters except after `=`; absent values match nothing, so that `!=`,
 * `!~`, NOT and `no:` hold for them. Throws a FailureError QUERY_INVALID when a regular expression does
 * not come back in time.
 */
export function predicate(tree: Node, context: PredicateContext): (record: AnyRecord) => boolean {
  const test = compile(tree, context);
  return (record) => test(viewOf(record));
}

function compile(node: Node, context: PredicateContext): Test {
  switch (node.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const tests = node.of.map((each) => compile(each, context));
      return (view) => tests.every((test) => test(view));
    }
    case 'or': {
      const tests = node.of.map((each) => compile(each, context));
      return (view) => tests.some((test) => test(view));
    }
    case 'not': {
      const test = compile(node.of, context);
      return (view) => !test(view);
    }
    case 'word':
      return compileWord(node.value);
    case 'field':
      return compileField(node);
    case 'regex':
      return compileRegex(node);
    case 'path':
      return compilePath(node);
    case 'has':
      return ({ record }) => valuesOf(record, node.field).length > 0;
    case 'is':
      return compileState(node, context);
    case 'time':
      return ({ record }) => inside(timeOf(record), node);
    default:
      return node satisfies never;
  }
}

function compileWord(value: Value): Test {
  if (value.kind === 'pattern') {
    const test = wildcardTester(value.parts, { anchored: false, exact: false });
    return (view) => view.folded().some(test);
  }
  const text = value.kind === 'text' ? value.text : '';
  if (isShortWord(text)) {
    const token = shortToken(text);
    return (view) => token !== null && view.tokens().has(token);
  }
  const wanted = fold(text);
  return (view) => view.folded().some((each) => each.includes(wanted));
}

/** A field's values that are present, as scalars. */
function valuesOf(record: AnyRecord, field: Field): readonly Scalar[] {
  return field.paths.map((path) => valueAt(record, path)).filter((value) => value !== null) as Scalar[];
}

function compileField({ field, op, values }: NodeOf<'field'>): Test {
  const negated = op === '!=';
  const matches: readonly Match[] = values.map((value) => matchField(field.type, negated ? '=' : op, value));
  return ({ record }) => {
    const any = valuesOf(record, field).some((value) => matches.some((match) => match(value)));
    return any !== negated;
  };
}

function compileRegex({ field, source, flags }: NodeOf<'regex'>): Test {
  const test = regexTester(source, flags);
  if (field === null) return (view) => view.texts().some(test);
  return ({ record }) => valuesOf(record, field).some((value) => test(String(value)));
}

function compilePath({ path, op, values, regex }: NodeOf<'path'>): Test {
  if (regex !== null) {
    const test = regexTester(regex.source, regex.flags);
    return pathTest(path, (value) => test(String(value)));
  }
  if (values.length === 0) return ({ record }) => valuesAtPath(record, path).length > 0;
  const negated = op === '!=';
  const positive = op === '!=' || op === '=~' ? '=' : op;
  const matches = values.map((value) => matchLoose(positive, value));
  const test = pathTest(path, (value) => matches.some((match) => match(value)));
  return (view) => test(view) !== negated;
}

function pathTest(path: NodeOf<'path'>['path'], match: Match): Test {
  return ({ record }) => valuesAtPath(record, path).some((value) => scalars(value).some(match));
}

function compileState({ state }: NodeOf<'is'>, context: PredicateContext): Test {
  const { now, longRunningAfter, isPinned, isNoted, isMuted, newSince } = context;
  switch (state) {
    case 'read':
      return ({ record }) => record.kind === 'alert' && record.read;
    case 'unread':
      return ({ record }) => record.kind === 'alert' && !record.read;
    case 'stuck':
      return ({ record }) => record.kind === 'job' && isStuck(record, now, longRunningAfter);
    case 'pinned':
      return ({ record }) => isPinned?.(refOf(record)) ?? false;
    case 'noted':
      return ({ record }) => isNoted?.(refOf(record)) ?? false;
    case 'new':
      return ({ record }) => {
        const at = timeOf(record);
        return newSince !== undefined && newSince !== null && at !== null && at > newSince;
      };
    case 'muted':
      return ({ record }) => {
        const cause = valueAt(record, 'cause');
        return typeof cause === 'string' && (isMuted?.(cause) ?? false);
      };
    default:
      return state satisfies never;
  }
}

function inside(at: number | null, { from, to }: NodeOf<'time'>): boolean {
  return at !== null && (from === null || at >= from) && (to === null || at <= to);
}
