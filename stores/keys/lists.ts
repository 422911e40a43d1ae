/** The keys of a list and of the statistics. */
import { needsRecord } from '../facts.ts';
import type { Binding } from './binding.ts';

export const LISTS = [
  {
    id: 'detail.open',
    keys: ['Enter', 'd'],
    scope: 'list',
    title: 'Open the record',
    short: 'Open',
    footer: 1,
    when: needsRecord,
  },
  { id: 'detail.preview', keys: ['p'], scope: 'list', title: 'Preview on or off', when: needsRecord },
  { id: 'filter.open', keys: ['/'], scope: 'list', title: 'Filter', footer: 2 },
  { id: 'column.left', keys: ['h', 'Left'], scope: 'list', title: 'Column to the left' },
  { id: 'column.right', keys: ['l', 'Right'], scope: 'list', title: 'Column to the right' },
  { id: 'columns.open', keys: ['C'], scope: 'list', title: 'Choose columns, their order and width' },
  { id: 'sort.next', keys: ['>'], scope: 'list', title: 'Sort by the next column' },
  { id: 'sort.previous', keys: ['<'], scope: 'list', title: 'Sort by the previous column' },
  { id: 'sort.menu', keys: ['s'], scope: 'list', title: 'Choose what to sort by' },
  { id: 'sort.flip', keys: ['S'], scope: 'list', title: 'Flip the sort order' },
  { id: 'follow', keys: ['F'], scope: 'list', title: 'Follow the newest' },
  { id: 'problem.next', keys: ['e'], scope: 'list', title: 'Next error' },
  { id: 'problem.previous', keys: ['E'], scope: 'list', title: 'Previous error' },
  { id: 'warning.next', keys: ['w'], scope: 'list', title: 'Next warning, or stuck job' },
  { id: 'warning.previous', keys: ['W'], scope: 'list', title: 'Previous warning, or stuck job' },
  {
    id: 'about.next',
    keys: ['o'],
    scope: 'list',
    title: 'Next row about the same certificate, job or agent',
  },
  {
    id: 'about.previous',
    keys: ['O'],
    scope: 'list',
    title: 'Previous row about the same certificate, job or agent',
  },
  { id: 'group.next', keys: ['}'], scope: 'list', title: 'Next day, or next value sorted by' },
  {
    id: 'group.previous',
    keys: ['{'],
    scope: 'list',
    title: 'Start of this day or value, then the one before',
  },
  { id: 'strip.open', keys: ['i'], scope: 'list', title: 'Histogram: choose a window of time' },
  {
    id: 'coverage.toggle',
    keys: ['I'],
    scope: 'list',
    title: 'What has been fetched of each platform, and its holes',
  },
  { id: 'problems.only', keys: ['!'], scope: 'list', title: 'Problems only, or everything again' },

  {
    id: 'figure.open',
    keys: ['Enter', 'd'],
    scope: 'figures',
    title: 'Open the records behind the figure',
    short: 'Records',
    footer: 1,
    when: (facts) => facts.figure,
  },
  { id: 'figure.left', keys: ['Left', 'h'], scope: 'figures', title: 'Previous group' },
  { id: 'figure.right', keys: ['Right', 'l'], scope: 'figures', title: 'Next group' },
] as const satisfies readonly Binding[];
