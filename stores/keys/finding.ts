/** The keys by which something is found: views, facets, marks, palette, history. */
import { needsList, needsPane } from '../facts.ts';
import type { Binding } from './binding.ts';

export const FINDING = [
  { id: 'palette.open', keys: ['C-p'], scope: 'global', title: 'Palette: find an action, a view or an id' },
  { id: 'views.open', keys: ["'"], scope: 'global', title: 'Pick a saved view' },
  { id: 'view.5', keys: ['5'], scope: 'global', title: 'Pinned view 5' },
  { id: 'view.6', keys: ['6'], scope: 'global', title: 'Pinned view 6' },
  { id: 'view.7', keys: ['7'], scope: 'global', title: 'Pinned view 7' },
  { id: 'view.8', keys: ['8'], scope: 'global', title: 'Pinned view 8' },
  { id: 'view.9', keys: ['9'], scope: 'global', title: 'Pinned view 9' },

  {
    id: 'facets.open',
    keys: ['f'],
    scope: 'list',
    title: 'Facets: values of each field and how many have them',
    when: needsPane(needsList),
  },
  {
    id: 'marking.toggle',
    keys: ['&'],
    scope: 'list',
    title: 'Hide what does not match, or show it and mark what does',
  },
  {
    id: 'match.next',
    keys: ['n'],
    scope: 'list',
    title: 'Next match, where everything is shown',
    when: (facts) => (facts.marking ? null : 'Every row here matches: & shows the others, too'),
  },
  {
    id: 'match.previous',
    keys: ['N'],
    scope: 'list',
    title: 'Previous match, where everything is shown',
    when: (facts) => (facts.marking ? null : 'Every row here matches: & shows the others, too'),
  },

  {
    id: 'prompt.recall',
    keys: ['C-r'],
    scope: 'prompt',
    title: 'Search the history; again goes further back',
  },
  {
    id: 'prompt.editor',
    keys: ['C-x C-e'],
    scope: 'prompt',
    title: 'Write the line in $EDITOR',
  },

  { id: 'sql.open', keys: [';'], scope: 'list', title: 'Ask the cache in SQL, for reading only' },
  { id: 'sql.down', keys: ['j', 'Down'], scope: 'sql', title: 'Down', footer: 1 },
  { id: 'sql.up', keys: ['k', 'Up'], scope: 'sql', title: 'Up' },
  { id: 'sql.pageDown', keys: ['PgDn', 'Space', 'C-d', 'C-f'], scope: 'sql', title: 'Page down' },
  { id: 'sql.pageUp', keys: ['PgUp', 'b', 'C-u', 'C-b'], scope: 'sql', title: 'Page up' },
  { id: 'sql.first', keys: ['g', 'Home'], scope: 'sql', title: 'First row' },
  { id: 'sql.last', keys: ['G', 'End'], scope: 'sql', title: 'Last row' },
  {
    id: 'sql.right',
    keys: ['l', 'Right'],
    scope: 'sql',
    title: 'Columns further right',
    short: 'Right',
    footer: 2,
  },
  { id: 'sql.left', keys: ['h', 'Left'], scope: 'sql', title: 'Columns further left' },
  { id: 'sql.open', keys: [';'], scope: 'sql', title: 'Change the question', footer: 3 },
  { id: 'step.back', keys: ['Esc', 'q', 'C-c'], scope: 'sql', title: 'End it, and close', footer: 4 },

  { id: 'picker.run', keys: ['Enter'], scope: 'palette', title: 'Run', footer: 1 },
  { id: 'picker.down', keys: ['Down', 'Tab', 'C-n'], scope: 'palette', title: 'Down' },
  { id: 'picker.up', keys: ['Up', 'S-Tab', 'C-p'], scope: 'palette', title: 'Up' },
  { id: 'picker.pageDown', keys: ['PgDn'], scope: 'palette', title: 'Page down' },
  { id: 'picker.pageUp', keys: ['PgUp'], scope: 'palette', title: 'Page up' },
  { id: 'step.back', keys: ['Esc', 'C-c'], scope: 'palette', title: 'Close', footer: 2 },

  { id: 'picker.run', keys: ['Enter'], scope: 'views', title: 'Open the view', short: 'Open', footer: 1 },
  { id: 'picker.down', keys: ['Down', 'Tab', 'C-n'], scope: 'views', title: 'Down' },
  { id: 'picker.up', keys: ['Up', 'S-Tab', 'C-p'], scope: 'views', title: 'Up' },
  { id: 'picker.pageDown', keys: ['PgDn'], scope: 'views', title: 'Page down' },
  { id: 'picker.pageUp', keys: ['PgUp'], scope: 'views', title: 'Page up' },
  { id: 'step.back', keys: ['Esc', 'C-c'], scope: 'views', title: 'Close', footer: 2 },

  {
    id: 'facet.toggle',
    keys: ['Space'],
    scope: 'facets',
    title: 'Put the value into the query, or take it out',
    short: 'In or out',
    footer: 1,
  },
  { id: 'picker.down', keys: ['Down', 'Tab', 'C-n'], scope: 'facets', title: 'Down' },
  { id: 'picker.up', keys: ['Up', 'S-Tab', 'C-p'], scope: 'facets', title: 'Up' },
  { id: 'picker.pageDown', keys: ['PgDn'], scope: 'facets', title: 'Page down' },
  { id: 'picker.pageUp', keys: ['PgUp'], scope: 'facets', title: 'Page up' },
  {
    id: 'facet.back',
    keys: ['Backspace'],
    scope: 'facets',
    title: 'Take back a character typed; with none typed, the last term of the query',
    short: 'Take back',
    footer: 2,
  },
  { id: 'step.back', keys: ['Enter', 'Esc', 'C-c'], scope: 'facets', title: 'Close', footer: 3 },
] as const satisfies readonly Binding[];
