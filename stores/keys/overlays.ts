/** The keys of what lies over the panes: prompt, help, questions, panels. */
import type { Binding } from './binding.ts';

export const OVERLAYS = [
  { id: 'prompt.apply', keys: ['Enter'], scope: 'prompt', title: 'Apply', footer: 1 },
  {
    id: 'prompt.complete',
    keys: ['Tab'],
    scope: 'prompt',
    title: 'Complete',
    footer: 2,
    when: ({ prompt }) =>
      prompt === 'search' || prompt === 'sql'
        ? `A ${prompt === 'sql' ? 'statement' : 'search'} has nothing to complete`
        : null,
  },
  { id: 'prompt.completeBack', keys: ['S-Tab'], scope: 'prompt', title: 'Previous completion' },
  { id: 'step.back', keys: ['Esc'], scope: 'prompt', title: 'Close', footer: 3 },
  { id: 'prompt.cancel', keys: ['C-c'], scope: 'prompt', title: 'Cancel' },

  { id: 'help.run', keys: ['Enter'], scope: 'help', title: 'Run', footer: 1 },
  { id: 'help.down', keys: ['Down', 'Tab', 'C-n'], scope: 'help', title: 'Down' },
  { id: 'help.up', keys: ['Up', 'S-Tab', 'C-p'], scope: 'help', title: 'Up' },
  { id: 'help.pageDown', keys: ['PgDn'], scope: 'help', title: 'Page down' },
  { id: 'help.pageUp', keys: ['PgUp'], scope: 'help', title: 'Page up' },
  { id: 'step.back', keys: ['Esc'], scope: 'help', title: 'Close', footer: 2 },
  { id: 'prompt.cancel', keys: ['C-c'], scope: 'help', title: 'Cancel' },

  // Not Enter: typed ahead of the question it would answer what nobody has read.
  { id: 'confirm.yes', keys: ['y'], scope: 'confirm', title: 'Yes', footer: 1 },
  { id: 'step.back', keys: ['n', 'Esc', 'q', 'C-c'], scope: 'confirm', title: 'No', footer: 2 },

  { id: 'platform.toggle', keys: ['Space', 'Enter'], scope: 'panel', title: 'Show or hide', footer: 1 },
  { id: 'platform.down', keys: ['j', 'Down', 'Tab'], scope: 'panel', title: 'Down' },
  { id: 'platform.up', keys: ['k', 'Up', 'S-Tab'], scope: 'panel', title: 'Up' },
  { id: 'targets.send', keys: ['s'], scope: 'panel', title: 'Send to the targets now' },
  { id: 'step.back', keys: ['Esc', 'q', '@', 'C-c'], scope: 'panel', title: 'Close', footer: 2 },
] as const satisfies readonly Binding[];
