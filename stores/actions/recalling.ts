/** Ctrl-R in a prompt: the history is searched as one types, and what is found stands in the line. */
import type { Console } from '../console.ts';
import { recalledLine } from '../finding/history.ts';
import { lineOf } from '../line-editor.ts';
import { historyOf, promptOf, setLine } from './prompts.ts';

/** Begins the search; where it has begun, goes on to the next older match. */
export function recall(console: Console): void {
  const prompt = promptOf(console.store.getState());
  if (prompt === null) return;
  const { recall: now } = prompt;
  if (now === null) {
    console.set((state) => ({
      ...state,
      overlay: { ...prompt, recall: { sought: '', skip: -1, none: false } },
    }));
  } else seek(console, now.sought, now.skip + 1);
}

/** A key while the history is searched; false where it ends the search and means what it always means. */
export function recallKey(console: Console, name: string, text: string | null): boolean {
  const now = promptOf(console.store.getState())?.recall ?? null;
  if (now === null) return false;
  if (name === 'Backspace') seek(console, now.sought.slice(0, -1), 0);
  else if (text !== null) seek(console, now.sought + text, 0);
  else {
    endRecall(console);
    return false;
  }
  return true;
}

export function endRecall(console: Console): void {
  console.set((state) =>
    state.overlay?.kind === 'prompt' && state.overlay.recall !== null
      ? { ...state, overlay: { ...state.overlay, recall: null } }
      : state,
  );
}

function seek(console: Console, sought: string, skip: number): void {
  const state = console.store.getState();
  const prompt = promptOf(state);
  if (prompt === null) return;
  const found = recalledLine(historyOf(state, prompt.purpose), sought, skip);
  // Past the oldest it stays there; what was never typed leaves the line as it is.
  if (found === null && prompt.recall !== null && skip > 0) return;
  if (found !== null) setLine(console, lineOf(found));
  console.set((now) =>
    now.overlay?.kind === 'prompt'
      ? { ...now, overlay: { ...now.overlay, recall: { sought, skip, none: found === null } } }
      : now,
  );
}
