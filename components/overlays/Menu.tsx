import type { ReactElement } from 'react';
import { pad } from '../../src/domain/cells.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { useConsoleState, useView } from '../view.ts';
import { boxLine } from './box-lines.ts';
import { Dialog } from './Dialog.tsx';

/** A few lines to choose from. */
export function Menu({ title, items, cursor }: Extract<Overlay, { kind: 'menu' }>): ReactElement {
  const { theme } = useView();
  const columns = useConsoleState((state) => state.size.columns);
  const width = Math.min(columns - 4, 90);
  const lines = items.map(({ label, about }, index) => {
    const text = pad(`${index + 1}  ${pad(label, 16)} ${about}`, width - 4);
    return boxLine(text, width, (plain) => theme.paint(index === cursor ? 'cursor' : 'plain', plain));
  });
  return <Dialog title={title} lines={lines} width={width} />;
}
