/** The histogram over a list: a scope of its own. */
import type { Binding } from './binding.ts';

export const STRIP = [
  {
    id: 'strip.older',
    keys: ['<'],
    scope: 'strip',
    title: 'Window to the left',
    short: 'Move',
    footer: 1,
    beside: 'strip.newer',
  },
  { id: 'strip.newer', keys: ['>'], scope: 'strip', title: 'Window to the right' },
  { id: 'strip.left', keys: ['h', 'Left'], scope: 'strip', title: 'Window a step to the left' },
  { id: 'strip.right', keys: ['l', 'Right'], scope: 'strip', title: 'Window a step to the right' },
  { id: 'strip.wider', keys: ['+'], scope: 'strip', title: 'Wider window', short: 'Wider', footer: 2 },
  {
    id: 'strip.narrower',
    keys: ['_'],
    scope: 'strip',
    title: 'Narrower window',
    short: 'Narrower',
    footer: 3,
  },
  {
    id: 'strip.apply',
    keys: ['Enter'],
    scope: 'strip',
    title: 'Filter by the window',
    short: 'Filter',
    footer: 4,
  },
  {
    id: 'strip.leave',
    keys: ['Esc', 'i'],
    scope: 'strip',
    title: 'Back to the list',
    short: 'Back',
    footer: 5,
  },
] as const satisfies readonly Binding[];
