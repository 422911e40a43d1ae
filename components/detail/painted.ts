/** Lines of a document as the text view draws them. */
import { type DocumentLine, plainOf } from '../../stores/detail/document.ts';
import type { Theme } from '../theme.ts';
import type { TextLine } from './TextView.tsx';

export function paintedLine(theme: Theme, line: DocumentLine, index: number): TextLine {
  return {
    key: String(index),
    plain: plainOf(line),
    painted: line.parts.map(({ text, tone }) => theme.paint(tone, text)).join(''),
  };
}
