import type { ReactElement } from 'react';
import { pad } from '../../src/domain/cells.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { RANGES } from '../../stores/ranges.ts';
import { useView } from '../view.ts';
import { boxLine } from './box-lines.ts';
import { Dialog } from './Dialog.tsx';

const WIDTH = 46;

/** The time ranges: a digit takes one at once. */
export function Ranges({ cursor }: Extract<Overlay, { kind: 'ranges' }>): ReactElement {
  const { theme } = useView();
  const lines = RANGES.map(({ key, title, terms }, index) => {
    const text = pad(`${key}  ${pad(title, 22)} ${terms ?? 'since:…'}`, WIDTH - 4);
    return boxLine(text, WIDTH, (plain) => theme.paint(index === cursor ? 'cursor' : 'plain', plain));
  });
  return <Dialog title="Time range: 1-7, Esc closes" lines={lines} width={WIDTH} />;
}
