import type { ReactElement } from 'react';
import { withKeys } from '../../stores/derive.ts';
import type { LinePrompt } from '../../stores/line-prompt.ts';
import { useConsoleState, useView } from '../view.ts';
import { boxLine } from './box-lines.ts';
import { Dialog } from './Dialog.tsx';
import { editedLine } from './edited-line.ts';

const KEYS: Readonly<Record<LinePrompt['purpose'], string>> = {
  note: '{line.apply} keeps it, here only; an empty one takes it away   {step.back} leaves it',
  pipe: '{line.apply} starts it   ↑ earlier ones   {step.back} leaves it',
};

/** A line about some records: a note, or a command. */
export function LineDialog({ purpose, title, lines, line }: LinePrompt): ReactElement {
  const { theme } = useView();
  const columns = useConsoleState((state) => state.size.columns);
  const keys = useConsoleState((state) => state.keys);
  const width = Math.min(columns - 4, 100);
  const shown = [
    ...lines.map((text) => boxLine(text, width)),
    editedLine(theme, purpose === 'pipe' ? '| ' : '', line, width, true),
    boxLine('', width),
    boxLine(withKeys({ keys }, KEYS[purpose], 'line'), width, (text) => theme.paint('dim', text)),
  ];
  return <Dialog title={title} lines={shown} width={width} />;
}
