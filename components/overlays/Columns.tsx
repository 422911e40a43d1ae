import type { ReactElement } from 'react';
import { pad } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { Chooser, ChooserRow } from '../../stores/columns/chooser.ts';
import { columnTitle } from '../../stores/columns/chosen.ts';
import { withKeys } from '../../stores/derive.ts';
import { scrollTo } from '../table/layout.ts';
import { useConsoleState, useView } from '../view.ts';
import { type BoxLine, boxLine, leftOut } from './box-lines.ts';
import { Dialog } from './Dialog.tsx';
import { editedLine } from './edited-line.ts';

const HELP = [
  '{columns.toggle} shows or hides, {columns.later} {columns.earlier} order, {columns.wider} {columns.narrower} width, {columns.path} a path, {columns.reset} as it was made',
  '{columns.keep} keeps it for this pane, {step.back} leaves it as it was',
] as const;

/** The columns of a list: which, in which order, how wide. */
export function Columns({ pane, rows, cursor, typing, problem }: Chooser): ReactElement {
  const { theme } = useView();
  const size = useConsoleState((state) => state.size);
  const keys = useConsoleState((state) => state.keys);
  const width = Math.min(size.columns - 4, 76);
  const last = typing === null ? HELP.length : 2;
  const height = Math.min(rows.length, Math.max(3, size.rows - 5 - last));
  const top = scrollTo(cursor - Math.floor(height / 2), cursor, height, rows.length);
  const text = ({ id, shown, width: cells }: ChooserRow): string => {
    const title = safeLine(columnTitle(pane, id));
    const named = title === id ? title : `${pad(title, 20)} ${id}`;
    const wide = cells === null ? '' : `${cells} wide`;
    return `${shown ? '[x]' : '[ ]'} ${pad(named, width - 19)} ${wide}`;
  };
  const lines = rows.slice(top, top + height).map((row, index): BoxLine => {
    const tone = top + index === cursor ? 'cursor' : row.shown ? 'plain' : 'dim';
    return boxLine(pad(text(row), width - 4), width, (plain) => theme.paint(tone, plain));
  });
  const dim = (line: string) => boxLine(line, width, (plain) => theme.paint('dim', plain));
  const below =
    typing === null
      ? HELP.map((line) => dim(withKeys({ keys }, line, 'columns')))
      : [
          editedLine(theme, 'Path: ', typing, width, true),
          problem === null
            ? dim(
                withKeys(
                  { keys },
                  '{columns.add} shows it as a column, {columns.leavePath} goes back',
                  'columnPath',
                ),
              )
            : boxLine(problem, width, (plain) => theme.paint('error', plain)),
        ];
  const all = [...lines, boxLine('', width), ...below];
  return <Dialog title="Columns" lines={all} width={width} foot={leftOut(top, lines.length, rows.length)} />;
}
