/**
 * Text safety: every remote string passes here once on its way to the screen, clipboard, title or log.
 * Terminals obey control sequences hidden in data (CWE-150); files keep the exact value instead, escaped.
 */

// ESC [ … , ESC ] … , ESC P/_/^/X … up to their terminator, and their 8-bit forms; then any two-byte escape.
const SEQUENCE =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]/g;
// C0 but LF and TAB, DEL, C1, bidi controls, line and paragraph separators, and other invisible format characters.
const UNSAFE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/g;

/** Text for a multi-line view: control sequences dropped, unsafe characters shown as U+FFFD, LF and TAB kept. */
export function safeText(text: string): string {
  return agreedWidth(inertText(text));
}

/** Text for one line: as `safeText`, with every run of white space folded to one blank. */
export function safeLine(text: string): string {
  return oneLine(safeText(text));
}

/** As `safeLine`, for what is read by a program rather than seen in cells: no character is simplified. */
export function inertLine(text: string): string {
  return oneLine(inertText(text));
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function inertText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(SEQUENCE, '\uFFFD').replace(UNSAFE, '\uFFFD');
}

/** What makes one picture of several characters; how many cells that takes, no two terminals agree on. */
const COMPOSING = /[\u200d\u20e3\ufe0e\ufe0f\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/u;
const PICTURE =
  /(\p{Extended_Pictographic})(?:[\ufe0e\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]|\u200d\p{Extended_Pictographic}?)+/gu;
const FLAG_LETTER = /[\u{1f1e6}-\u{1f1ff}]/gu;
/** Variation selectors, tags, and the cap of a key: nothing without what they belong to. */
const LEFT_OVER = /[\ufe0e\ufe0f\u{e0020}-\u{e007f}]|(?<=[0-9#*]\ufe0f?)\u20e3/gu;

/**
 * Each picture of several characters as its first, flags as their letters, keycaps as their digit: columns
 * behind them stay where they belong on every terminal.
 */
function agreedWidth(text: string): string {
  if (!COMPOSING.test(text)) return text;
  return text
    .replace(PICTURE, '$1')
    .replace(FLAG_LETTER, (letter) => String.fromCharCode((letter.codePointAt(0) ?? 0) - 0x1f1e6 + 65))
    .replace(LEFT_OVER, '')
    .replace(/[\u{1f3fb}-\u{1f3ff}]/gu, '□');
}

/** The first of these that shows anything, as `safeLine`; what is blank says no more than what is missing. */
export function firstLine(...texts: readonly (string | null | undefined)[]): string {
  for (const text of texts) {
    const line = safeLine(text ?? '');
    if (line !== '') return line;
  }
  return '';
}

/** C0, DEL, C1, bidi and separators as \uXXXX: the value stays exact, the terminal safe. */
const JSON_UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/g;

/** JSON text that is exact for a parser and inert in a terminal. */
export function jsonText(value: unknown, indent?: number): string {
  return inertJson(JSON.stringify(value, null, indent) ?? 'null');
}

/** JSON text with everything a terminal might obey escaped. */
export function inertJson(text: string): string {
  // In ASCII there is one such character, and most documents are: found in an eighth of the time.
  if (Buffer.byteLength(text) === text.length && !text.includes('\u007f')) return text;
  return text.replace(JSON_UNSAFE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * The form in which text is compared and indexed: well-formed, lower case, NUL replaced.
 * Queries and index share it, so that what the index finds is what the predicate accepts.
 */
export function fold(text: string): string {
  return text.toWellFormed().toLowerCase().replaceAll('\u0000', '\uFFFD');
}
