import type { ReactElement } from 'react';
import { pad } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import { keyOf } from '../../stores/derive.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { scrollTo } from '../table/layout.ts';
import { useConsoleState, useView } from '../view.ts';
import { boxLine } from './box-lines.ts';
import { Dialog } from './Dialog.tsx';

/** The values of a record one can go on with. */
export function Pivots({ items, cursor }: Extract<Overlay, { kind: 'pivots' }>): ReactElement {
  const { theme } = useView();
  const { columns, rows } = useConsoleState((state) => state.size);
  const rebound = useConsoleState((state) => state.keys);
  const key = (id: string): string => keyOf({ keys: rebound }, id, 'pivots');
  const width = Math.min(columns - 4, 84);
  const height = Math.min(items.length, Math.max(3, rows - 8));
  const top = scrollTo(cursor - Math.floor(height / 2), cursor, height, items.length);
  const lines = items.slice(top, top + height).map(({ field, value }, index) => {
    const text = pad(`${pad(safeLine(field), 22)} ${safeLine(value)}`, width - 4);
    return boxLine(text, width, (plain) => theme.paint(top + index === cursor ? 'cursor' : 'plain', plain));
  });
  const hasCause = items.some(({ field }) => field === 'cause');
  const panes = ['pivot.alerts', 'pivot.jobs', 'pivot.audit'].map((id) => key(id)).join(' ');
  const keys = [
    `${key('pivot.only')} only this`,
    `${key('pivot.not')} not this`,
    `${panes} in that pane`,
    hasCause ? `${key('cause.mute')} known or not` : '',
    `${key('lane.open')} lane`,
  ];
  const help = boxLine(keys.filter(Boolean).join('  '), width, (text) => theme.paint('dim', text));
  return <Dialog title="Go on with" lines={[...lines, boxLine('', width), help]} width={width} />;
}
