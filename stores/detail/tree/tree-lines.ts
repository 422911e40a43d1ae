/** The lines of a JSON document: which nodes are in sight, each made into text when it is looked at. */
import { cellsOf } from '../../../src/domain/cells.ts';
import type { Json } from '../../../src/domain/json.ts';
import { isSecret, MASK, maskJson, maskText } from '../../../src/domain/secrets.ts';
import { safeLine } from '../../../src/domain/text.ts';
import type { DocumentLine, Part, PartTone } from '../document.ts';
import type { Lines } from '../document-lines.ts';
import { wrapText } from '../text-lines.ts';
import type { Node, NodeKind } from './scan.ts';
import { indexAt, leafText, nameOf, pathOf, STEP, type Tree, treeOf } from './tree.ts';

/** Which nodes are shut: those named, or all but those named. */
export interface Folding {
  readonly all: boolean;
  readonly except: readonly string[];
}

export const UNFOLDED: Folding = { all: false, except: [] };

/** A value as it was decoded. */
export interface DecodedValue {
  /** The path of the node, or what else names the value. */
  readonly at: string;
  readonly what: string;
  readonly value: Json;
}

/** How a tree is looked at. */
export interface Looking {
  readonly folding: Folding;
  readonly decoded: readonly DecodedValue[];
  /** Paths of secrets that are shown. */
  readonly revealed: readonly string[];
  /** Cells a line may have; null leaves long values on one line. */
  readonly wrap: number | null;
}

/** What a line of a tree stands for. */
export interface TreeLine {
  /** What folding, decoding and revealing name it by. */
  readonly path: string;
  /** jq expression of the node, or of the text it was decoded from. */
  readonly jq: string;
  readonly depth: number;
  readonly kind: NodeKind;
  /** Null when there is nothing to fold. */
  readonly folded: boolean | null;
  /** Whether it is masked, or would be; null where it is no secret. */
  readonly secret: 'masked' | 'revealed' | null;
}

const TONES: Readonly<Record<NodeKind, PartTone>> = {
  object: 'dim',
  array: 'dim',
  string: 'plain',
  number: 'info',
  boolean: 'warning',
  null: 'dim',
};
/** No more of a value is laid out, on one line and wrapped (characters). */
const LONGEST_TEXT = 4_000;
const LONGEST_WRAPPED = 100_000;
const DEEPEST_INDENT = 40;
/** Stands between the path of a value and that of a part of what it was decoded to. */
const WITHIN = ' ⇒ ';

/** A line before its text is made: a node, or one of the further lines of a long value. */
interface Place {
  readonly tree: Tree;
  readonly index: number;
  readonly indent: number;
  readonly shut: boolean | null;
  readonly part: number;
  readonly decoded: DecodedValue | null;
  /** jq expression of the text a decoded tree came from; null in the document itself. */
  readonly from: string | null;
}

export function treeLines(tree: Tree, looking: Looking): Lines {
  const places: Place[] = [];
  visit(tree, looking, 0, null, places);
  const made = new Map<number, DocumentLine>();
  const { scan } = tree;
  const at = (index: number): DocumentLine | undefined => {
    const place = places[index];
    if (place === undefined) return undefined;
    const known = made.get(index);
    if (known !== undefined) return known;
    const line = lineOf(place, looking);
    made.set(index, line);
    return line;
  };
  return {
    length: places.length,
    at,
    holderOf: (index) => {
      const depth = depthOf(places[index]);
      for (let before = index - 1; before >= 0; before--) if (depthOf(places[before]) < depth) return before;
      return -1;
    },
    mayContain: (text) => mayContain(tree, looking, text),
    grow: scan.done ? null : () => scan.step(STEP),
  };
}

const depthOf = (place: Place | undefined): number =>
  place === undefined ? -1 : place.indent + (place.tree.scan.nodes[place.index]?.depth ?? 0);

/** The nodes in sight, those within shut ones passed over. */
function visit(
  tree: Tree,
  looking: Looking,
  indent: number,
  from: string | null,
  into: Place[],
  first = 0,
): void {
  const { nodes } = tree.scan;
  const { folding, decoded, wrap } = looking;
  const except = new Set(folding.except.flatMap((path) => (isOf(path, tree) ? [indexAt(tree, path)] : [])));
  const decodedAt = new Map(
    decoded.flatMap((one) => (isOf(one.at, tree) ? [[indexAt(tree, one.at), one] as const] : [])),
  );
  for (let index = first; index < nodes.length; ) {
    const node = nodes[index] as Node;
    const here = decodedAt.get(index) ?? null;
    const folds = here !== null || node.count > 0 || (node.next < 0 && node.kind !== 'string');
    const shut = folds ? (folding.all && (node.depth > 0 || indent > 0)) !== except.has(index) : null;
    into.push({ tree, index, indent, shut, part: 0, decoded: here, from });
    if (wrap !== null && node.kind === 'string' && !folds) addParts(tree, index, indent, from, looking, into);
    if (here !== null) {
      if (shut === false) {
        const inner = treeOf(JSON.stringify(here.value), `${here.at}${WITHIN}`);
        const isLeaf = inner.scan.nodes[0]?.count === 0;
        const deeper = indent + node.depth + (isLeaf ? 1 : 0);
        visit(inner, looking, deeper, from ?? pathOf(tree, index), into, isLeaf ? 0 : 1);
      }
      index = node.next > 0 ? node.next : index + 1;
    } else if (shut === true && node.next > 0) index = node.next;
    else if (shut === true) return;
    else index += 1;
  }
}

/** Whether a path is one of this tree, not of another that was decoded from one of its values or that it came from. */
function isOf(path: string, { base }: Tree): boolean {
  const own = base.endsWith(WITHIN) ? base : '';
  return path.startsWith(own) && !path.slice(own.length).includes(WITHIN);
}

