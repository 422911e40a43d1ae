/** The time ranges offered by a key, as data: the last so and so long, or one to be typed. */
import type { Binding } from './keys/binding.ts';

export interface TimeRange {
  readonly key: string;
  readonly title: string;
  /** What the query gets; null asks for it. */
  readonly terms: string | null;
}

export const RANGES = [
  { key: '1', title: 'Last 15 minutes', terms: 'since:15m' },
  { key: '2', title: 'Last hour', terms: 'since:1h' },
  { key: '3', title: 'Last 4 hours', terms: 'since:4h' },
  { key: '4', title: 'Last 24 hours', terms: 'since:24h' },
  { key: '5', title: 'Last 7 days', terms: 'since:7d' },
  { key: '6', title: 'Last 30 days', terms: 'since:30d' },
  { key: '7', title: 'Another time, typed', terms: null },
] as const satisfies readonly TimeRange[];

export const RANGE_KEYS = [
  { id: 'range.1', keys: ['1'], scope: 'ranges', title: RANGES[0].title },
  { id: 'range.2', keys: ['2'], scope: 'ranges', title: RANGES[1].title },
  { id: 'range.3', keys: ['3'], scope: 'ranges', title: RANGES[2].title },
  { id: 'range.4', keys: ['4'], scope: 'ranges', title: RANGES[3].title },
  { id: 'range.5', keys: ['5'], scope: 'ranges', title: RANGES[4].title },
  { id: 'range.6', keys: ['6'], scope: 'ranges', title: RANGES[5].title },
  { id: 'range.7', keys: ['7'], scope: 'ranges', title: RANGES[6].title },
  { id: 'range.pick', keys: ['Enter'], scope: 'ranges', title: 'Take it', footer: 1 },
  { id: 'range.down', keys: ['j', 'Down'], scope: 'ranges', title: 'Down' },
  { id: 'range.up', keys: ['k', 'Up'], scope: 'ranges', title: 'Up' },
  { id: 'step.back', keys: ['Esc', 'q', 'T', 'C-c'], scope: 'ranges', title: 'Close', footer: 2 },
] as const satisfies readonly Binding[];
