/** Keeps one cell from filling the memory: the parser holds a text until its end, and a bomb has none for long. */
import { type ReadLimits, refused } from './lines.ts';

/** What ends a cell, a shared text or a row. */
const END = /<\/(?:c|si|row)>/g;
/** An end may be cut in two by the pieces a text comes in. */
const LONGEST_END = '</row>'.length;

/** The pieces of a part of a workbook as they come. Throws where a text or a cell is longer than a sheet can hold. */
export async function* bounded(
  pieces: AsyncIterable<string>,
  path: string,
  { textLength, cellLength }: Pick<ReadLimits, 'textLength' | 'cellLength'>,
): AsyncGenerator<string> {
  let [text, cell, carried] = [0, 0, ''];
  for await (const piece of pieces) {
    let from = 0;
    for (let tag = piece.indexOf('<'); tag >= 0; tag = piece.indexOf('<', from)) {
      if (text + tag - from > textLength) throw tooLong(path, textLength);
      [text, from] = [0, tag + 1];
    }
    text += piece.length - from;
    if (text > textLength) throw tooLong(path, textLength);
    const seen = carried + piece;
    const last = [...seen.matchAll(END)].at(-1);
    cell = last === undefined ? cell + piece.length : seen.length - last.index;
    if (cell > cellLength) throw tooLong(path, cellLength);
    carried = seen.slice(-LONGEST_END + 1);
    yield piece;
  }
}

const tooLong = (path: string, most: number) =>
  refused(
    path,
    `holds a cell of more than ${most.toLocaleString('en-US')} characters`,
    'No export looks like this: export it again, or open it in a spreadsheet program and save it anew.',
  );
