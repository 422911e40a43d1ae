/** Takes back marks, pins and notes. */
import { grouped } from '../../src/domain/grouped.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { type OwnUndo, withMarks } from '../own.ts';
import { restoreNotes } from './notes.ts';
import { setPinned } from './pinning.ts';

export async function takeBack(console: Console, undo: OwnUndo): Promise<void> {
  switch (undo.kind) {
    case 'marks':
      console.set((state) => withMarks(state, undo.pane, () => undo.marks));
      say(
        console,
        undo.marks.count === 0 ? 'Nothing is marked again' : `${grouped(undo.marks.count)} marked again`,
        'ok',
      );
      return;
    case 'pin':
      return setPinned(console, undo.pane, undo.rows, undo.pinned);
    case 'note':
      return restoreNotes(console, undo.texts);
  }
}
