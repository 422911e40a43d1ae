/** How wide characters are to a terminal of today: xterm.js by itself goes by a table older than most pictures. */
import type { IUnicodeVersionProvider, Terminal } from '@xterm/headless';
import stringWidth from 'string-width';

type Properties = ReturnType<IUnicodeVersionProvider['charProperties']>;

const VERSION = 'today';

function wcwidth(codePoint: number): 0 | 1 | 2 {
  if (codePoint < 0x300) return codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0) ? 0 : 1;
  return Math.min(2, stringWidth(String.fromCodePoint(codePoint))) as 0 | 1 | 2;
}

const widthIn = (properties: Properties): number => (properties >> 1) & 3;

/** A character's width, and whether it joins the one before, packed as the terminal keeps it. */
function charProperties(codePoint: number, preceding: Properties): Properties {
  const own = wcwidth(codePoint);
  const before = widthIn(preceding);
  const joins = own === 0 && preceding !== 0 && before > 0;
  return ((joins ? Math.max(own, before) : own) << 1) | (joins ? 1 : 0);
}

export function setWidths(terminal: Terminal): void {
  terminal.unicode.register({ version: VERSION, wcwidth, charProperties });
  terminal.unicode.activeVersion = VERSION;
}
