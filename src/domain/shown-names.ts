/** Names of members that are secrets themselves: a document has a token where others have a word. */
import { maskText } from './secrets.ts';

/** Names that hold no secret: the few of a document, asked for again and again. */
const OPEN_NAMES = new Set<string>();

function isOpenName(name: string): boolean {
  if (OPEN_NAMES.has(name)) return true;
  if (maskText(name) !== name) return false;
  if (OPEN_NAMES.size > 5_000) OPEN_NAMES.clear();
  if (name.length <= 200) OPEN_NAMES.add(name);
  return true;
}

/**
 * The names of an object's members as they may be seen; null where none holds a secret. Two that are masked do not
 * become one.
 */
export function shownNames(names: readonly string[]): ReadonlyMap<string, string> | null {
  const hiding = names.filter((name) => !isOpenName(name));
  if (hiding.length === 0) return null;
  const taken = new Set(names);
  const shown = new Map<string, string>();
  const numbers = new Map<string, number>();
  for (const name of hiding) {
    if (shown.has(name)) continue;
    const masked = maskText(name);
    let number = numbers.get(masked) ?? 1;
    let one = number === 1 ? masked : `${masked} ${number}`;
    while (taken.has(one)) {
      number += 1;
      one = `${masked} ${number}`;
    }
    numbers.set(masked, number);
    taken.add(one);
    shown.set(name, one);
  }
  return shown;
}
