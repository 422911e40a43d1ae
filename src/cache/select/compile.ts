/**
 * A query tree as alternatives the tables can answer. What no index answers becomes a conjunct that is not
 * sure: its records are tested one by one. So the result is the predicate's in every case, and an index
 * only makes it fast.
 */
import type { Database } from 'better-sqlite3';
import { ORDER_TYPE } from '../../domain/job.ts';
import type { Kind } from '../../domain/record.ts';
import type { Node, QueryContext } from '../../query/tree.ts';
import { compileField, compileHas, compileRegex } from './compile-field.ts';
import { compileWord, compileWordRegex } from './compile-word.ts';
import { type Conjunct, EVERYTHING, isExact, MOST, one, product, UNKNOWN } from './conjunct.ts';
import { otherKeys, seenKeys, termKeys } from './dictionary-search.ts';

export interface Compiling extends QueryContext {
  readonly db: Database;
  readonly kind: Kind;
  readonly newSince: number | null;
  /** The rows of the pinned records. */
  readonly pinned: () => ReadonlySet<number>;
  /** The rows of the records with a note. */
  readonly noted: () => ReadonlySet<number>;
  /** Causes of failures that are known. */
  readonly muted: ReadonlySet<string>;
}

/** The alternatives of a tree; empty when nothing can match. */
export function compile(node: Node, context: Compiling): readonly Conjunct[] {
  return walk(node, true, context);
}

function walk(node: Node, wanted: boolean, context: Compiling): readonly Conjunct[] {
  switch (node.kind) {
    case 'all':
      return wanted ? [EVERYTHING] : [];
    case 'not':
      return walk(node.of, !wanted, context);
    case 'and':
    case 'or': {
      const parts = node.of.map((each) => walk(each, wanted, context));
      return (node.kind === 'and') === wanted ? every(parts) : some(parts);
    }
    default: {
      const found = leaf(node, context);
      return wanted ? found : complement(found, context);
    }
  }
}

function every(parts: readonly (readonly Conjunct[])[]): readonly Conjunct[] {
  let all: readonly Conjunct[] = [EVERYTHING];
  // The parts with few alternatives first: when the product grows too large, only a wide OR is tested.
  for (const part of parts.toSorted((a, b) => a.length - b.length)) {
    all = product(all, part) ?? all.map(({ atoms }) => ({ atoms, sure: null }));
  }
  return all;
}

function some(parts: readonly (readonly Conjunct[])[]): readonly Conjunct[] {
  const all = parts.flat();
  if (all.some((each) => each.atoms.length === 0 && isExact(each))) return [EVERYTHING];
  return all.length > MOST || all.some((each) => each.atoms.length === 0) ? [UNKNOWN] : all;
}

/** "Not this": exact where it was one condition of a dictionary, otherwise every record is tested. */
function complement(found: readonly Conjunct[], { db, kind }: Compiling): readonly Conjunct[] {
  if (found.length === 0) return [EVERYTHING];
  let all: readonly Conjunct[] = [EVERYTHING];
  for (const conjunct of found) {
    const { atoms } = conjunct;
    const exact = isExact(conjunct);
    const [atom, ...more] = atoms;
    const keys =
      atom?.is === 'keys' && more.length === 0 && exact ? otherKeys(db, kind, atom.column, atom) : null;
    if (atom === undefined && exact) return [];
    if (keys !== null && keys.keys.size === 0) return [];
    all = product(all, [keys === null ? UNKNOWN : one(keys)]) ?? [UNKNOWN];
  }
  return all;
}

function leaf(
  node: Exclude<Node, { kind: 'all' | 'and' | 'or' | 'not' }>,
  context: Compiling,
): readonly Conjunct[] {
  switch (node.kind) {
    case 'word':
      return compileWord(node, context);
    case 'field':
      return compileField(node, context);
    case 'regex':
      return node.field === null ? compileWordRegex(node, context) : compileRegex(node, node.field, context);
    case 'path':
      return [UNKNOWN];
    case 'has':
      return compileHas(node.field, context);
    case 'is':
      return state(node.state, context);
    case 'time':
      return [one({ is: 'time', from: node.from, to: node.to })];
    default:
      return node satisfies never;
  }
}

function state(name: Extract<Node, { kind: 'is' }>['state'], context: Compiling): readonly Conjunct[] {
  const { db, kind, now, longRunningAfter, newSince } = context;
  switch (name) {
    case 'read':
    case 'unread':
      return kind === 'alert' ? [one(seenKeys((read) => read === (name === 'read')))] : [];
    case 'pinned':
    case 'noted': {
      const rows = context[name]();
      return rows.size === 0 ? [] : [one({ is: 'rows', rows })];
    }
    case 'muted': {
      if (context.muted.size === 0 || (kind !== 'alert' && kind !== 'job')) return [];
      const known = termKeys(db, kind, 'cause', (cause) => context.muted.has(cause), null);
      return known.keys.size === 0 ? [] : [one(known)];
    }
    case 'new':
      // Later than, and times are whole milliseconds wherever they are not the record is tested.
      return newSince === null ? [] : [one({ is: 'time', from: newSince, to: null }, null)];
    case 'stuck': {
      if (kind !== 'job') return [];
      const running = termKeys(db, kind, 'status', (value) => value === 'RUNNING', { equal: 'RUNNING' });
      const orders = termKeys(db, kind, 'type', (value) => value === ORDER_TYPE, { equal: ORDER_TYPE });
      const others = otherKeys(db, kind, 'type', orders);
      if (running.keys.size === 0 || others.keys.size === 0) return [];
      const started = { is: 'range', column: 'started', from: null, to: now - longRunningAfter } as const;
      return [{ atoms: [running, others, started], sure: null }];
    }
    default:
      return name satisfies never;
  }
}
