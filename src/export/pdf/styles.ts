/** How the texts of a document look. */
import type { Style } from './lines.ts';
import type { Typeface } from './typeface.ts';

/** Names of the fonts in the pages. */
export const FONT_NAMES = { regular: '/R', bold: '/B' } as const;

export interface Styles {
  readonly title: Style;
  readonly section: Style;
  readonly label: Style;
  readonly plain: Style;
  readonly heading: Style;
  readonly cell: Style;
  /** What stands below the cells of a row. */
  readonly below: Style;
  readonly belowLabel: Style;
  readonly running: Style;
  readonly foot: Style;
}

export function stylesOf(regular: Typeface, bold: Typeface): Styles {
  const of = (face: Typeface, size: number, grey: number): Style => ({
    face,
    size,
    operators: `${face === bold ? FONT_NAMES.bold : FONT_NAMES.regular} ${size} Tf ${grey} g`,
  });
  return {
    title: of(bold, 20, 0.1),
    section: of(bold, 12, 0.1),
    label: of(bold, 8.5, 0.25),
    plain: of(regular, 8.5, 0.1),
    heading: of(bold, 7, 0.1),
    cell: of(regular, 7, 0),
    below: of(regular, 6.5, 0.25),
    belowLabel: of(regular, 6.5, 0.5),
    running: of(regular, 7.5, 0.4),
    foot: of(regular, 7.5, 0.4),
  };
}

/** Points from one line to the next. */
export const leading = ({ size }: Style): number => Math.round(size * 1.28 * 10) / 10;
