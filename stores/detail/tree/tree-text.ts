/** The text of a line of a JSON tree, made when it is looked at: secrets masked, long values cut or wrapped. */
import { cellsOf } from '../../../src/domain/cells.ts';
import { maskJsonText } from '../../../src/domain/masked-json.ts';
import { isSecret, MASK, maskText } from '../../../src/domain/secrets.ts';
import { safeLine } from '../../../src/domain/text.ts';
import type { DocumentLine, Part, PartTone } from '../document.ts';
import { wrapText } from '../text-lines.ts';
import type { DecodedValue, Folding, Looking, TreeLine } from './looking.ts';
import type { Node, NodeKind } from './scan.ts';
import { leafText, nameOf, pathOf, type Tree } from './tree.ts';

/** A line before its text is made: a node, or one of the further lines of a long value. */
export interface Place {
  readonly tree: Tree;
  readonly index: number;
  readonly indent: number;
  readonly part: number;
  readonly decoded: DecodedValue | null;
  /** jq expression of the text a decoded tree came from; null in the document itself. */
  readonly from: string | null;
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
/** Whether a node is shut; null where there is nothing to fold. */
function shutness(
  tree: Tree,
  index: number,
  indent: number,
  decoded: DecodedValue | null,
  { all, except }: Folding,
): boolean | null {
  const node = tree.scan.nodes[index] as Node;
  const folds = decoded !== null || node.count > 0 || (node.next < 0 && node.kind !== 'string');
  if (!folds) return null;
  const shut = all && (node.depth > 0 || indent > 0);
  return except.length > 0 && except.includes(pathOf(tree, index)) ? !shut : shut;
}

const labelOf = ({ key, depth }: Node): string =>
  key === null || depth === 0 ? '' : typeof key === 'number' ? `[${key}]` : safeLine(maskText(key));

export const headCells = (node: Node, indent: number): number =>
  2 * Math.min(node.depth + indent, DEEPEST_INDENT) + 2 + cellsOf(labelOf(node)) + 2;

export function partsOf(
  tree: Tree,
  node: Node,
  index: number,
  indent: number,
  looking: Looking,
): readonly string[] {
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

export function lineOf(place: Place, looking: Looking): DocumentLine {
  const { tree, index, indent, part, decoded, from } = place;
  const shut = shutness(tree, index, indent, decoded, looking.folding);
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
    parts: part > 0 ? furtherParts(place, node, looking) : firstParts(place, node, shut, shown, looking),
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
  { tree, index, indent, decoded }: Place,
  node: Node,
  shut: boolean | null,
  shown: ReturnType<typeof shownValue> | null,
  looking: Looking,
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
  const does = shown.secret === 'masked' ? 'shows' : 'hides';
  return [...head, value, { text: `  ${looking.secretKey ?? 'V'} ${does} it`, tone: 'dim' }];
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
  return maskJsonText(text)?.json ?? text;
}
