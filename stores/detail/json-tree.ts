/**
 * A JSON value as foldable lines. Pure: fold state in, visible lines out. A node is named by its path as a
 * jq expression, which is also what copying its path gives.
 */
import type { Json } from '../../src/domain/json.ts';
import { isObject } from '../../src/domain/json.ts';
import { safeLine } from '../../src/domain/text.ts';

export interface TreeLine {
  /** jq expression of the node: `.errors[0].code`; `.` is the root. */
  readonly path: string;
  readonly depth: number;
  /** Key or index, safe; empty for the root. */
  readonly label: string;
  /** The value in one line, safe; for folded or open structures their size. */
  readonly text: string;
  readonly type: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  /** Null when there is nothing to fold. */
  readonly folded: boolean | null;
  readonly value: Json;
}

export interface Tree {
  readonly lines: readonly TreeLine[];
  /** Nodes left out because of the bound; the view says so. */
  readonly left: number;
}

/** More lines than this are never laid out: a 5 MB payload opens as fast as a small one. */
const MOST_LINES = 20_000;
const LONGEST_TEXT = 4_000;

/** The jq expression of a member: `.key`, `."odd key"`, `[3]`. */
export function memberPath(parent: string, key: string | number): string {
  const base = parent === '.' ? '' : parent;
  if (typeof key === 'number') return `${base === '' ? '.' : base}[${key}]`;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `${base}.${key}` : `${base}.${JSON.stringify(key)}`;
}

/** `folded` holds the paths that are shut; everything else is open. */
export function treeLines(root: Json, folded: ReadonlySet<string>): Tree {
  const lines: TreeLine[] = [];
  let left = 0;
  const visit = (value: Json, path: string, label: string, depth: number): void => {
    if (lines.length >= MOST_LINES) {
      left++;
      return;
    }
    const inner = unfoldText(value);
    const members = membersOf(inner);
    const shut = members === null || members.length === 0 ? null : folded.has(path);
    lines.push({ path, depth, label, text: textOf(value, inner), type: typeOf(inner), folded: shut, value });
    if (shut !== false || members === null) return;
    for (const [key, member] of members) {
      visit(member, memberPath(path, key), typeof key === 'number' ? `[${key}]` : safeLine(key), depth + 1);
    }
  };
  visit(root, '.', '', 0);
  return { lines, left };
}

/** Every path that can be folded, for "fold all". */
export function foldablePaths(root: Json): readonly string[] {
  return treeLines(root, new Set())
    .lines.filter((line) => line.folded !== null && line.path !== '.')
    .map((line) => line.path);
}

/** Indices of the lines whose key or value contains the text, whatever its case. */
export function matchingLines(tree: Tree, text: string): readonly number[] {
  if (text === '') return [];
  const wanted = text.toLowerCase();
  return tree.lines.flatMap((line, index) =>
    line.label.toLowerCase().includes(wanted) || line.text.toLowerCase().includes(wanted) ? [index] : [],
  );
}

/** A string that holds a JSON structure is shown as that structure: payloads are often JSON inside JSON. */
function unfoldText(value: Json): Json {
  if (typeof value !== 'string' || value.length > 200_000 || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

function membersOf(value: Json): readonly (readonly [string | number, Json])[] | null {
  if (Array.isArray(value)) return value.map((item, index) => [index, item] as const);
  return isObject(value) ? Object.entries(value) : null;
}

function typeOf(value: Json): TreeLine['type'] {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'object' ? 'object' : (type as 'string' | 'number' | 'boolean');
}

function textOf(value: Json, inner: Json): string {
  const note = inner === value ? '' : ' (JSON in text)';
  if (Array.isArray(inner)) return `[${inner.length}]${note}`;
  if (isObject(inner)) return `{${Object.keys(inner).length}}${note}`;
  return typeof inner === 'string' ? safeLine(inner.slice(0, LONGEST_TEXT)) : String(inner);
}
