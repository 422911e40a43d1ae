/** What the keys of the time ranges do. */

import type { Effect } from '../actions/moving.ts';
import * as ranges from '../actions/ranges.ts';
import type { ActionId } from '../keys.ts';

export const RANGES = {
  'range.1': (console) => ranges.pickRange(console, 0),
  'range.2': (console) => ranges.pickRange(console, 1),
  'range.3': (console) => ranges.pickRange(console, 2),
  'range.4': (console) => ranges.pickRange(console, 3),
  'range.5': (console) => ranges.pickRange(console, 4),
  'range.6': (console) => ranges.pickRange(console, 5),
  'range.7': (console) => ranges.pickRange(console, 6),
  'range.down': (console) => ranges.moveRange(console, 1),
  'range.up': (console) => ranges.moveRange(console, -1),
  'range.pick': (console) => ranges.pickRange(console),
} as const satisfies Partial<Record<ActionId, Effect>>;
