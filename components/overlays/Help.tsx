import type { ReactElement } from 'react';
import { pad } from '../../src/domain/cells.ts';
import { type HelpEntry, helpEntries, scopeName } from '../../stores/actions/helping.ts';
import { factsOf, keyOf } from '../../stores/derive.ts';
import { keysOf } from '../../stores/keys/rebound.ts';
import { keyLabel } from '../../stores/keys.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { useConsoleState, useView } from '../view.ts';
import { SearchList } from './SearchList.tsx';

/** The keys as a list that narrows as one types; Enter runs the one under the cursor. */
export function Help(help: Extract<Overlay, { kind: 'help' }>): ReactElement {
  const { line, cursor } = help;
  const { console } = useView();
  const bound = useConsoleState((state) => state.keys);
  const key = (id: string): string => keyOf({ keys: bound }, id, 'help');
  const facts = factsOf(console.store.getState());
  const text = (entry: HelpEntry): string => {
    const keys = entry.keys.length === 0 ? 'no key' : entry.keys.map(keyLabel).join(' ');
    const reason = entry.when?.(facts) ?? null;
    const what = `${pad(keys, 18)} ${pad(scopeName(entry.scope), 22)} ${entry.title}`;
    return reason === null ? what : `${what} (${reason})`;
  };
  return (
    <SearchList
      title={`Keys: type an action or a key, ${key('help.run')} runs it, ${key('step.back')} closes`}
      line={line}
      cursor={cursor}
      lines={helpEntries(help, keysOf(bound)).map((entry, index) => ({ text: text(entry), index }))}
      empty="No key does that."
    />
  );
}
