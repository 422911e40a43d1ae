import type { ReactElement } from 'react';
import { pad } from '../../src/domain/cells.ts';
import { keyOf } from '../../stores/derive.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { RANGES } from '../../stores/ranges.ts';
import { useConsoleState, useView } from '../view.ts';
import { boxLine } from './box-lines.ts';
import { Dialog } from './Dialog.tsx';

const WIDTH = 46;

/** The time ranges: a digit takes one at once. */
export function Ranges({ cursor }: Extract<Overlay, { kind: 'ranges' }>): ReactElement {
  const { theme } = useView();
  const keys = useConsoleState((state) => state.keys);
  const out = keyOf({ keys }, 'step.back', 'ranges');
  const [first = '', last = ''] = [1, RANGES.length].map((at) => keyOf({ keys }, `range.${at}`));
  const digits = `${first}-${last}`;
  const lines = RANGES.map(({ title, terms }, index) => {
    const key = keyOf({ keys }, `range.${index + 1}`);
    const text = pad(`${key}  ${pad(title, 22)} ${terms ?? 'since:…'}`, WIDTH - 4);
    return boxLine(text, WIDTH, (plain) => theme.paint(index === cursor ? 'cursor' : 'plain', plain));
  });
  return <Dialog title={`Time range: ${digits}, ${out} closes`} lines={lines} width={WIDTH} />;
}
