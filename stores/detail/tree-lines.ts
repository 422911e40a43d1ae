/** JSON of a record as foldable document lines. */
import type { Json } from '../../src/domain/json.ts';
import { type DocumentLine, type PartTone, paragraph, said } from './document.ts';
import { type TreeLine, treeLines } from './json-tree.ts';

const TONES: Readonly<Record<TreeLine['type'], PartTone>> = {
  object: 'dim',
  array: 'dim',
  string: 'plain',
  number: 'info',
  boolean: 'warning',
  null: 'dim',
};

export function jsonLines(value: Json, folded: ReadonlySet<string>): readonly DocumentLine[] {
  const tree = treeLines(value, folded);
  const lines = tree.lines.map(nodeLine);
  if (tree.left === 0) return lines;
  return [
    ...lines,
    said(`… ${tree.left} more nodes are not shown; export the record to see everything`, 'dim'),
  ];
}

function nodeLine(node: TreeLine): DocumentLine {
  const fold = node.folded === null ? '  ' : node.folded ? '▸ ' : '▾ ';
  const indent = '  '.repeat(Math.min(node.depth, 40));
  const label = node.label === '' ? '' : `${node.label}: `;
  return {
    node,
    value: typeof node.value === 'string' ? node.value : undefinedless(node.value),
    parts: [
      { text: indent + fold, tone: 'dim' },
      { text: label, tone: 'strong' },
      { text: node.text, tone: TONES[node.type] },
    ],
  };
}

function undefinedless(value: Json): string {
  return JSON.stringify(value) ?? 'null';
}

/** JSON text longer than this is shown as text: parsing it would hold up every key (characters). */
const PARSED_LIMIT = 1_000_000;
/** And no more of it than this (characters). */
const SHOWN_LIMIT = 200_000;

/** The platform's own JSON as a tree, or as text where it is too long or is none. */
export function rawLines(raw: string, folded: ReadonlySet<string>, width: number): readonly DocumentLine[] {
  if (raw.length <= PARSED_LIMIT) {
    const parsed = parsedOnce(raw);
    if (parsed !== undefined) return jsonLines(parsed, folded);
  }
  const shown = raw.slice(0, SHOWN_LIMIT);
  const note =
    shown.length < raw.length
      ? `${raw.length.toLocaleString('en')} characters; the first ${SHOWN_LIMIT.toLocaleString('en')} are shown, an export has all`
      : 'not JSON; shown as text';
  return [said(note, 'warning'), ...paragraph(shown, width)];
}

let last: { readonly raw: string; readonly value: Json | undefined } | null = null;

/** Folding draws the same text again and again: the last one stays parsed. */
function parsedOnce(raw: string): Json | undefined {
  if (last?.raw !== raw) {
    let value: Json | undefined;
    try {
      value = JSON.parse(raw) as Json;
    } catch {
      value = undefined;
    }
    last = { raw, value };
  }
  return last?.value;
}
