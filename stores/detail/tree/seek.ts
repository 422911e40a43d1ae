/** Finding text in a document without making a line of each of its nodes. */
import type { Node } from './scan.ts';

/** Signs that stand between the parts of a line, or are written otherwise in JSON. */
const ELSEWHERE = /[^\w ./@-]/;

/**
 * Whether a node's line may contain a text in lower case; asked for one node after the other, in either direction.
 * Null where only the lines themselves can tell.
 */
export function seeker(source: string, wanted: string): ((node: Node) => boolean) | null {
  const lower = source.toLowerCase();
  if (ELSEWHERE.test(wanted) || lower.length !== source.length) return null;
  // Where it was found last, and where a sign that is written otherwise: the next node is mostly before both.
  let found = span(lower, wanted);
  let escaped = span(source, '\\');
  return (node) => {
    const start = node.from;
    const end = node.kind === 'object' || node.kind === 'array' ? node.start + 1 : node.end;
    if (node.source !== source) return true;
    found = found.around(start, end);
    escaped = escaped.around(start, end);
    return found.inside || escaped.inside;
  };
}

interface Span {
  /** Whether the text stands within the stretch last asked for. */
  readonly inside: boolean;
  around(start: number, end: number): Span;
}

/** The stretches without a text are remembered: each is searched once. */
function span(source: string, text: string, free: readonly [number, number] = [0, 0], inside = false): Span {
  return {
    inside,
    around(start, end) {
      if (start >= free[0] && end <= free[1]) return inside ? span(source, text, free, false) : this;
      const at = source.indexOf(text, start);
      const next = at < 0 ? source.length : at + text.length - 1;
      if (at >= 0 && at + text.length <= end) return span(source, text, [0, 0], true);
      // Backwards, what lies before may be free as well.
      const before = source.lastIndexOf(text, start);
      return span(source, text, [before < 0 ? 0 : before + 1, next], false);
    },
  };
}
