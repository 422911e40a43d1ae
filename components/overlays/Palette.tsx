import type { ReactElement } from 'react';
import { cut } from '../../src/domain/cells.ts';
import { keyOf } from '../../stores/derive.ts';
import { type PaletteEntry, paletteEntries } from '../../stores/finding/palette.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { useView } from '../view.ts';
import { type ListLine, SearchList } from './SearchList.tsx';

/** Cells beside the title: keys, or where a view leads. */
const ASIDE = 30;

/** Everything that can be done here, by its name; what cannot says why. */
export function Palette({ line, cursor }: Extract<Overlay, { kind: 'palette' }>): ReactElement {
  const { console } = useView();
  const state = console.store.getState();
  const entries = paletteEntries(state, line.text);
  const key = (id: string): string => keyOf(state, id, 'palette');
  return (
    <SearchList
      title={`Palette: an action, a view or an id; ${key('picker.run')} runs it, ${key('step.back')} closes`}
      line={line}
      cursor={cursor}
      lines={entries.map(lineOf)}
      empty="Nothing is called that."
    />
  );
}

function lineOf({ title, aside, reason }: PaletteEntry, index: number): ListLine {
  return {
    text: reason === null ? title : `${title} (${reason})`,
    aside: cut(aside, ASIDE),
    tone: reason === null ? 'plain' : 'dim',
    index,
  };
}
