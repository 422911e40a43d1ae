import type { ReactElement } from 'react';
import { pad } from '../../src/domain/cells.ts';
import { type HelpEntry, helpEntries, scopeName } from '../../stores/actions/helping.ts';
import { factsOf, keyOf } from '../../stores/derive.ts';
import { keysOf } from '../../stores/keys/rebound.ts';
import { keyLabel } from '../../stores/keys.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { scrollTo } from '../table/layout.ts';
import { useConsoleState, useView } from '../view.ts';
import { boxLine } from './box-lines.ts';
import { Dialog } from './Dialog.tsx';

/** The keys as a list that narrows as one types; Enter runs the one under the cursor. */
export function Help({ line, cursor }: Extract<Overlay, { kind: 'help' }>): ReactElement {
  const { console, theme } = useView();
  const size = useConsoleState((state) => state.size);
  const width = Math.min(size.columns - 2, 92);
  const height = Math.max(3, size.rows - 8);
  const bound = useConsoleState((state) => state.keys);
  const entries = helpEntries(line.text, keysOf(bound));
  const top = scrollTo(cursor - Math.floor(height / 2), cursor, height, entries.length);
  const key = (id: string): string => keyOf({ keys: bound }, id, 'help');
  const facts = factsOf(console.store.getState());
  const text = (entry: HelpEntry): string => {
    const keys = entry.keys.length === 0 ? 'no key' : entry.keys.map(keyLabel).join(' ');
    const reason = entry.when?.(facts) ?? null;
    const what = `${pad(keys, 18)} ${pad(scopeName(entry.scope), 22)} ${entry.title}`;
    return reason === null ? what : `${what} (${reason})`;
  };
  const shown = entries.slice(top, top + height);
  const rows = shown.map((entry, index) => {
    const here = top + index === cursor;
    return boxLine(pad(text(entry), width - 4), width, (plain) =>
      theme.paint(here ? 'cursor' : 'plain', plain),
    );
  });
  const blanks = Array.from({ length: height - rows.length }, () => boxLine('', width));
  const typed = boxLine(`${line.text}▏`, width, (plain) => theme.paint('strong', plain));
  const none = entries.length === 0 ? [boxLine('No key does that.', width)] : [];
  const body = [typed, ...none, ...rows, ...blanks.slice(none.length)];
  return (
    <Dialog
      title={`Keys: type an action or a key, ${key('help.run')} runs it, ${key('step.back')} closes`}
      lines={body}
      width={width}
    />
  );
}
