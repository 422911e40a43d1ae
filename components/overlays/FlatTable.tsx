import { Text } from 'ink';
import { type AllColumnProps, type CellProps, Table } from 'ink-table';
import { createContext, type PropsWithChildren, type ReactElement, useContext } from 'react';
import { useView } from '../view.ts';

type Row = Readonly<Record<string, string>>;

/** The row under the cursor; and, within a row, whether it is that one. */
const ChosenRow = createContext<Row | null>(null);
const IsChosen = createContext(false);

/** ink-table with a line a row and no rules: a list to choose from, not a sheet. */
class Unruled extends Table<Row> {
  constructor(props: ConstructorParameters<typeof Table<Row>>[0]) {
    super(props);
    const drawn = this.data;
    this.data = (row) => <OneRow row={row.data as Row}>{drawn(row)}</OneRow>;
    this.header = none;
    this.separator = none;
    this.footer = none;
  }
}

function OneRow({ row, children }: PropsWithChildren<{ row: Row }>): ReactElement {
  const chosen = useContext(ChosenRow) === row;
  return <IsChosen.Provider value={chosen}>{children}</IsChosen.Provider>;
}

function none(): ReactElement {
  // biome-ignore lint/complexity/noUselessFragments: the table wants an element.
  return <></>;
}

function Cell({ children }: CellProps): ReactElement {
  const { theme } = useView();
  const chosen = useContext(IsChosen);
  return <Text>{theme.paint(chosen ? 'cursor' : 'plain', String(children))}</Text>;
}

function Heading({ children }: PropsWithChildren): ReactElement {
  const { theme } = useView();
  return <Text>{theme.paint('strong', String(children))}</Text>;
}

export interface FlatTableProps {
  readonly rows: readonly Row[];
  readonly cursor: number;
  /** Titles of the columns with numbers. */
  readonly numbers: readonly string[];
}

/** Blanks a column has on its two sides. */
export const AROUND_CELLS = 2;

export function FlatTable({ rows, cursor, numbers }: FlatTableProps): ReactElement {
  const columns: AllColumnProps<Row>[] = Object.keys(rows[0] ?? {}).map((key) => ({
    key,
    align: numbers.includes(key) ? 'right' : 'left',
  }));
  return (
    <ChosenRow.Provider value={rows[cursor] ?? null}>
      <Unruled data={[...rows]} columns={columns} cell={Cell} header={Heading} skeleton={none} />
    </ChosenRow.Provider>
  );
}
