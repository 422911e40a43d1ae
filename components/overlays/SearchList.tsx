import type { ReactElement } from 'react';
import { cellsOf, pad } from '../../src/domain/cells.ts';
import type { Line } from '../../stores/line-editor.ts';
import { scrollTo } from '../table/layout.ts';
import type { Tone } from '../theme.ts';
import { useConsoleState, useView } from '../view.ts';
import { type BoxLine, boxLine, leftOut } from './box-lines.ts';
import { Dialog } from './Dialog.tsx';
import { editedLine } from './edited-line.ts';

/** A line to choose; one without `index` is a heading. */
export interface ListLine {
  /** Safe for the screen. */
  readonly text: string;
  /** At the right edge: a count, a key. */
  readonly aside?: string;
  readonly tone?: Tone;
  /** Its place among those the cursor can stand on. */
  readonly index?: number;
}

interface Props {
  readonly title: string;
  readonly line: Line;
  readonly cursor: number;
  readonly lines: readonly ListLine[];
  /** Said where there is no line. */
  readonly empty: string;
  /** Lines above what is typed, painted already. */
  readonly head?: readonly BoxLine[];
  /** Lines below the others, about the one under the cursor; a small screen needs their room for the list. */
  readonly below?: readonly BoxLine[];
  readonly most?: number;
  /** Lines where nothing is typed: it is no taller than they need, and keeps that height while one types. */
  readonly all?: number;
}

/** Stands before what is typed. */
const SIGN = '> ';
/** Lines of a screen from which there is room below the list. */
const ROOMY = 16;

/** A dialog that narrows as one types: what was typed, and the lines that answer to it around the cursor. */
export function SearchList({
  title,
  line,
  cursor,
  lines,
  empty,
  head = [],
  below = [],
  most = 92,
  all: untyped = Number.POSITIVE_INFINITY,
}: Props): ReactElement {
  const { theme } = useView();
  const size = useConsoleState((state) => state.size);
  const width = Math.min(size.columns - 2, most);
  const told = size.rows < ROOMY ? [] : below;
  const height = Math.max(3, Math.min(untyped, size.rows - 8 - head.length - told.length));
  const at = Math.max(
    0,
    lines.findIndex(({ index }) => index === cursor),
  );
  const top = scrollTo(at - Math.floor(height / 2), at, height, lines.length);
  const rows = lines.slice(top, top + height).map(({ text, aside = '', tone = 'plain', index }) => {
    const room = width - 4 - (aside === '' ? 0 : cellsOf(aside) + 1);
    const whole = aside === '' ? pad(text, room) : `${pad(text, room)} ${aside}`;
    return boxLine(whole, width, (plain) => theme.paint(index === cursor ? 'cursor' : tone, plain));
  });
  const none = lines.length === 0 ? [boxLine(empty, width)] : [];
  const blanks = Array.from({ length: Math.max(0, height - rows.length - none.length) }, () =>
    boxLine('', width),
  );
  const typed = editedLine(theme, SIGN, line, width, true);
  const all = [...head, typed, ...none, ...rows, ...blanks, ...told];
  return <Dialog title={title} lines={all} width={width} foot={leftOut(top, rows.length, lines.length)} />;
}
