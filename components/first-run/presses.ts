/** What a key means in the first run, by the keys the user has given the console. Pure. */
import type { Press } from '../../stores/key-parser.ts';
import type { Scope } from '../../stores/keys/binding.ts';
import { type KeyRow, keyLabel, resolve } from '../../stores/keys.ts';

/** Something is typed, or chosen out of a list. */
export type Answering = 'typing' | 'choosing';

/** A step back, leaving, both in one (leaving at the beginning), or what the line or the list is given. */
export type Meaning = 'back' | 'quit' | 'backOrQuit' | Press | null;

const key = (name: string): Press => ({ kind: 'key', name, text: null, raw: '' });

const MEANINGS: Readonly<Record<Answering, Readonly<Record<string, Meaning>>>> = {
  typing: { 'step.back': 'back', 'prompt.cancel': 'quit', 'prompt.apply': key('Enter') },
  choosing: {
    'step.back': 'back',
    back: 'backOrQuit',
    quit: 'quit',
    cancel: 'quit',
    'move.down': key('Down'),
    'move.up': key('Up'),
  },
};
const SCOPES: Readonly<Record<Answering, readonly Scope[]>> = { typing: ['prompt'], choosing: ['global'] };

/** Of a list what the table of keys has no row for. */
const OF_LISTS = /^(?:[1-9]|Enter|Up|Down)$/;

export function meaningOf(press: Press, answering: Answering, rows: readonly KeyRow[]): Meaning {
  if (press.kind !== 'key') return answering === 'typing' ? press : null;
  // The way out that no configuration takes away.
  if (press.name === 'C-c') return 'quit';
  const id = resolve(SCOPES[answering], press.name, rows)?.id ?? '';
  const meanings = MEANINGS[answering];
  if (Object.hasOwn(meanings, id)) return meanings[id] ?? null;
  return answering === 'typing' || OF_LISTS.test(press.name) ? press : null;
}

/** The keys as the last line names them; the arrows and Esc wherever they still have their meaning. */
export function keyWords(answering: Answering, rows: readonly KeyRow[]): { choose: string; back: string } {
  const [scope] = SCOPES[answering];
  const nameOf = (id: string, likeliest: string, short: string): string => {
    const keys = rows.find((row) => row.scope === scope && row.id === id)?.keys ?? [];
    const [first] = keys;
    return first === undefined || keys.includes(likeliest) ? short : keyLabel(first);
  };
  return {
    choose: `${nameOf('move.up', 'Up', 'Up')}/${nameOf('move.down', 'Down', 'Down')}`,
    back: nameOf('step.back', 'Esc', 'Esc'),
  };
}
