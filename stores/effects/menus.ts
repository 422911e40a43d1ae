/** What the keys of menus do. */
import * as causes from '../actions/causes.ts';
import * as menus from '../actions/menus.ts';
import type { Effect } from '../actions/moving.ts';
import * as pivoting from '../actions/pivoting.ts';
import type { ActionId } from '../keys.ts';

export const MENUS = {
  'menu.pick': (console) => menus.pickMenu(console),
  'menu.down': (console) => menus.moveMenu(console, 1),
  'menu.up': (console) => menus.moveMenu(console, -1),
  'cause.mute': causes.toggleMuted,
  'pivot.only': (console) => pivoting.pivotHere(console, false),
  'pivot.not': (console) => pivoting.pivotHere(console, true),
  'pivot.alerts': (console) => pivoting.pivotTo(console, 'alerts'),
  'pivot.jobs': (console) => pivoting.pivotTo(console, 'jobs'),
  'pivot.audit': (console) => pivoting.pivotTo(console, 'audit'),
} as const satisfies Partial<Record<ActionId, Effect>>;
