/** The keys of the lane. */
import { needsRecord } from '../facts.ts';
import type { Binding } from './binding.ts';

export const LANE = [
  {
    id: 'lane.enter',
    keys: ['Enter', 'd'],
    scope: 'lane',
    title: 'Open the record',
    short: 'Open',
    footer: 1,
    when: needsRecord,
  },
  {
    id: 'lane.nextFailure',
    keys: ['n', 'e'],
    scope: 'lane',
    title: 'Next failure, further back',
    short: 'Next failure',
    footer: 2,
  },
  { id: 'lane.previousFailure', keys: ['N', 'E'], scope: 'lane', title: 'Previous failure, nearer to now' },
  {
    id: 'lane.first',
    keys: ['f'],
    scope: 'lane',
    title: 'First failure, and what changed just before',
    short: 'First failure',
    footer: 3,
  },
  {
    id: 'lane.before',
    keys: ['b'],
    scope: 'lane',
    title: 'What changed just before this row, or before the first failure again',
    when: needsRecord,
  },
  { id: 'lane.further', keys: ['+'], scope: 'lane', title: 'Look further back for changes' },
  { id: 'lane.nearer', keys: ['_'], scope: 'lane', title: 'Look less far back for changes' },
  { id: 'lane.changes', keys: ['C'], scope: 'lane', title: 'All changes of that time in Audit' },
  {
    id: 'lane.nextThing',
    keys: [']'],
    scope: 'lane',
    title: 'Next thing the record names',
    short: 'Next thing',
    footer: 4,
  },
  { id: 'lane.previousThing', keys: ['['], scope: 'lane', title: 'Previous thing the record names' },
  { id: 'lane.alerts', keys: ['1'], scope: 'lane', title: 'All its alerts in Alerts' },
  { id: 'lane.jobs', keys: ['2'], scope: 'lane', title: 'All its jobs in Jobs' },
  { id: 'lane.audit', keys: ['3'], scope: 'lane', title: 'All its audit entries in Audit' },
  { id: 'step.back', keys: ['Esc', 'q'], scope: 'lane', title: 'Back to where it was opened' },
] as const satisfies readonly Binding[];
