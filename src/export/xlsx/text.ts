/** Text as a spreadsheet cell can hold it. */

/** Characters a cell holds (UTF-16 units): the limit Excel documents. */
export const CELL_LIMIT = 32_767;
const CUT_MARK = '… [cut]';

// What XML 1.0 has no way to write.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const MARKUP = /[&<>\r]|_(?=x[0-9A-Fa-f]{4}_)/;

/** Text cut at the limit of a cell, with a mark; never between the halves of a character. */
export function cutText(text: string): string {
  return text.length <= CELL_LIMIT ? text : pieceOf(text, 0, CELL_LIMIT - CUT_MARK.length) + CUT_MARK;
}

/** At most so many units of a text from `at` on, without half a character at its end. */
export function pieceOf(text: string, at: number, most: number): string {
  const end = at + most;
  const halved = end < text.length && /[\ud800-\udbff]/.test(text[end - 1] ?? '');
  return text.slice(at, halved ? end - 1 : end);
}

/**
 * Text between tags. Characters XML cannot carry become U+FFFD; `_xHHHH_` is the escape for what it would change
 * (ISO 29500, ST_Xstring), so what looks like one is escaped itself.
 */
export function xmlText(text: string): string {
  const carried = text.isWellFormed() ? text : text.toWellFormed();
  const plain = carried.replace(NOT_XML, '\uFFFD');
  if (!MARKUP.test(plain)) return plain;
  return plain
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('\r', '_x000D_');
}

/** An item of the table of texts; blanks at its ends and line feeds are kept only where that is said. */
export function itemOf(text: string): string {
  const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : '';
  return `<si><t${space}>${xmlText(cutText(text))}</t></si>`;
}
