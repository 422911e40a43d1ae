/** A document being read, and the names of its nodes. The last few stay read: folding draws them again and again. */
import type { Json } from '../../../src/domain/json.ts';
import { type Node, type Scan, scanJson, textOf } from './scan.ts';

export interface Tree {
  readonly scan: Scan;
  /** jq expression of the whole: `.`, or `.payload` for a part of a record. */
  readonly base: string;
  /** What its nodes are called, as far as anybody asked. */
  readonly paths: Map<number, string>;
  readonly indices: Map<string, number>;
}

/** Nodes read at once; the rest follows in steps of as many, with keys in between. */
export const STEP = 1_000;

const KEPT = 6;
/** And no more nodes of them all: a node takes some hundred bytes. */
const MOST_KEPT = 100_000;
const kept: { readonly text: string; readonly tree: Tree }[] = [];

/** How many of them stay, the one in use in any case. */
function keptOf(sizes: readonly number[]): number {
  let nodes = 0;
  const over = sizes.findIndex((size, index) => {
    nodes += size;
    return index >= KEPT || (index > 0 && nodes > MOST_KEPT);
  });
  return over < 0 ? sizes.length : over;
}

export function treeOf(text: string, base = '.'): Tree {
  const at = kept.findIndex((one) => one.text === text && one.tree.base === base);
  const [known] = at < 0 ? [] : kept.splice(at, 1);
  const one = known ?? { text, tree: newTree(text, base) };
  kept.unshift(one);
  kept.length = keptOf(kept.map(({ tree }) => tree.scan.nodes.length));
  return one.tree;
}

function newTree(text: string, base: string): Tree {
  const scan = scanJson(text);
  scan.step(STEP);
  return { scan, base, paths: new Map(), indices: new Map() };
}

/** Of values that were decoded: they are short, and stay as long as somebody looks at them. */
const OF_VALUES = new WeakMap<object, Tree>();

/** The tree of a value that lies in a document; it takes no place from that. */
export function treeWithin(owner: object, value: Json, base: string): Tree {
  const known = OF_VALUES.get(owner);
  if (known !== undefined) return known;
  const tree = newTree(JSON.stringify(value), base);
  // Nobody reads it on: what was decoded is there at once.
  while (!tree.scan.done) tree.scan.step(STEP);
  OF_VALUES.set(owner, tree);
  return tree;
}

/** The jq expression of a member: `.key`, `."odd key"`, `[3]`. */
export function memberPath(parent: string, key: string | number): string {
  const base = parent === '.' ? '' : parent;
  if (typeof key === 'number') return `${base === '' ? '.' : base}[${key}]`;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `${base}.${key}` : `${base}.${JSON.stringify(key)}`;
}

/** The jq expression of a node; what lies in JSON within a text is reached through `fromjson`. */
export function pathOf(tree: Tree, index: number): string {
  const known = tree.paths.get(index);
  if (known !== undefined) return known;
  const node = tree.scan.nodes[index];
  if (node === undefined || node.parent < 0) return tree.base;
  const holder = tree.scan.nodes[node.parent];
  const above = pathOf(tree, node.parent);
  const path = memberPath(holder?.embedded ? `(${above} | fromjson)` : above, node.key ?? 0);
  tree.paths.set(index, path);
  tree.indices.set(path, index);
  return path;
}

/** The index of a node by its path; -1 where there is none (yet). */
export function indexAt(tree: Tree, path: string): number {
  const known = tree.indices.get(path);
  if (known !== undefined) return known;
  const { nodes } = tree.scan;
  if (path === tree.base) return nodes.length > 0 ? 0 : -1;
  let holder = 0;
  // Down from the root, over everything the way does not lead through.
  for (let index = 1; index < nodes.length; ) {
    const node = nodes[index];
    if (node === undefined || node.parent < holder) return -1;
    const own = pathOf(tree, index);
    if (own === path) return index;
    if (leadsTo(own, path)) {
      holder = index;
      index += 1;
    } else if (node.next > 0) index = node.next;
    else return -1;
  }
  return -1;
}

/** Whether one path begins with another, whatever is piped through on the way. */
function leadsTo(above: string, path: string): boolean {
  const [from, to] = [above, path].map((text) => text.replace(/^\(+/, '')) as [string, string];
  return to.startsWith(from) && /^[.[ )]/.test(to.slice(from.length));
}

/** What a leaf says: a string its text, anything else as it was written. */
export function leafText(node: Node): string {
  return node.kind === 'string'
    ? textOf(node.source, node.start, node.end)
    : node.source.slice(node.start, node.end);
}

/** The name a value goes by: its own, or that of the list it stands in. */
export function nameOf(tree: Tree, node: Node): string | null {
  let at: Node | undefined = node;
  while (at !== undefined && typeof at.key === 'number') at = tree.scan.nodes[at.parent];
  return typeof at?.key === 'string' ? at.key : null;
}
