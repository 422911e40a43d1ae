/** What the keys of the histogram do. */

import type { Effect } from '../actions/moving.ts';
import * as strip from '../actions/strip.ts';
import type { ActionId } from '../keys.ts';

export const STRIP = {
  'strip.leave': strip.leaveStrip,
  'strip.older': (console) => strip.moveWindow(console, -1, 'window'),
  'strip.newer': (console) => strip.moveWindow(console, 1, 'window'),
  'strip.left': (console) => strip.moveWindow(console, -1, 'bucket'),
  'strip.right': (console) => strip.moveWindow(console, 1, 'bucket'),
  'strip.wider': (console) => strip.scaleWindow(console, 2),
  'strip.narrower': (console) => strip.scaleWindow(console, 0.5),
  'strip.apply': strip.applyWindow,
} as const satisfies Partial<Record<ActionId, Effect>>;
