/** `@a.b[*]["c d"]` as it is written. */
import { type Bad, unquote } from './item.ts';
import type { PathStep } from './tree.ts';

const KEY = /[^\s.[\]()"',:=!<>~*?]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const INDEX = /\[(\d{1,9}|\*|"(?:[^"\\]|\\.)*")\]/y;
/** More steps than any real document has levels. */
const LONGEST = 100;

/** The path that begins with the `@` at `start`, and where it ends. */
export function scanPath(
  text: string,
  start: number,
): { readonly path: readonly PathStep[]; readonly end: number } | Bad {
  const path: PathStep[] = [];
  let at = start + 1;
  for (;;) {
    if (path.length >= LONGEST) return bad(`a path has at most ${LONGEST} steps`, at);
    if (text[at] === '[') {
      INDEX.lastIndex = at;
      const found = INDEX.exec(text)?.[1];
      if (found === undefined) return bad('expected [*], [0] or ["key"]', at);
      path.push(stepOf(found));
      at = INDEX.lastIndex;
    } else {
      const key = keyAt(text, at);
      if (key === null) return bad('a key is missing here', at);
      path.push({ key: key.text });
      at = key.end;
    }
    if (text[at] === '.') at++;
    else if (text[at] !== '[') return { path, end: at };
  }

  function bad(message: string, where: number): Bad {
    const span = { start: Math.min(where, text.length), end: Math.min(where + 1, text.length) };
    return { message, span };
  }
}

function stepOf(found: string): PathStep {
  if (found === '*') return { every: true };
  return found.startsWith('"') ? { key: unquote(found.slice(1, -1)) } : { index: Number(found) };
}

function keyAt(text: string, at: number): { readonly text: string; readonly end: number } | null {
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(text);
  if (quoted !== null) return { text: unquote(quoted[1] ?? ''), end: QUOTED.lastIndex };
  KEY.lastIndex = at;
  const plain = KEY.exec(text);
  return plain === null ? null : { text: plain[0], end: KEY.lastIndex };
}
