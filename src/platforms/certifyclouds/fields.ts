/** Reading a row of either generation: names in snake_case (the audit entry as published) or in camelCase. */
import type { RowReader } from '../rows.ts';

/** The pointer under which a row has a field, out of several names in snake_case; the first when it has none. */
export function at(read: RowReader, ...pointers: readonly [string, ...string[]]): string {
  const all = pointers.flatMap((pointer) => [pointer, camel(pointer)]);
  return all.find((pointer) => has(read, pointer)) ?? pointers[0];
}

function has(read: RowReader, pointer: string): boolean {
  const parent = pointer.slice(0, pointer.lastIndexOf('/'));
  const holder = read.json(parent);
  // A way that leads through a text is no way; `json` would set the row aside for it.
  return holder !== null && typeof holder === 'object' && read.json(pointer) !== null;
}

const camel = (pointer: string): string => pointer.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/** Text, or the JSON of what came in its place. */
export function wordsAt(read: RowReader, pointer: string): string | null {
  const value = read.json(pointer);
  return value === null || typeof value === 'string' ? value : JSON.stringify(value);
}