const labelOf = ({ key, depth }: Node): string =>
  key === null || depth === 0 ? '' : typeof key === 'number' ? `[${key}]` : safeLine(key);

const headCells = (node: Node, indent: number): number =>
  2 * Math.min(node.depth + indent, DEEPEST_INDENT) + 2 + cellsOf(labelOf(node)) + 2;

/** The further lines of a value too long for one. */
function addParts(
  tree: Tree,
  index: number,
  indent: number,
  from: string | null,
  looking: Looking,
  into: Place[],
): void {
  const node = tree.scan.nodes[index] as Node;
  const room = (looking.wrap ?? 0) - headCells(node, indent);
  // A character takes at most two cells.
  if ((node.end - node.start) * 2 <= room) return;
  const count = partsOf(tree, node, index, indent, looking).length;
  for (let part = 1; part < count; part++) {
    into.push({ tree, index, indent, shut: null, part, decoded: null, from });
  }
}

function partsOf(tree: Tree, node: Node, index: number, indent: number, looking: Looking): readonly string[] {
  const { text } = shownValue(tree, node, index, looking);
  const room = Math.max(10, (looking.wrap ?? 0) - headCells(node, indent));
  return wrapText(text.slice(0, LONGEST_WRAPPED), room);
}

/** The value as it may be seen. */
function shownValue(
  tree: Tree,
  node: Node,
  index: number,
  { revealed }: Looking,
): { readonly text: string; readonly secret: TreeLine['secret'] } {
  const text = leafText(node);
  const named = isSecret(
    nameOf(tree, node),
    node.kind === 'number' ? Number(text) : node.kind === 'string' ? text : null,
  );
  const masked = named ? MASK : node.kind === 'string' ? maskText(text) : text;
  if (masked === text) return { text, secret: null };
  return revealed.includes(pathOf(tree, index))
    ? { text, secret: 'revealed' }
    : { text: masked, secret: 'masked' };
}

function lineOf(place: Place, looking: Looking): DocumentLine {
  const { tree, index, indent, shut, part, decoded, from } = place;
  const node = tree.scan.nodes[index] as Node;
  const isLeaf = node.kind !== 'object' && node.kind !== 'array' && !node.embedded;
  const shown = isLeaf ? shownValue(tree, node, index, looking) : null;
  const path = pathOf(tree, index);
  return {
    node: {
      path,
      jq: from ?? path,
      depth: node.depth + indent,
      kind: node.kind,
      folded: shut,
      secret: shown?.secret ?? null,
    },
    parts: part > 0 ? furtherParts(place, node, looking) : firstParts(place, node, shown, looking, decoded),
    // Looked for when it is copied: of a structure that is all its text.
    get value() {
      return shown === null ? structureText(node) : shown.text;
    },
  };
}

function furtherParts({ tree, index, indent, part }: Place, node: Node, looking: Looking): readonly Part[] {
  const text = partsOf(tree, node, index, indent, looking)[part] ?? '';
  return [{ text: ' '.repeat(headCells(node, indent)) + text, tone: TONES[node.kind] }];
}

function firstParts(
  { tree, index, indent, shut }: Place,
  node: Node,
  shown: ReturnType<typeof shownValue> | null,
  looking: Looking,
  decoded: DecodedValue | null,
): readonly Part[] {
  const label = labelOf(node);
  const lead = '  '.repeat(Math.min(node.depth + indent, DEEPEST_INDENT));
  const head: readonly Part[] = [
    { text: lead + (shut === null ? '  ' : shut ? '▸ ' : '▾ '), tone: 'dim' },
    { text: label === '' ? '' : `${label}: `, tone: 'strong' },
  ];
  if (decoded !== null) return [...head, { text: `(${decoded.what})`, tone: 'accent' }];
  if (shown === null) return [...head, { text: sizeText(node), tone: 'dim' }];
  const isCut = shown.text.length > LONGEST_TEXT;
  const text =
    looking.wrap !== null && node.kind === 'string'
      ? (partsOf(tree, node, index, indent, looking)[0] ?? '')
      : safeLine(shown.text.slice(0, LONGEST_TEXT)) + (isCut ? '…' : '');
  const value: Part = { text, tone: shown.secret === 'masked' ? 'dim' : TONES[node.kind] };
  if (shown.secret === null) return [...head, value];
  return [...head, value, { text: shown.secret === 'masked' ? '  V shows it' : '  V hides it', tone: 'dim' }];
}

/** How many members; `…` while they are being read. */
function sizeText({ kind, count, next, embedded, source, start }: Node): string {
  const inner = next < 0 ? '…' : String(count);
  const isList = kind === 'array' || (embedded && /^"(?: |\\[nrt])*\[/.test(source.slice(start, start + 40)));
  return `${isList ? `[${inner}]` : `{${inner}}`}${embedded ? ' (JSON in text)' : ''}`;
}

/** The JSON of a structure, or a text that holds JSON, with its secrets masked: each is shown and copied by itself. */
function structureText(node: Node): string {
  if (node.next < 0) return '';
  const text = leafText(node);
  try {
    const { value, masked } = maskJson(JSON.parse(text) as Json);
    return masked === 0 ? text : JSON.stringify(value);
  } catch {
    return text;
  }
}

/** False only where no line can have it; signs that stand in no text as they are shown may be anywhere. */
function mayContain({ scan }: Tree, { decoded }: Looking, text: string): boolean {
  const source = scan.nodes[0]?.source ?? '';
  if (decoded.length > 0 || /[^\w .:/@-]/.test(text) || source.includes('\\u')) return true;
  return source.toLowerCase().includes(text);
}
