import type { ReactElement } from 'react';
import { cellsOf } from '../../src/domain/cells.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import { withKeys } from '../../stores/derive.ts';
import { wrapText } from '../../stores/detail/text-lines.ts';
import type { SqlOverlay } from '../../stores/overlays/finding.ts';
import type { Theme } from '../theme.ts';
import { useConsoleState, useView } from '../view.ts';
import { type BoxLine, boxLine } from './box-lines.ts';
import { Dialog } from './Dialog.tsx';
import { sqlTable } from './sql-text.ts';

/** What a question in SQL was answered, a window of it. */
export function Sql(overlay: SqlOverlay): ReactElement {
  const { theme } = useView();
  const { columns: width, rows } = useConsoleState((state) => state.size);
  const height = Math.max(4, rows - 6);
  const keys = useConsoleState((state) => state.keys);
  const words = (text: string): string => withKeys({ keys }, text, 'sql');
  const lines = linesOf(theme, overlay, width, height, words);
  const blanks = Array.from({ length: Math.max(0, height - lines.length) }, () => boxLine('', width));
  return <Dialog title={`; ${safeLine(overlay.text)}`} lines={[...lines, ...blanks]} width={width} />;
}

function linesOf(
  theme: Theme,
  { answer, top, left }: SqlOverlay,
  width: number,
  height: number,
  /** A text with the keys in force. */
  words: (text: string) => string,
): readonly BoxLine[] {
  switch (answer.kind) {
    case 'loading':
      return [boxLine(words('Asking; {step.back} ends it'), width)];
    case 'failed':
      return [
        ...wrapText(safeLine(answer.failure.what), width - 4, height - 2).map((text) =>
          boxLine(text, width, (plain) => theme.paint('error', plain)),
        ),
        boxLine(answer.failure.next, width),
      ];
    case 'ready': {
      const { value } = answer;
      const room = height - 2;
      const table = sqlTable(value, { top, left, width: width - 4, height: room });
      const count = `${value.more ? 'the first ' : ''}${grouped(value.rows.length)} rows`;
      const where = value.rows.length === 0 ? 'no rows' : `${count}, from ${grouped(top + 1)} on`;
      const place = `${where} · column ${left + 1} of ${value.columns.length}`;
      const moves = `${place} · ${words('{sql.down} {sql.up} {sql.right} {sql.left} move')}`;
      const all = `${moves} · ${words('{sql.open} asks again · {step.back} closes')}`;
      // The last line of the screen names them, too.
      const keys = cellsOf(all) <= width - 4 ? all : moves;
      return [
        boxLine(table.head, width, (plain) => theme.paint('strong', plain)),
        ...table.rows.map((row) => boxLine(row, width)),
        ...Array.from({ length: Math.max(0, room - table.rows.length) }, () => boxLine('', width)),
        boxLine(keys, width, (plain) => theme.paint('dim', plain)),
      ];
    }
  }
}
