/** Text as a spreadsheet cell can hold it. */

/** Characters a cell holds (UTF-16 units): the limit Excel documents. */
export const CELL_LIMIT = 32_767;
const CUT_MARK = '… [cut]';

// What XML 1.0 has no way to write, and DEL, which exceljs would leave out without a trace.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;

/** Characters XML cannot carry become U+FFFD. */
export function xmlText(text: string): string {
  return text.toWellFormed().replace(NOT_XML, '\uFFFD');
}

/** Text cut at the limit of a cell, with a mark; never between the halves of a character. */
export function cutText(text: string): string {
  if (text.length <= CELL_LIMIT) return text;
  let end = CELL_LIMIT - CUT_MARK.length;
  if (/[\ud800-\udbff]/.test(text[end - 1] ?? '')) end--;
  return text.slice(0, end) + CUT_MARK;
}

/**
 * Whether a plain cell would come back different: readers trim blanks at its ends, make CR a line feed,
 * take `_x0041_` for an escape, and some decode `&amp;` twice.
 */
export function needsSharedString(text: string): boolean {
  return /^\s|\s$|\r|_x[0-9A-Fa-f]{4}_|&[a-z]*;/.test(text);
}

/** The text as a shared string has it: `_xHHHH_` is the escape for what XML would change (ISO 29500, ST_Xstring). */
export function sharedText(text: string): string {
  return text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replace(/\r/g, '_x000D_');
}
