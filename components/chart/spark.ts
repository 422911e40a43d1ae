/** Small charts as text: pure functions, exact widths. */

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Counts or values by time, oldest first; null where nobody looked. */
export type Series = readonly (number | null)[];

/**
 * A spark line of at most `width` cells, the newest value last. Flat series sit on the base line, what is not
 * known is blank; with more values than cells each cell shows the highest of its share, so that a peak is never
 * lost.
 */
export function sparkLine(values: Series, width: number): string {
  const shown = shares(values, width);
  const known = shown.filter((value) => value !== null);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const block = (value: number) =>
    BLOCKS[high === low ? 0 : Math.round(((value - low) / (high - low)) * (BLOCKS.length - 1))] ?? ' ';
  return shown.map((value) => (value === null ? ' ' : block(value))).join('');
}

/** As `sparkLine`, but from zero, and zero is blank: for counts by time. */
export function countLine(counts: Series, width: number): string {
  const shown = shares(counts, width).map((count) => count ?? 0);
  const high = Math.max(1, ...shown);
  return shown
    .map((count) =>
      count === 0 ? ' ' : BLOCKS[Math.min(BLOCKS.length - 1, Math.ceil((count / high) * BLOCKS.length) - 1)],
    )
    .join('');
}

function shares(values: Series, width: number): Series {
  if (values.length <= width) return values;
  return Array.from({ length: width }, (_, cell) => {
    const from = Math.floor((cell * values.length) / width);
    const to = Math.max(from + 1, Math.floor(((cell + 1) * values.length) / width));
    const known = values.slice(from, to).filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  });
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** A bar of `value` out of `highest` in at most `width` cells; anything above zero shows at least a sliver. */
export function bar(value: number, highest: number, width: number): string {
  if (value <= 0 || highest <= 0 || width <= 0) return '';
  const eighths = Math.max(1, Math.min(width * 8, Math.round((value / highest) * width * 8)));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
