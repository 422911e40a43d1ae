/** Notes: a line of the user's own on a record, kept in the cache and sent nowhere. */
import { failureOf } from '../../src/domain/failure.ts';
import { grouped } from '../../src/domain/grouped.ts';
import type { Ref } from '../../src/domain/record.ts';
import type { Console } from '../console.ts';
import { message, say } from '../context.ts';
import { currentRow, withKeys } from '../derive.ts';
import { titleOf } from '../detail/fields.ts';
import { withOwn } from '../own.ts';
import { withTarget } from './marks.ts';
import { openLine } from './open-line.ts';

/** More at a time are not annotated: it would be a label, which queries are for. */
const MOST_NOTED = 500;
const LONGEST = 2_000;

/** a: the note on the record in front, or one for all that are marked. */
export function openNote(console: Console): Promise<void> | undefined {
  return withTarget(console, (target) => {
    const { refs, marked } = target;
    if (refs.length > MOST_NOTED) {
      say(console, `A note goes on at most ${MOST_NOTED} records at a time: mark fewer`, 'warning');
      return;
    }
    const state = console.store.getState();
    const row = currentRow(state);
    const texts = new Set(refs.map((ref) => state.own.notes[ref] ?? ''));
    const [before = ''] = texts.size === 1 ? texts : [''];
    const what = marked || row === null ? `${grouped(refs.length)} marked records` : titleOf(row.record);
    openLine(console, 'note', `Note on ${what}`, before, target);
  });
}

/** Keeps the text on the records; an empty one takes the notes away. */
export async function keepNote(console: Console, refs: readonly Ref[], typed: string): Promise<void> {
  const text = typed === '' ? null : typed.slice(0, LONGEST);
  const { notes } = console.store.getState().own;
  const changing = refs.filter((ref) => (notes[ref] ?? null) !== text);
  if (changing.length === 0) return;
  const texts = changing.map((ref) => [ref, notes[ref] ?? null] as const);
  if (
    !(await write(
      console,
      changing.map((ref) => [ref, text]),
    ))
  )
    return;
  const on = changing.length === 1 ? '' : ` on ${grouped(changing.length)} records`;
  console.set((state) => ({
    ...state,
    undo: [{ kind: 'note' as const, texts }, ...state.undo].slice(0, 50),
    message: message(
      text === null
        ? withKeys(console.store.getState(), `Note taken away${on} ({undo} brings it back)`)
        : withKeys(console.store.getState(), `Note kept${on} ({undo} undoes, is:noted finds it)`),
      'ok',
      console.services.clock(),
    ),
  }));
}

/** Puts back the notes there were. */
export async function restoreNotes(
  console: Console,
  texts: readonly (readonly [ref: Ref, text: string | null])[],
): Promise<void> {
  if (await write(console, texts)) say(console, 'The note is as it was', 'ok');
}

/** Shown at once; false where the cache did not take it. */
async function write(
  console: Console,
  texts: readonly (readonly [ref: Ref, text: string | null])[],
): Promise<boolean> {
  const before = console.store.getState().own.notes;
  const notes = { ...before };
  for (const [ref, text] of texts) {
    if (text === null) delete notes[ref];
    else notes[ref] = text;
  }
  console.set((state) => withOwn(state, { notes }));
  const { cache, clock } = console.services;
  try {
    for (const [text, refs] of Map.groupBy(texts, ([, one]) => one)) {
      await cache.annotate(
        refs.map(([ref]) => ref),
        text,
        clock(),
      );
    }
    return true;
  } catch (thrown) {
    console.set((state) => withOwn(state, { notes: before }));
    say(console, `Note not kept: ${failureOf(thrown).what}`, 'error');
    return false;
  }
}
