/** The keys of a text: detail, payload, error, JSON. */
import type { Binding } from './binding.ts';

export const TEXT = [
  {
    id: 'search.open',
    keys: ['/'],
    scope: 'text',
    title: 'Search in the detail',
    short: 'Search',
    footer: 3,
  },
  { id: 'search.next', keys: ['n'], scope: 'text', title: 'Next match' },
  { id: 'search.previous', keys: ['N'], scope: 'text', title: 'Previous match' },
  { id: 'move.pageDown', keys: ['Space'], scope: 'text', title: 'Page down' },
  { id: 'move.pageUp', keys: ['b'], scope: 'text', title: 'Page up' },
  {
    id: 'node.toggle',
    keys: ['Enter'],
    scope: 'text',
    title: 'Fold or unfold, or follow to the record',
    short: 'Fold/follow',
    footer: 2,
    when: (facts) => (facts.enters ? null : 'Nothing to fold or to follow in this tab'),
  },
  { id: 'node.fold', keys: ['h', 'Left'], scope: 'text', title: 'Fold' },
  { id: 'node.unfold', keys: ['l', 'Right'], scope: 'text', title: 'Unfold' },
  { id: 'node.foldAll', keys: ['H'], scope: 'text', title: 'Fold everything' },
  { id: 'node.unfoldAll', keys: ['L'], scope: 'text', title: 'Unfold everything' },
  { id: 'copy.path', keys: ['p'], scope: 'text', title: 'Copy the path of the node as a jq expression' },
  { id: 'outside.editor', keys: ['v'], scope: 'text', title: 'Open the text in $EDITOR' },
  { id: 'outside.pager', keys: ['P'], scope: 'text', title: 'Open the text in $PAGER' },
  { id: 'detail.full', keys: ['f'], scope: 'text', title: 'Full screen' },
] as const satisfies readonly Binding[];
