/** The keys of the column chooser. */
import type { Binding } from './binding.ts';

export const COLUMNS = [
  { id: 'columns.toggle', keys: ['Space'], scope: 'columns', title: 'Show or hide', footer: 2 },
  { id: 'columns.keep', keys: ['Enter'], scope: 'columns', title: 'Keep', footer: 1 },
  {
    id: 'columns.later',
    keys: ['J', '>'],
    scope: 'columns',
    title: 'Further right',
    short: 'Right',
    footer: 3,
  },
  { id: 'columns.earlier', keys: ['K', '<'], scope: 'columns', title: 'Further left' },
  { id: 'columns.wider', keys: ['+', '='], scope: 'columns', title: 'Wider', footer: 4 },
  { id: 'columns.narrower', keys: ['-', '_'], scope: 'columns', title: 'Narrower' },
  {
    id: 'columns.path',
    keys: ['@'],
    scope: 'columns',
    title: 'A column for a path into details, payload or output',
    short: 'Path',
    footer: 5,
  },
  { id: 'columns.reset', keys: ['0'], scope: 'columns', title: "The pane's own columns again" },
  { id: 'columns.down', keys: ['j', 'Down', 'Tab'], scope: 'columns', title: 'Down' },
  { id: 'columns.up', keys: ['k', 'Up', 'S-Tab'], scope: 'columns', title: 'Up' },
  { id: 'step.back', keys: ['Esc', 'q', 'C', 'C-c'], scope: 'columns', title: 'Leave them as they were' },

  { id: 'columns.add', keys: ['Enter'], scope: 'columnPath', title: 'Show it', footer: 1 },
  {
    id: 'columns.leavePath',
    keys: ['Esc', 'C-c'],
    scope: 'columnPath',
    title: 'Back to the columns',
    footer: 2,
  },
] as const satisfies readonly Binding[];
