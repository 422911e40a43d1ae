import type { ReactElement } from 'react';
import { cellsOf, pad } from '../../src/domain/cells.ts';
import { type HelpEntry, helpEntries } from '../../stores/actions/helping.ts';
import { factsOf, keyOf, whyNot } from '../../stores/derive.ts';
import { keysOf } from '../../stores/keys/rebound.ts';
import { scopeName } from '../../stores/keys/scope-name.ts';
import { KEYS, keyLabel } from '../../stores/keys.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { useConsoleState, useView } from '../view.ts';
import { boxLine } from './box-lines.ts';
import { type ListLine, SearchList } from './SearchList.tsx';

/** The keys as a list that narrows as one types; Enter runs the one under the cursor. */
export function Help(help: Extract<Overlay, { kind: 'help' }>): ReactElement {
  const { line, cursor } = help;
  const { console, theme } = useView();
  const bound = useConsoleState((state) => state.keys);
  const key = (id: string): string => keyOf({ keys: bound }, id, 'help');
  const state = { ...console.store.getState(), overlay: null };
  const facts = factsOf(state);
  const columns = useConsoleState(({ size }) => size.columns);
  const width = Math.min(columns - 2, MOST);
  const entries = helpEntries(help, keysOf(bound));
  const keysWide = Math.min(MOST_KEYS, Math.max(0, ...entries.map((entry) => cellsOf(keysText(entry)))));
  const lineOf = (entry: HelpEntry, index: number): ListLine => {
    const reason = whyNot(state, entry, facts);
    const what = `${pad(keysText(entry), keysWide)}  ${entry.title}`;
    const aside = scopeName(entry.scope);
    // What does nothing here stands back behind what does, as in the palette.
    return reason === null
      ? { text: what, aside, index }
      : { text: `${what} (${reason})`, aside, index, tone: 'dim' };
  };
  const under = entries[cursor];
  // Whole, where the line of the list has no room for it; and the name it has in a configuration.
  const told = under === undefined ? ['', ''] : [under.title, nameText(under, whyNot(state, under, facts))];
  return (
    <SearchList
      title={
        columns < NARROW
          ? 'Keys'
          : `Keys: type an action or a key, ${key('help.run')} runs it, ${key('step.back')} closes`
      }
      line={line}
      cursor={cursor}
      lines={entries.map(lineOf)}
      empty="No key does that."
      below={told.map((line) => boxLine(line, width, (plain) => theme.paint('dim', plain)))}
      most={MOST}
    />
  );
}

const MOST = 110;
/** Cells below which the title is a word: the last line of the screen names the keys. */
const NARROW = 72;
/** Cells the keys of an action take at most. */
const MOST_KEYS = 18;

const keysText = ({ keys }: HelpEntry): string =>
  keys.length === 0 ? 'no key' : keys.map(keyLabel).join(' ');

/** What it is called in the configuration's table of keys: with its layer where others have one of that name. */
function nameOf({ scope, id }: HelpEntry): string {
  const alone = KEYS.every((row) => row.id !== id || row.scope === scope);
  return `[keys] ${alone ? id : `${scope}.${id}`}`;
}

const nameText = (entry: HelpEntry, reason: string | null): string =>
  reason === null ? nameOf(entry) : `${nameOf(entry)}: ${reason}`;
