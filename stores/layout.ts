/** Where everything stands on a screen of a size. Pure; the store needs it to page, the views to draw. */

export interface Size {
  readonly columns: number;
  readonly rows: number;
}
export interface Area {
  readonly width: number;
  readonly height: number;
}
export type DetailMode = 'closed' | 'split' | 'full';

export interface Layout {
  /** Null while the detail covers it. */
  readonly list: Area | null;
  /** The histogram above the list; null where it is not wanted or would leave too few records. */
  readonly strip: Area | null;
  /** How much of it has been fetched, below the histogram; null where there is no room or no wish for it. */
  readonly coverage: Area | null;
  readonly detail: (Area & { readonly side: 'beside' | 'below' | 'over' }) | null;
  /** Lines between filter line and footer. */
  readonly body: Area;
}

/** The least the console can be used in. */
export const LEAST: Size = { columns: 60, rows: 12 };
const HEADER = 2;
const FILTER = 1;
const FOOTER = 1;
const BESIDE = 140;
const BELOW = 100;

export function tooSmall({ columns, rows }: Size): boolean {
  return columns < LEAST.columns || rows < LEAST.rows;
}

/** Whether a histogram is wanted over the list, and more than records, because it has the keys. */
export type StripWish = 'none' | 'shown' | 'focused';
/** The least lines of a list that give one, and two, to a histogram. */
const STRIP_ONE = 18;
const STRIP_TWO = 26;
const STRIP_FOCUSED = 8;
/** The least lines that give one to the coverage unasked, and that are left to records where it is asked for. */
const COVERAGE_ONE = 28;
const RECORDS_LEFT = 8;

/** The detail beside the list from 140 columns, below it from 100, over it under that. */
export function layoutOf(
  size: Size,
  mode: DetailMode,
  wish: StripWish = 'none',
  coverage: CoverageWish = 'none',
): Layout {
  const body = { width: size.columns, height: Math.max(1, size.rows - HEADER - FILTER - FOOTER) };
  const under = ({ width, height }: Area): Pick<Layout, 'list' | 'strip' | 'coverage'> => {
    const strip = stripLines(height, wish);
    const fetched = coverageLines(height - strip, coverage);
    return {
      list: { width, height: height - strip - fetched },
      strip: strip === 0 ? null : { width, height: strip },
      coverage: fetched === 0 ? null : { width, height: fetched },
    };
  };
  if (mode === 'closed') return { ...under(body), detail: null, body };
  if (mode === 'full' || size.columns < BELOW)
    return { list: null, strip: null, coverage: null, detail: { ...body, side: 'over' }, body };
  if (size.columns >= BESIDE) {
    const list = Math.floor(size.columns * 0.5);
    return {
      ...under({ width: list, height: body.height }),
      detail: { width: size.columns - list, height: body.height, side: 'beside' },
      body,
    };
  }
  const list = Math.max(4, Math.floor(body.height * 0.4));
  return {
    ...under({ width: body.width, height: list }),
    detail: { width: body.width, height: body.height - list, side: 'below' },
    body,
  };
}

/** `auto`: a line for all streams where there is room; a number: so many lines are wanted. */
export type CoverageWish = 'none' | 'auto' | number;

function coverageLines(height: number, wish: CoverageWish): number {
  if (wish === 'none') return 0;
  if (wish === 'auto') return height >= COVERAGE_ONE ? 1 : 0;
  const room = Math.min(wish, height - RECORDS_LEFT);
  return room >= 2 ? room : 0;
}

function stripLines(height: number, wish: StripWish): number {
  if (wish === 'none') return 0;
  if (wish === 'focused') return height >= STRIP_FOCUSED ? 2 : 0;
  return height >= STRIP_TWO ? 2 : height >= STRIP_ONE ? 1 : 0;
}

/** Lines of records in a list: its header row is not one. */
export function listLines(layout: Layout): number {
  return Math.max(1, (layout.list?.height ?? layout.body.height) - 1);
}
/** Lines of text in a detail: its title, tab and rule lines are not. */
export const DETAIL_HEAD = 2;
export function detailLines(layout: Layout): number {
  return Math.max(1, (layout.detail?.height ?? layout.body.height) - DETAIL_HEAD);
}
