/** Opens a prompt of one line about some records. */
import type { Console } from '../console.ts';
import { lineOf } from '../line-editor.ts';
import type { LinePrompt } from '../line-prompt.ts';
import type { Target } from './marks.ts';
import { sampleOf } from './sample.ts';

/** At once, for what is typed next is for it; what it says of the records follows. */
export function openLine(
  console: Console,
  purpose: LinePrompt['purpose'],
  title: string,
  text: string,
  target: Target,
): void {
  const { refs } = target;
  if (refs.length === 0) return;
  console.set((state) => ({
    ...state,
    overlay: { kind: 'line', purpose, title, lines: [], line: lineOf(text), refs },
  }));
  if (!target.marked) return;
  void console.requests
    .ask('sample', () => sampleOf(console, target))
    .then((answer) => {
      if (answer.kind !== 'value') return;
      console.set((state) =>
        state.overlay?.kind === 'line' && state.overlay.refs === refs
          ? { ...state, overlay: { ...state.overlay, lines: answer.value } }
          : state,
      );
    });
}
