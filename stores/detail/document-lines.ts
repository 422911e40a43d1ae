/** Lines of a document of any length: an array, or lines made when they are looked at. */
import type { DocumentLine } from './document.ts';

export interface Lines {
  readonly length: number;
  at(index: number): DocumentLine | undefined;
  /** Tells of line after line whether it may contain a text in lower case; null where only the lines can tell. */
  readonly seek?: (text: string) => ((index: number) => boolean) | null;
  /** Index of the line that holds this one, where lines lie in each other; -1 where nothing does. */
  readonly holderOf?: (index: number) => number;
  /** Reads on; null when all is read. */
  readonly grow?: (() => void) | null;
}

/** Some of the lines, as an array. */
export function linesBetween(lines: Lines, from: number, to = lines.length): readonly DocumentLine[] {
  const found: DocumentLine[] = [];
  for (let index = from; index < Math.min(to, lines.length); index++) {
    const line = lines.at(index);
    if (line !== undefined) found.push(line);
  }
  return found;
}
