import type { ReactElement } from 'react';
import { safeLine } from '../../src/domain/text.ts';
import { keyOf } from '../../stores/derive.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { useConsoleState, useView } from '../view.ts';
import { boxLine } from './box-lines.ts';
import { Dialog } from './Dialog.tsx';

/** A question with what it is about: the query, the exact count, a sample. */
export function Confirm({ title, lines }: Extract<Overlay, { kind: 'confirm' }>): ReactElement {
  const { theme } = useView();
  const columns = useConsoleState((state) => state.size.columns);
  const yes = useConsoleState((state) => keyOf(state, 'confirm.yes'));
  const no = useConsoleState((state) => keyOf(state, 'step.back', 'confirm'));
  const width = Math.min(columns - 4, 90);
  const shown = [
    ...lines.map((line) => boxLine(safeLine(line) === '' ? '' : line.replace(/\s+$/, ''), width)),
    boxLine('', width),
    boxLine(`${yes} yes   ${no} no`, width, (text) => theme.paint('accent', text)),
  ];
  return <Dialog title={title} lines={shown} width={width} />;
}
