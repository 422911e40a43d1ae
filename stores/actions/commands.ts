/** The command line of the console: the program's own words (`:jobs status:failed`), and a few of a console. */
import type { Completion } from '../../src/query/complete.ts';
import type { Problem } from '../../src/query/tree.ts';
import { paneOfCommand } from '../command-line.ts';
import type { Console } from '../console.ts';
import { viewsOf } from '../finding/saved-views.ts';
import { isListPane, type ListPaneId } from '../panes.ts';
import { openAway } from './away.ts';
import { exportTo, openReport } from './export-dialog.ts';
import { openHelp } from './helping.ts';
import { quit } from './leaving.ts';
import { openNamed } from './opening-lanes.ts';
import { openRef } from './palette.ts';
import { openPlatforms } from './platforms.ts';
import { forgetView, openNamedView, openViews, saveView } from './saved-views.ts';
import { jumpTo } from './views.ts';
import { watch } from './watching.ts';

interface Offer {
  readonly text: string;
  readonly help: string;
}

interface Command {
  readonly words: readonly string[];
  readonly help: string;
  /** Does it; a text says why it cannot, and the line stays open. */
  readonly run: (console: Console, rest: string) => string | null;
  /** What may follow the word; without it whatever is typed. */
  readonly offers?: (console: Console) => readonly Offer[];
}

const COMMANDS: readonly Command[] = [
  { words: ['alerts'], help: 'alerts, with a query if you like', run: show('alerts') },
  { words: ['jobs'], help: 'jobs, with a query if you like', run: show('jobs') },
  { words: ['audit'], help: 'audit entries, with a query if you like', run: show('audit') },
  {
    words: ['stats', 'statistics'],
    help: 'the statistics',
    run: done((console) => console.goTo('statistics')),
  },
  {
    words: ['view'],
    help: 'a saved view by its name',
    run: (console, name) => (name === '' ? done(openViews)(console, name) : openNamedView(console, name)),
    offers: (console) =>
      viewsOf(console.store.getState()).map(({ name, query }) => ({
        text: name,
        help: query,
      })),
  },
  { words: ['save'], help: 'save this view under a name; 5 to 9 behind it pins it', run: saveView },
  {
    words: ['forget'],
    help: 'drop a view that was saved here',
    run: forgetView,
    offers: (console) =>
      console.store.getState().savedViews.map(({ name, query }) => ({ text: name, help: query })),
  },
  {
    words: ['lane'],
    help: 'everything about a certificate, host, user or CA by its name',
    run: done(openNamed),
  },
  {
    words: ['show'],
    help: 'one record by its reference',
    run: done((console, ref) => void openRef(console, ref)),
  },
  {
    words: ['export'],
    help: 'export this view: a format, and a file if you like',
    run: exportTo,
    offers: ({ services }) =>
      (services.exporter?.formats ?? []).map(({ name, about }) => ({ text: name, help: about })),
  },
  {
    words: ['report'],
    help: 'write a report by its name',
    run: openReport,
    offers: ({ services }) =>
      (services.exporter?.reports ?? []).map(({ name, about }) => ({ text: name, help: about })),
  },
  {
    words: ['watch'],
    help: 'tell when something new matches a query; alone: what is watched',
    run: done(watch),
  },
  { words: ['away'], help: 'what is new since the console was last looked at', run: done(openAway) },
  { words: ['platforms'], help: 'the platforms and how they stand', run: done(openPlatforms) },
  { words: ['help'], help: 'find a key', run: done(openHelp) },
  { words: ['q', 'quit'], help: 'quit', run: done(quit) },
];

function show(pane: ListPaneId): Command['run'] {
  return done((console, query) => (query === '' ? console.goTo(pane) : jumpTo(console, pane, query)));
}

/** What cannot go wrong. */
function done(run: (console: Console, rest: string) => void): Command['run'] {
  return (console, rest) => {
    run(console, rest);
    return null;
  };
}

/** The query in a command: the pane it is for, and where in the line it begins. */
export function queryOfCommand(text: string): { readonly pane: ListPaneId; readonly from: number } | null {
  const [head = '', word = ''] = /^\s*:?(\S+)\s+/.exec(text) ?? [];
  const pane = paneOfCommand(word);
  return pane === null || !isListPane(pane) ? null : { pane, from: head.length };
}

/** Words that begin as the one being typed; behind one, what may follow it. */
export function commandChoices(console: Console, text: string): readonly Completion[] {
  const [, before = '', word = '', gap = '', rest = ''] = /^(\s*:?)(\S*)(\s*)(.*)$/s.exec(text) ?? [];
  if (gap === '') {
    const span = { start: before.length, end: text.length };
    return COMMANDS.flatMap(({ words, help }) =>
      words
        .filter((each) => each.startsWith(word))
        .slice(0, 1)
        .map((each) => ({ span, text: each, help })),
    );
  }
  const command = COMMANDS.find(({ words }) => words.includes(word));
  const span = { start: text.length - rest.length, end: text.length };
  const typed = rest.toLowerCase();
  return (command?.offers?.(console) ?? [])
    .filter((offer) => offer.text.toLowerCase().startsWith(typed) && offer.text !== rest)
    .map((offer) => ({ span, ...offer }));
}

/** Does what the line says; a problem when it says nothing known, or cannot be done. */
export function runCommand(console: Console, text: string): Problem | null {
  const [, before = '', word = '', rest = ''] = /^(\s*:?)(\S*)\s*(.*)$/s.exec(text) ?? [];
  const command = COMMANDS.find(({ words }) => words.includes(word));
  if (command === undefined) {
    const known = COMMANDS.flatMap(({ words }) => words).join(', ');
    const span = { start: before.length, end: before.length + word.length };
    return { level: 'error', span, message: `There is no command ${word}. Known: ${known}.` };
  }
  const message = command.run(console, rest.trim()) ?? null;
  if (message === null) return null;
  return { level: 'error', span: { start: text.length - rest.length, end: text.length }, message };
}
