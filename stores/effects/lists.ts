/** What the keys of a list and of the statistics do. */
import * as columns from '../actions/columns.ts';
import * as details from '../actions/details.ts';
import * as figures from '../actions/figures.ts';
import { preview } from '../actions/focus.ts';
import * as hops from '../actions/hops.ts';
import * as lists from '../actions/lists.ts';
import * as menus from '../actions/menus.ts';
import type { Effect } from '../actions/moving.ts';
import * as prompts from '../actions/prompts.ts';
import * as strip from '../actions/strip.ts';
import type { ActionId } from '../keys.ts';

export const LISTS = {
  'sort.menu': menus.openSortMenu,
  'detail.open': details.openSelected,
  'detail.preview': preview,
  'filter.open': (console) => prompts.openFilter(console),
  'sort.next': (console) => lists.sortColumn(console, 1),
  'sort.previous': (console) => lists.sortColumn(console, -1),
  'sort.flip': lists.flipSort,
  follow: lists.follow,
  'column.left': (console) => columns.moveColumn(console, -1),
  'column.right': (console) => columns.moveColumn(console, 1),
  'columns.open': columns.openColumns,
  'problem.next': (console) => hops.nextLevel(console, 'errors', 1),
  'problem.previous': (console) => hops.nextLevel(console, 'errors', -1),
  'warning.next': (console) => hops.nextLevel(console, 'warnings', 1),
  'warning.previous': (console) => hops.nextLevel(console, 'warnings', -1),
  'about.next': (console) => hops.nextRelated(console, 1),
  'about.previous': (console) => hops.nextRelated(console, -1),
  'group.next': (console) => hops.nextGroup(console, 1),
  'group.previous': (console) => hops.nextGroup(console, -1),
  'problems.only': lists.toggleProblems,
  'figure.open': figures.openFigure,
  'figure.left': (console) => figures.stepGroup(console, -1),
  'figure.right': (console) => figures.stepGroup(console, 1),
  'strip.open': strip.openStrip,
  'coverage.toggle': strip.toggleCoverage,
} as const satisfies Partial<Record<ActionId, Effect>>;
