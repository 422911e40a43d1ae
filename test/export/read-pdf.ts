/** A document as a reader that is not ours shows it: Mozilla's pdf.js. */
import { readFileSync } from 'node:fs';
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';

/** Text as it was put on a page, in the order of the page; `text` is what its glyphs say. */
export interface Shown {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly text: string;
}

export interface ReadPage {
  readonly width: number;
  readonly height: number;
  readonly shown: readonly Shown[];
  /** As a reader copies it: text that runs from right to left is in the order it is read. */
  readonly copied: readonly string[];
  /** Lines that were drawn, as the points they go through. */
  readonly lines: readonly (readonly (readonly [x: number, y: number])[])[];
}

interface Glyph {
  readonly unicode: string;
}

export async function readPdf(path: string, only?: readonly number[]) {
  const { OPS } = await getResolvedPDFJS();
  const document = await getDocumentProxy(new Uint8Array(readFileSync(path)));
  const { info } = await document.getMetadata();
  const outline = await document.getOutline();
  const pages: ReadPage[] = [];
  for (const number of only ?? Array.from({ length: document.numPages }, (_, at) => at + 1)) {
    const page = await document.getPage(number);
    const { fnArray, argsArray } = await page.getOperatorList();
    const shown: Shown[] = [];
    const lines: [number, number][][] = [];
    let [x, y, size] = [0, 0, 0];
    for (const [at, operator] of fnArray.entries()) {
      const given = argsArray[at] as readonly unknown[];
      if (operator === OPS.constructPath && given[0] === OPS.stroke) {
        // Each point stands behind a number that says whether the line goes on to it.
        const [path] = given[1] as readonly [Float32Array];
        const points = Array.from({ length: path.length / 3 }, (_, index) => index * 3);
        lines.push(points.map((from) => [path[from + 1] ?? 0, path[from + 2] ?? 0]));
      }
      if (operator === OPS.setFont) size = given[1] as number;
      if (operator === OPS.setTextMatrix) {
        const matrix = (given.length === 1 ? given[0] : given) as ArrayLike<number>;
        [x, y] = [matrix[4] ?? 0, matrix[5] ?? 0];
      }
      if (operator === OPS.showText) {
        const glyphs = given[0] as readonly (Glyph | number)[];
        const text = glyphs.map((glyph) => (typeof glyph === 'number' ? '' : glyph.unicode)).join('');
        shown.push({ x, y, size, text });
      }
    }
    const { items } = await page.getTextContent();
    const copied = items.flatMap((item) => ('str' in item ? [item.str] : []));
    const [, , width = 0, height = 0] = page.view;
    pages.push({ width, height, shown, copied, lines });
  }
  const count = document.numPages;
  await document.loadingTask.destroy();
  return { count, pages, info: info as Readonly<Record<string, unknown>>, outline };
}
