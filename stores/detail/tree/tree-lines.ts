/** The lines of a JSON document: which of its nodes are in sight, each made into text when it is looked at. */
import type { DocumentLine } from '../document.ts';
import type { Lines } from '../document-lines.ts';
import type { DecodedValue, Looking } from './looking.ts';
import type { Node } from './scan.ts';
import { seeker } from './seek.ts';
import { indexAt, pathOf, STEP, type Tree, treeWithin } from './tree.ts';
import { headCells, lineOf, type Place, partsOf } from './tree-text.ts';

/** Stands between the path of a value and that of a part of what it was decoded to. */
const WITHIN = ' ⇒ ';

/** How far the nodes in sight are known; goes on from there when the tree has grown. */
interface Walk {
  readonly looking: Looking;
  /** A node of the document itself by its index: there may be a hundred thousand. */
  readonly places: (number | Place)[];
  /** Lines made so far, of nodes that are read to their end. */
  readonly made: Map<number, DocumentLine>;
  next: number;
  /** The node at `next` is in sight already, and shut; it is not known where it ends. */
  held: boolean;
}

const WALKS = new WeakMap<Tree, Walk>();

const alike = (a: Looking, b: Looking): boolean =>
  a.folding === b.folding &&
  a.decoded === b.decoded &&
  a.revealed === b.revealed &&
  a.wrap === b.wrap &&
  a.secretKey === b.secretKey;

export function treeLines(tree: Tree, looking: Looking): Lines {
  const before = WALKS.get(tree);
  const walk: Walk =
    before !== undefined && alike(before.looking, looking)
      ? before
      : { looking, places: [], made: new Map(), next: 0, held: false };
  WALKS.set(tree, walk);
  visit(tree, looking, 0, null, walk);
  const { scan } = tree;
  const { places, made } = walk;
  const placeAt = (index: number): Place | undefined => {
    const place = places[index];
    return typeof place === 'number'
      ? { tree, index: place, indent: 0, part: 0, decoded: null, from: null }
      : place;
  };
  const depthAt = (index: number): number => {
    const place = places[index];
    if (typeof place === 'number') return scan.nodes[place]?.depth ?? 0;
    return place === undefined ? -1 : place.indent + (place.tree.scan.nodes[place.index]?.depth ?? 0);
  };
  return {
    length: places.length,
    at(index) {
      const known = made.get(index);
      const place = placeAt(index);
      if (known !== undefined || place === undefined) return known;
      const line = lineOf(place, looking);
      if ((place.tree.scan.nodes[place.index]?.next ?? -1) > 0) made.set(index, line);
      return line;
    },
    holderOf: (index) => {
      const depth = depthAt(index);
      for (let above = index - 1; above >= 0; above--) if (depthAt(above) < depth) return above;
      return -1;
    },
    seek(text) {
      const may = seeker(scan.nodes[0]?.source ?? '', text);
      if (may === null) return null;
      return (index) => {
        const place = places[index];
        const node = typeof place === 'number' ? scan.nodes[place] : undefined;
        return node === undefined || may(node);
      };
    },
    grow: scan.done ? null : () => scan.step(STEP),
  };
}

/** The nodes in sight, those within shut ones passed over. */
function visit(tree: Tree, looking: Looking, indent: number, from: string | null, walk: Walk): void {
  const { nodes } = tree.scan;
  const { folding, wrap } = looking;
  const { all } = folding;
  const except = new Set(folding.except.flatMap((path) => (isOf(path, tree) ? [indexAt(tree, path)] : [])));
  const decodedAt = new Map(
    looking.decoded.flatMap((one) => (isOf(one.at, tree) ? [[indexAt(tree, one.at), one] as const] : [])),
  );
  const isRoot = indent === 0 && from === null;
  let index = walk.next;
  for (; index < nodes.length; ) {
    const node = nodes[index] as Node;
    const decoded = decodedAt.get(index) ?? null;
    const folds = decoded !== null || node.count > 0 || (node.next < 0 && node.kind !== 'string');
    const shut = folds && (all && (node.depth > 0 || indent > 0)) !== except.has(index);
    if (!walk.held) {
      const isPlain = isRoot && decoded === null;
      walk.places.push(isPlain ? index : { tree, index, indent, part: 0, decoded, from });
      if (wrap !== null && node.kind === 'string' && !folds) addParts(tree, index, indent, from, walk);
    }
    walk.held = shut && decoded === null && node.next < 0;
    if (walk.held) break;
    if (decoded !== null && !shut) visitDecoded(tree, index, indent, from, decoded, walk);
    index = (shut || decoded !== null) && node.next > 0 ? node.next : index + 1;
  }
  walk.next = index;
}

/** What a value was decoded to lies below it; of a structure its members, one deeper than the value. */
function visitDecoded(
  tree: Tree,
  index: number,
  indent: number,
  from: string | null,
  decoded: DecodedValue,
  walk: Walk,
): void {
  const inner = treeWithin(decoded, decoded.value, `${decoded.at}${WITHIN}`);
  const isLeaf = inner.scan.nodes[0]?.count === 0;
  const depth = tree.scan.nodes[index]?.depth ?? 0;
  const within: Walk = { ...walk, next: isLeaf ? 0 : 1, held: false };
  visit(inner, walk.looking, indent + depth + (isLeaf ? 1 : 0), from ?? pathOf(tree, index), within);
}

/** Whether a path is one of this tree, not of another that was decoded from one of its values or that it came from. */
function isOf(path: string, { base }: Tree): boolean {
  const own = base.endsWith(WITHIN) ? base : '';
  return path.startsWith(own) && !path.slice(own.length).includes(WITHIN);
}

/** The further lines of a value too long for one. */
function addParts(tree: Tree, index: number, indent: number, from: string | null, walk: Walk): void {
  const node = tree.scan.nodes[index] as Node;
  const room = (walk.looking.wrap ?? 0) - headCells(node, indent);
  // A character takes at most two cells.
  if ((node.end - node.start) * 2 <= room) return;
  const count = partsOf(tree, node, index, indent, walk.looking).length;
  for (let part = 1; part < count; part++) {
    walk.places.push({ tree, index, indent, part, decoded: null, from });
  }
}
