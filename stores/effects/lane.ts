/** What the keys of the lane do. */
import * as lane from '../actions/lane.ts';
import type { Effect } from '../actions/moving.ts';
import * as lanes from '../actions/opening-lanes.ts';
import type { ActionId } from '../keys.ts';

export const LANE = {
  'lane.enter': lane.enterLane,
  'lane.nextFailure': (console) => lane.nextFailure(console, 1),
  'lane.previousFailure': (console) => lane.nextFailure(console, -1),
  'lane.first': lane.goToFirst,
  'lane.before': lane.changesBefore,
  'lane.further': (console) => lane.lookBack(console, 1),
  'lane.nearer': (console) => lane.lookBack(console, -1),
  'lane.changes': lane.changesInAudit,
  'lane.nextThing': (console) => lanes.stepThing(console, 1),
  'lane.previousThing': (console) => lanes.stepThing(console, -1),
  'lane.alerts': (console) => lane.laneTo(console, 'alerts'),
  'lane.jobs': (console) => lane.laneTo(console, 'jobs'),
  'lane.audit': (console) => lane.laneTo(console, 'audit'),
} as const satisfies Partial<Record<ActionId, Effect>>;
