import type { ReactElement } from 'react';
import { cellsOf, pad } from '../../src/domain/cells.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { useConsoleState, useView } from '../view.ts';
import { boxLine } from './box-lines.ts';
import { Dialog } from './Dialog.tsx';

/** A few lines to choose from. */
export function Menu({ title, items, cursor }: Extract<Overlay, { kind: 'menu' }>): ReactElement {
  const { theme } = useView();
  const columns = useConsoleState((state) => state.size.columns);
  const texts = items.map(({ label, about }, index) => `${index + 1}  ${pad(label, 16)} ${about}`);
  // What is chosen between, a command line for instance, stands whole where there is room.
  const width = Math.min(columns - 4, Math.max(90, ...texts.map((text) => cellsOf(text) + 4)));
  const lines = texts.map((text, index) => {
    return boxLine(pad(text, width - 4), width, (plain) =>
      theme.paint(index === cursor ? 'cursor' : 'plain', plain),
    );
  });
  return <Dialog title={title} lines={lines} width={width} />;
}
