import { fold } from '../domain/text.ts';
import type { Place } from './values.ts';

/** A name is part of every ref (`platform/kind/id`), and case never matters in a query. */
export function checkName(
  name: unknown,
  index: number,
  taken: Map<string, number>,
  { path, report }: Place,
): void {
  if (typeof name !== 'string' || name === '') return;
  const shown = JSON.stringify(name);
  if (/[/\u0000-\u001f\u007f-\u009f]|^\s|\s$/.test(name) || name.length > 64) {
    const fix = 'A name has at most 64 characters, no "/", no line breaks and no blanks at its ends.';
    report([...path, 'name'], `${shown} cannot be the name of a platform`, fix);
  }
  const first = taken.get(fold(name));
  if (first === undefined) taken.set(fold(name), index);
  else
    report(
      [...path, 'name'],
      `the name ${shown} is taken by platform ${first + 1}`,
      'Give each its own name.',
    );
}
