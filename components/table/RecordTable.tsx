import { memo, type ReactElement, useMemo } from 'react';
import { Lines } from '../screen/Lines.tsx';
import type { Theme } from '../theme.ts';
import { type Content, type ListColumn, type PlacedColumn, placeColumns, type ScrollBar } from './layout.ts';
import { GUTTER, headerLine, type ListRow, MARGIN, rowLines, type SortMark } from './lines.ts';

interface Props {
  readonly theme: Theme;
  readonly columns: readonly ListColumn[];
  readonly content: Content;
  /** The visible rows only, at most `height - 1`. */
  readonly rows: readonly ListRow[];
  readonly cursor: string | null;
  readonly focused: boolean;
  readonly sort: SortMark | null;
  readonly bar: ScrollBar | null;
  readonly width: number;
  /** With the header line. */
  readonly height: number;
}

/** A window of records. One text node for the whole list: layout costs the same for 5 rows and for 60. */
export const RecordTable = memo(function RecordTable(props: Props): ReactElement {
  const { theme, columns, content, rows, cursor, focused, sort, bar, width, height } = props;
  const placed = useMemo(
    () => placeColumns(columns, width - GUTTER - MARGIN, content),
    [columns, width, content],
  );
  const head = useMemo(() => headerLine(theme, placed, width, sort), [theme, placed, width, sort]);
  const bodies = useMemo(() => bodiesFor({ theme, placed, width }), [theme, placed, width]);
  const lines = rowLines(theme, placed, rows, { width, height: height - 1, cursor, focused, bar, bodies });
  return <Lines lines={[head, ...lines]} />;
});

/** Painted rows, anew for whatever they are painted with. */
const bodiesFor = (_with: Pick<Props, 'theme' | 'width'> & { readonly placed: readonly PlacedColumn[] }) =>
  new WeakMap<ListRow, string>();
