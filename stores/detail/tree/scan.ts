/**
 * JSON text as nodes in their order, found bit by bit: a payload of a megabyte is never parsed in one go, nor turned
 * into values nobody looks at. Numbers stay the digits they were written with.
 */

import { endOfString, stringIn } from '../../../src/domain/json-places.ts';

export type NodeKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

export interface Node {
  /** The text it stands in: that of the document, or of a string within it that holds JSON itself. */
  readonly source: string;
  readonly kind: NodeKind;
  /** Where its name begins; of one without a name where it begins itself. */
  readonly from: number;
  readonly start: number;
  /** One past its last character; its own start while it is being read. */
  end: number;
  /** Index of what holds it; -1 for the root. */
  readonly parent: number;
  readonly key: string | number | null;
  readonly depth: number;
  /** How many members, as far as they were read. */
  count: number;
  /** Index of the node behind everything within it; -1 while that is not known. */
  next: number;
  /** A string with JSON in it: its members are those of that JSON. */
  readonly embedded: boolean;
}

export interface Scan {
  readonly nodes: readonly Node[];
  readonly done: boolean;
  /** Where the text is no JSON (any further); null where it is. */
  readonly failed: boolean;
  /** There is more than is kept. */
  readonly cut: boolean;
  /** Reads on, at most so many nodes. */
  step(most: number): void;
}

interface Frame {
  readonly node: number;
  readonly source: string;
  readonly close: '}' | ']' | '';
  at: number;
  key: string | number | null;
  /** Where the name begins. */
  named: number;
}

/** More nodes are not kept: nobody reads on there. */
const MOST_NODES = 200_000;
/** Longer texts within a text are not looked into (characters). */
const LONGEST_EMBEDDED = 200_000;

const BLANKS = /[ \t\r\n]*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS: Readonly<Record<string, NodeKind>> = { true: 'boolean', false: 'boolean', null: 'null' };
const HOLDS_JSON = /(?: |\\[nrt])*[[{]/y;

export function scanJson(text: string): Scan {
  const nodes: Node[] = [];
  const frames: Frame[] = [{ node: -1, source: text, close: '', at: 0, key: null, named: 0 }];
  let failed = false;
  let cut = false;

  const add = (frame: Frame, kind: NodeKind, start: number, end: number, embedded = false): number => {
    const parent = nodes[frame.node];
    const index = nodes.length;
    const leaf = kind !== 'object' && kind !== 'array';
    nodes.push({
      source: frame.source,
      kind,
      from: frame.close === '}' ? frame.named : start,
      start,
      end,
      parent: frame.node,
      key: frame.key,
      depth: parent === undefined ? 0 : parent.depth + 1,
      count: 0,
      next: leaf && !embedded ? index + 1 : -1,
      embedded,
    });
    if (parent !== undefined) parent.count += 1;
    return index;
  };

  /** One value, or the end of what holds it; false where there is neither. */
  const read = (frame: Frame): boolean => {
    const { source } = frame;
    let at = after(BLANKS, source, frame.at);
    const holder = nodes[frame.node];
    if (source[at] === frame.close) {
      if (holder !== undefined) {
        // A string with JSON in it ends where it ends itself.
        if (!holder.embedded) holder.end = at + 1;
        holder.next = nodes.length;
      }
      frames.pop();
      const outer = frames.at(-1);
      if (outer !== undefined && outer.source === source) outer.at = at + 1;
      return true;
    }
    if (holder !== undefined && holder.count > 0 && frame.close !== '') {
      if (source[at] !== ',') return false;
      at = after(BLANKS, source, at + 1);
    }
    if (frame.close === '}') {
      if (source[at] !== '"') return false;
      const end = endOfString(source, at);
      frame.named = at;
      frame.key = textOf(source, at, end);
      at = after(BLANKS, source, end);
      if (source[at] !== ':') return false;
      at = after(BLANKS, source, at + 1);
    } else if (frame.close === ']') frame.key = holder?.count ?? 0;
    return value(frame, at);
  };

  const value = (frame: Frame, at: number): boolean => {
    const { source } = frame;
    const ch = source[at];
    if (ch === '{' || ch === '[') {
      const node = add(frame, ch === '{' ? 'object' : 'array', at, at);
      frames.push({ node, source, close: ch === '{' ? '}' : ']', at: at + 1, key: null, named: 0 });
      return true;
    }
    if (ch === '"') {
      const end = endOfString(source, at);
      frame.at = end;
      const inner = embeddedIn(source, at, end);
      const node = add(frame, 'string', at, end, inner !== null);
      if (inner !== null) openEmbedded(node, inner);
      return end <= source.length;
    }
    NUMBER.lastIndex = at;
    const number = NUMBER.test(source) ? NUMBER.lastIndex : -1;
    if (number > 0) {
      frame.at = number;
      add(frame, 'number', at, number);
      return true;
    }
    const word = Object.keys(WORDS).find((one) => source.startsWith(one, at));
    const kind = word === undefined ? undefined : WORDS[word];
    if (word === undefined || kind === undefined) return false;
    frame.at = at + word.length;
    add(frame, kind, at, frame.at);
    return true;
  };

  /** The members of the JSON in a string are members of the string. */
  const openEmbedded = (node: number, inner: string): void => {
    const at = after(BLANKS, inner, 0);
    frames.push({
      node,
      source: inner,
      close: inner[at] === '{' ? '}' : ']',
      at: at + 1,
      key: null,
      named: 0,
    });
  };

  const finished = (): boolean => {
    const [root] = frames;
    return frames.length === 0 || (frames.length === 1 && root?.close === '' && nodes.length > 0);
  };
  const step = (most: number): void => {
    const until = nodes.length + most;
    // Ends of structures count little, but there may be many.
    for (let turns = 2 * most; turns > 0 && nodes.length < until && !failed && !finished(); turns--) {
      const frame = frames.at(-1);
      if (frame === undefined || !read(frame)) failed = true;
      if (nodes.length >= MOST_NODES) {
        cut = true;
        frames.length = 0;
      }
    }
    if (!finished() || failed) return;
    const [root] = frames;
    // Whatever stands behind the one value makes it no JSON.
    if (root !== undefined && after(BLANKS, text, root.at) < text.length) failed = true;
    frames.length = 0;
  };
  return {
    nodes,
    get done() {
      return failed || frames.length === 0;
    },
    get failed() {
      return failed;
    },
    get cut() {
      return cut;
    },
    step,
  };
}

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return Math.max(at, pattern.lastIndex);
}

/** The text of a string literal. */
export function textOf(source: string, start: number, end: number): string {
  return stringIn(source, start, end) ?? source.slice(start + 1, end - 1);
}

/** The JSON a string holds; null where it holds none. */
function embeddedIn(source: string, start: number, end: number): string | null {
  HOLDS_JSON.lastIndex = start + 1;
  if (!HOLDS_JSON.test(source) || end - start > LONGEST_EMBEDDED) return null;
  const text = textOf(source, start, end);
  try {
    JSON.parse(text);
    return text;
  } catch {
    return null;
  }
}
