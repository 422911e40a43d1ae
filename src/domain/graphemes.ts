/**
 * Characters as a reader counts them. The segmenter is made at the first use: it reads the tables of the whole of
 * Unicode, which most runs do without.
 */
let segmenter: Intl.Segmenter | null = null;

export function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}
