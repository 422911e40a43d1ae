/** The stretch of a kind's own time a query can match at all. */
import { KIND_TABLES } from '../domain/kinds.ts';
import type { Kind } from '../domain/record.ts';
import type { Node } from './tree.ts';

/** UTC ms, both inclusive; null is open. */
export interface Window {
  readonly from: number | null;
  readonly to: number | null;
}

const OPEN: Window = { from: null, to: null };

/** The tightest bounds that its time terms put around everything a query matches. */
export function windowOf(tree: Node, kind: Kind): Window {
  const { timePaths } = KIND_TABLES[kind];
  // With several times (jobs) a bound on one of them says nothing certain about the latest.
  const ownPath = timePaths.length === 1 ? timePaths[0] : undefined;
  const walk = (node: Node): Window => {
    switch (node.kind) {
      case 'time':
        return { from: node.from, to: node.to };
      case 'field':
        return ownPath !== undefined && node.field.paths[0] === ownPath ? fieldWindow(node) : OPEN;
      case 'and':
        return node.of.map(walk).reduce(intersection, OPEN);
      case 'or':
        return node.of.map(walk).reduce(hull);
      default:
        return OPEN;
    }
  };
  return walk(tree);
}

function fieldWindow({ op, values }: Extract<Node, { kind: 'field' }>): Window {
  const ranges = values.map((value): Window => (value.kind === 'range' ? value : OPEN));
  const { from, to } = ranges.map(({ from, to }) => ({ from, to })).reduce(hull);
  if (op === '!=') return OPEN;
  if (op === '>') return { from: from === null ? null : from + 1, to: null };
  if (op === '>=') return { from, to: null };
  if (op === '<') return { from: null, to: to === null ? null : to - 1 };
  return op === '<=' ? { from: null, to } : { from, to };
}

const intersection = (a: Window, b: Window): Window => ({
  from: a.from === null ? b.from : b.from === null ? a.from : Math.max(a.from, b.from),
  to: a.to === null ? b.to : b.to === null ? a.to : Math.min(a.to, b.to),
});

const hull = (a: Window, b: Window): Window => ({
  from: a.from === null || b.from === null ? null : Math.min(a.from, b.from),
  to: a.to === null || b.to === null ? null : Math.max(a.to, b.to),
});
