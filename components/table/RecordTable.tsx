import { memo, type ReactElement, useMemo } from 'react';
import { Lines } from '../screen/Lines.tsx';
import type { Theme } from '../theme.ts';
import type { PlacedColumn, ScrollBar } from './layout.ts';
import { headerLine, type ListRow, rowLines, type SortMark } from './lines.ts';
import type { Sight } from './sideways.ts';

interface Props {
  readonly theme: Theme;
  readonly sight: Sight;
  /** The visible rows only, at most `height - 1`. */
  readonly rows: readonly ListRow[];
  readonly cursor: string | null;
  /** The column under the cursor. */
  readonly column: string | null;
  readonly focused: boolean;
  readonly sort: SortMark | null;
  readonly bar: ScrollBar | null;
  readonly width: number;
  /** With the header line. */
  readonly height: number;
}

/** A window of records. One text node for the whole list: layout costs the same for 5 rows and for 60. */
export const RecordTable = memo(function RecordTable(props: Props): ReactElement {
  const { theme, sight, rows, cursor, column, focused, sort, bar, width, height } = props;
  const { placed } = sight;
  const head = useMemo(
    () => headerLine(theme, sight.placed, width, sort, { column, before: sight.before, after: sight.after }),
    [theme, sight, width, sort, column],
  );
  const bodies = useMemo(() => bodiesFor({ theme, placed, width }), [theme, placed, width]);
  const lines = rowLines(theme, placed, rows, {
    width,
    height: height - 1,
    cursor,
    column,
    focused,
    bar,
    bodies,
  });
  return <Lines lines={[head, ...lines]} />;
});

/** Painted rows, anew for whatever they are painted with. */
const bodiesFor = (_with: Pick<Props, 'theme' | 'width'> & { readonly placed: readonly PlacedColumn[] }) =>
  new WeakMap<ListRow, string>();
