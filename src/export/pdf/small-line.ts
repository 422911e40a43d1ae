/** A line of values without axes, as operators of a page (ISO 32000-1, 8.5). */

export interface Box {
  readonly x: number;
  /** Its lower edge. */
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const LINE = '0 .447 .698 RG .7 w 1 j 1 J';
const DOT = '.835 .369 0 rg';
/** Half a side of the dot at the end. */
const HALF = 1.1;

/**
 * From the lowest value to the highest, which is the height of the box; straight on over what is null, with a dot at
 * the last value. Nothing where there is none.
 */
export function smallLine(values: readonly (number | null)[], { x, y, width, height }: Box): string {
  const known = values.flatMap((value, at) =>
    value === null || !Number.isFinite(value) ? [] : [{ at, value }],
  );
  const low = known.reduce((least, { value }) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = known.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  // Halves: the difference of two large numbers may be none. That of two tiny ones may be nothing.
  const span = high / 2 - low / 2;
  const part = (value: number) => (span === 0 ? 0.5 : (value / 2 - low / 2) / span);
  const points = known.map(({ at, value }): [number, number] => [
    x + (width * at) / Math.max(1, values.length - 1),
    y + height * part(value),
  ]);
  const last = points.at(-1);
  if (last === undefined) return '';
  const path = points.map((each, at) => `${pair(...each)} ${at === 0 ? 'm' : 'l'}`);
  const dot = `${DOT} ${pair(last[0] - HALF, last[1] - HALF)} ${2 * HALF} ${2 * HALF} re f\n`;
  return (points.length === 1 ? '' : `${LINE} ${path.join(' ')} S\n`) + dot;
}

const pair = (x: number, y: number): string => `${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`;
