/** Finished lines in Ink's tree: Ink lays out their place, the screen draws them. */
import type { DOMElement } from 'ink';
import type { Piece } from './row.ts';

type Transform = NonNullable<DOMElement['internal_transform']>;

const lines = new WeakMap<Transform, readonly string[]>();

/** What marks a text of Ink's as the place of finished lines; Ink itself draws nothing there. */
export function placeOf(finished: readonly string[]): Transform {
  const nothing: Transform = () => '';
  lines.set(nothing, finished);
  return nothing;
}

export interface Drawing {
  /** By line of the screen, in the order in which they lie on top of each other. */
  readonly pieces: readonly (readonly Piece[])[];
  /** There is something of Ink's own to draw on top. */
  readonly more: boolean;
}

/** Everything finished in the tree, where the layout puts it on a screen of so many rows. */
export function drawingOf(root: DOMElement, rows: number): Drawing {
  const pieces: Piece[][] = Array.from({ length: rows }, () => []);
  let more = false;
  const visit = (node: DOMElement, left: number, top: number): void => {
    const x = left + (node.yogaNode?.getComputedLeft() ?? 0);
    const y = top + (node.yogaNode?.getComputedTop() ?? 0);
    const finished = node.internal_transform === undefined ? undefined : lines.get(node.internal_transform);
    if (finished !== undefined) {
      for (const [index, line] of finished.entries()) pieces[y + index]?.push({ x, line });
      return;
    }
    const { borderStyle, backgroundColor } = node.style;
    more ||= node.nodeName === 'ink-text' || borderStyle !== undefined || backgroundColor !== undefined;
    if (node.nodeName === 'ink-text') return;
    for (const child of node.childNodes) if (child.nodeName !== '#text') visit(child, x, y);
  };
  visit(root, 0, 0);
  return { pieces, more };
}
