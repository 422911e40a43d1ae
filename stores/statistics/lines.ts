/** The sections one below the other: what stands on each line. Pure. */
import type { Item, Section } from './sections.ts';

export type FigureLine =
  | { readonly kind: 'title'; readonly section: Section }
  | { readonly kind: 'item'; readonly item: Item; readonly section: Section }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'blank' };

export function figureLines(sections: readonly Section[]): readonly FigureLine[] {
  return sections.flatMap((section, index): FigureLine[] => [
    ...(index === 0 ? [] : [{ kind: 'blank' as const }]),
    { kind: 'title', section },
    ...section.items.map((item): FigureLine => ({ kind: 'item', item, section })),
    ...(section.note === null ? [] : [{ kind: 'note' as const, text: section.note }]),
  ]);
}
