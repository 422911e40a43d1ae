/** The sections one below the other: what stands on each line. Pure. */
import type { Item, Section } from './sections.ts';

export type FigureLine =
  | { readonly kind: 'title'; readonly section: Section }
  | { readonly kind: 'item'; readonly item: Item; readonly section: Section }
  | { readonly kind: 'heading'; readonly text: string; readonly section: Section }
  | { readonly kind: 'note'; readonly text: string; readonly section: Section }
  | { readonly kind: 'blank' };

export function figureLines(sections: readonly Section[]): readonly FigureLine[] {
  return sections.flatMap((section, index): FigureLine[] => [
    ...(index === 0 ? [] : [{ kind: 'blank' as const }]),
    { kind: 'title', section },
    ...section.items.flatMap((item, at) => itemLines(item, section.items[at - 1] ?? null, section)),
    ...(section.note === null ? [] : [{ kind: 'note' as const, text: section.note, section }]),
  ]);
}

/** Above the first line of a figure its name, below a line how its number was come by. */
function itemLines(item: Item, before: Item | null, section: Section): readonly FigureLine[] {
  const { heading, basis } = item;
  return [
    ...(heading === null || heading === before?.heading
      ? []
      : [{ kind: 'heading' as const, text: heading, section }]),
    { kind: 'item', item, section },
    ...(basis === null ? [] : [{ kind: 'note' as const, text: `    ${basis}`, section }]),
  ];
}

/**
 * What stands on the lines from `top` on: where a section began above, its title takes the first one; not where that
 * is the last of the section, for nothing would stand below the title.
 */
export function shownLines(lines: readonly FigureLine[], top: number, height: number): readonly FigureLine[] {
  const [first, ...rest] = lines.slice(top, top + height);
  if (first === undefined) return [];
  const goesOn = rest[0] !== undefined && rest[0].kind !== 'blank';
  const begun = first.kind !== 'title' && first.kind !== 'blank' && goesOn;
  return [begun ? { kind: 'title', section: first.section } : first, ...rest];
}
