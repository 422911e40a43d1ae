/** The command line of the console: the program's own words (`:jobs status:failed`), and a few of a console. */
import type { Completion } from '../../src/query/complete.ts';
import type { Problem } from '../../src/query/tree.ts';
import { paneOfCommand } from '../command-line.ts';
import type { Console } from '../console.ts';
import { isListPane, type ListPaneId } from '../panes.ts';
import { openAway } from './away.ts';
import { openExport } from './exporting.ts';
import { openHelp } from './helping.ts';
import { quit } from './leaving.ts';
import { openNamed } from './opening-lanes.ts';
import { jumpTo } from './views.ts';
import { watch } from './watching.ts';

interface Command {
  readonly words: readonly string[];
  readonly help: string;
  readonly run: (console: Console, query: string) => void;
}

const COMMANDS: readonly Command[] = [
  { words: ['alerts'], help: 'alerts, with a query if you like', run: show('alerts') },
  { words: ['jobs'], help: 'jobs, with a query if you like', run: show('jobs') },
  { words: ['audit'], help: 'audit entries, with a query if you like', run: show('audit') },
  { words: ['stats', 'statistics'], help: 'the statistics', run: (console) => console.goTo('statistics') },
  { words: ['lane'], help: 'everything about a certificate, host, user or CA by its name', run: openNamed },
  { words: ['export'], help: 'export this view', run: openExport },
  { words: ['watch'], help: 'tell when something new matches a query; alone: what is watched', run: watch },
  { words: ['away'], help: 'what is new since the console was last looked at', run: openAway },
  { words: ['help'], help: 'find a key', run: openHelp },
  { words: ['q', 'quit'], help: 'quit', run: quit },
];

function show(pane: ListPaneId): Command['run'] {
  return (console, query) => (query === '' ? console.goTo(pane) : jumpTo(console, pane, query));
}

/** The query in a command: the pane it is for, and where in the line it begins. */
export function queryOfCommand(text: string): { readonly pane: ListPaneId; readonly from: number } | null {
  const [head = '', word = ''] = /^\s*:?(\S+)\s+/.exec(text) ?? [];
  const pane = paneOfCommand(word);
  return pane === null || !isListPane(pane) ? null : { pane, from: head.length };
}

/** Words that begin as the one being typed. */
export function commandChoices(text: string): readonly Completion[] {
  const [, before = '', typed = ''] = /^(\s*:?)(\S*)$/.exec(text) ?? [];
  if (!text.endsWith(typed) || /\S\s/.test(text)) return [];
  return COMMANDS.flatMap(({ words, help }) =>
    words
      .filter((word) => word.startsWith(typed))
      .slice(0, 1)
      .map((word) => ({ span: { start: before.length, end: text.length }, text: word, help })),
  );
}

/** Does what the line says; a problem when it says nothing known. */
export function runCommand(console: Console, text: string): Problem | null {
  const [, before = '', word = '', rest = ''] = /^(\s*:?)(\S*)\s*(.*)$/s.exec(text) ?? [];
  const command = COMMANDS.find(({ words }) => words.includes(word));
  if (command === undefined) {
    const known = COMMANDS.flatMap(({ words }) => words).join(', ');
    const span = { start: before.length, end: before.length + word.length };
    return { level: 'error', span, message: `There is no command ${word}. Known: ${known}.` };
  }
  command.run(console, rest.trim());
  return null;
}
