/** Lines of a JSON tree as painted text. */

import type { TreeLine } from '../../stores/detail/json-tree.ts';
import { GLYPHS, type Theme, type Tone } from '../theme.ts';
import type { TextLine } from './TextView.tsx';

const TONES: Readonly<Record<TreeLine['type'], Tone>> = {
  object: 'dim',
  array: 'dim',
  string: 'plain',
  number: 'info',
  boolean: 'warning',
  null: 'dim',
};

export function treeText(theme: Theme, lines: readonly TreeLine[]): readonly TextLine[] {
  return lines.map((line) => {
    const fold = line.folded === null ? ' ' : line.folded ? GLYPHS.folded : GLYPHS.unfolded;
    const indent = '  '.repeat(line.depth);
    const label = line.label === '' ? '' : `${line.label}: `;
    return {
      key: line.path,
      plain: `${indent}${fold} ${label}${line.text}`,
      painted: `${indent}${fold} ${theme.paint('strong', label)}${theme.paint(TONES[line.type], line.text)}`,
    };
  });
}
