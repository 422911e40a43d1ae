/** Questions to the cache in SQL: a prompt, and the answer as a table to look through. */
import type { Console } from '../console.ts';
import { lineOf } from '../line-editor.ts';
import type { SqlOverlay } from '../overlays/finding.ts';
import { openPrompt } from './prompts.ts';

/** Rows of an answer, and how long it may take (ms). */
const MOST = 1_000;
const WITHIN = 10_000;

/** Opens with what was asked last; the first time with nothing, and what is typed is asked. */
export function openSql(console: Console): void {
  const [last] = console.store.getState().statements;
  openPrompt(console, 'sql', last === undefined ? lineOf('') : { ...lineOf(last), untouched: true });
}

export function runSql(console: Console, text: string): void {
  const overlay: SqlOverlay = { kind: 'sql', text, answer: { kind: 'loading' }, top: 0, left: 0 };
  console.set((state) => ({ ...state, overlay }));
  void console.requests
    .ask('sql', (signal) => console.services.cache.sql({ text, most: MOST, within: WITHIN }, { signal }))
    .then((answer) => {
      if (answer.kind === 'late') return undefined;
      return console.outside((state) =>
        state.overlay?.kind !== 'sql'
          ? state
          : {
              ...state,
              overlay: {
                ...state.overlay,
                answer:
                  answer.kind === 'value'
                    ? { kind: 'ready', value: answer.value }
                    : { kind: 'failed', failure: answer.failure },
              },
            },
      );
    });
}

function change(console: Console, next: (overlay: SqlOverlay) => SqlOverlay): void {
  console.set((state) =>
    state.overlay?.kind === 'sql' ? { ...state, overlay: next(state.overlay) } : state,
  );
}

export function scrollSql(console: Console, by: number): void {
  change(console, (now) => {
    const count = now.answer.kind === 'ready' ? now.answer.value.rows.length : 0;
    return { ...now, top: Math.max(0, Math.min(count - 1, now.top + by)) };
  });
}

/** The first column shown. */
export function shiftSql(console: Console, by: 1 | -1): void {
  change(console, (now) => {
    const count = now.answer.kind === 'ready' ? now.answer.value.columns.length : 0;
    return { ...now, left: Math.max(0, Math.min(count - 1, now.left + by)) };
  });
}
