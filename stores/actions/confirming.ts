/** Does what a confirmed question asked. */
import type { Console } from '../console.ts';
import * as leaving from './leaving.ts';
import * as marks from './read-marks.ts';

export function confirmed(console: Console): Promise<void> | undefined {
  const { overlay } = console.store.getState();
  if (overlay?.kind !== 'confirm') return undefined;
  console.set((state) => ({ ...state, overlay: null }));
  const { intent } = overlay;
  switch (intent.kind) {
    case 'mark-read':
      return marks.markAll(console, intent.refs);
    case 'quit':
      leaving.leave(console, 0);
      return undefined;
  }
}
