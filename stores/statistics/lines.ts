/** The sections one below the other: what stands on each line. Pure. */
import type { Item, Section } from './sections.ts';

export type FigureLine =
  | { readonly kind: 'title'; readonly section: Section }
  | { readonly kind: 'item'; readonly item: Item; readonly section: Section }
  | { readonly kind: 'note'; readonly text: string; readonly section: Section }
  | { readonly kind: 'blank' };

export function figureLines(sections: readonly Section[]): readonly FigureLine[] {
  return sections.flatMap((section, index): FigureLine[] => [
    ...(index === 0 ? [] : [{ kind: 'blank' as const }]),
    { kind: 'title', section },
    ...section.items.map((item): FigureLine => ({ kind: 'item', item, section })),
    ...(section.note === null ? [] : [{ kind: 'note' as const, text: section.note, section }]),
  ]);
}

/** What stands on the lines from `top` on: where a section began above, its title takes the first one. */
export function shownLines(lines: readonly FigureLine[], top: number, height: number): readonly FigureLine[] {
  const [first, ...rest] = lines.slice(top, top + height);
  if (first === undefined) return [];
  const begun = first.kind === 'item' || first.kind === 'note';
  return [begun ? { kind: 'title', section: first.section } : first, ...rest];
}
