/** The keys of menus: pivots, what to copy, what to sort by. */
import { needsCause, needsWriting } from '../facts.ts';
import type { Binding } from './binding.ts';

export const MENUS = [
  { id: 'pivot.only', keys: ['Enter'], scope: 'pivots', title: 'Only this', footer: 1 },
  { id: 'pivot.not', keys: ['-'], scope: 'pivots', title: 'Not this', footer: 2 },
  { id: 'pivot.alerts', keys: ['1'], scope: 'pivots', title: 'All alerts with this', short: 'Alerts' },
  { id: 'pivot.jobs', keys: ['2'], scope: 'pivots', title: 'All jobs with this', short: 'Jobs' },
  { id: 'pivot.audit', keys: ['3'], scope: 'pivots', title: 'All audit entries with this', short: 'Audit' },
  {
    id: 'lane.open',
    keys: ['*'],
    scope: 'pivots',
    title: 'Everything about it on one time axis',
    short: 'Lane',
  },
  {
    id: 'cause.open',
    keys: ['#'],
    scope: 'pivots',
    title: 'All failures of the same cause',
    short: 'Same cause',
    when: needsCause,
  },
  {
    id: 'cause.mute',
    keys: ['m'],
    scope: 'pivots',
    title: 'Call the cause of this failure known, or news again',
    short: 'Known',
    when: needsWriting(needsCause),
  },
  { id: 'menu.down', keys: ['j', 'Down', 'Tab'], scope: 'pivots', title: 'Down' },
  { id: 'menu.up', keys: ['k', 'Up', 'S-Tab'], scope: 'pivots', title: 'Up' },
  { id: 'step.back', keys: ['Esc', 'q', '.', 'C-c'], scope: 'pivots', title: 'Close', footer: 3 },

  {
    id: 'menu.pick',
    keys: ['Enter'],
    scope: 'menu',
    title: 'Take it; a digit takes its line',
    footer: 1,
    short: 'Choose',
  },
  { id: 'menu.down', keys: ['j', 'Down', 'Tab'], scope: 'menu', title: 'Down' },
  { id: 'menu.up', keys: ['k', 'Up', 'S-Tab'], scope: 'menu', title: 'Up' },
  { id: 'step.back', keys: ['Esc', 'q', 'c', 's', 'C-c'], scope: 'menu', title: 'Close', footer: 2 },
] as const satisfies readonly Binding[];
