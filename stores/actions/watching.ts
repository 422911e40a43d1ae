/** `:watch QUERY` tells of what matches anew; `:watch` alone lists what is watched, and ends a watch. */

import { safeLine } from '../../src/domain/text.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { paneOfCommand } from '../command-line.ts';
import type { Console } from '../console.ts';
import { withKeys } from '../derive.ts';
import type { MenuItem } from '../overlay.ts';
import { isListPane, type ListPaneId, PANES } from '../panes.ts';
import { listInFront } from './lists.ts';

/** More would be asked again with every page that arrives. */
const MOST = 20;

export function watch(console: Console, text: string): void {
  const { watches } = console.store.getState();
  if (text === '') {
    if (watches.length === 0)
      console.say('Nothing is watched: :watch status:failed, or :watch jobs status:failed');
    else openWatches(console);
    return;
  }
  const [word = '', ...rest] = text.split(/\s+/);
  const named = paneOfCommand(word);
  const pane = named !== null && isListPane(named) ? named : listInFront(console);
  const query = pane === named ? rest.join(' ') : text;
  if (pane === null) {
    console.say('Say which list: :watch alerts, :watch jobs or :watch audit, then a query', 'warning');
    return;
  }
  const problem = problemOf(console, pane, query);
  if (problem !== null) console.say(problem, 'error');
  else if (watches.length >= MOST)
    console.say(`${MOST} queries are watched already: :watch ends one`, 'warning');
  else {
    console.watching.add(pane, query);
    console.say(`Watching ${PANES[pane].title}${query === '' ? '' : `: ${safeLine(query)}`}`, 'ok');
  }
}

function problemOf(console: Console, pane: ListPaneId, query: string): string | null {
  const { clock, longRunningAfter } = console.services;
  const { tree, problems } = parseQuery(query, PANES[pane].kind, { now: clock(), longRunningAfter });
  if (tree !== null) return null;
  return `Not watched: ${problems.find(({ level }) => level === 'error')?.message ?? 'the query cannot be read'}`;
}

const TOLD: readonly string[] = ['not told yet', 'told once'];

function openWatches(console: Console): void {
  const items = console.store.getState().watches.map(
    ({ id, pane, query, told }): MenuItem => ({
      label: PANES[pane].title,
      about: `${query === '' ? '(everything)' : safeLine(query)}, ${TOLD[told] ?? `told ${told} times`}`,
      choice: { kind: 'unwatch', id },
    }),
  );
  console.set((state) => ({
    ...state,
    overlay: { kind: 'menu', title: withKeys(state, 'Watched; {menu.pick} ends one'), items, cursor: 0 },
  }));
}
