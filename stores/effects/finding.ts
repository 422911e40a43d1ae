/** What the keys do that find: views, facets, the palette, matches, SQL. */
import * as facets from '../actions/facets.ts';
import * as hops from '../actions/hops.ts';
import { toggleMarking } from '../actions/marking.ts';
import type { Effect } from '../actions/moving.ts';
import * as outside from '../actions/outside.ts';
import * as palette from '../actions/palette.ts';
import { recall } from '../actions/recalling.ts';
import * as saved from '../actions/saved-views.ts';
import * as sql from '../actions/sql.ts';
import type { ActionId } from '../keys.ts';

export const FINDING = {
  'palette.open': palette.openPalette,
  'picker.run': palette.runPicked,
  'picker.down': (console) => palette.movePicker(console, 1),
  'picker.up': (console) => palette.movePicker(console, -1),
  'picker.pageDown': (console) => palette.movePicker(console, 10),
  'picker.pageUp': (console) => palette.movePicker(console, -10),
  'views.open': saved.openViews,
  'view.5': (console) => saved.openPinned(console, '5'),
  'view.6': (console) => saved.openPinned(console, '6'),
  'view.7': (console) => saved.openPinned(console, '7'),
  'view.8': (console) => saved.openPinned(console, '8'),
  'view.9': (console) => saved.openPinned(console, '9'),
  'facets.open': facets.openFacets,
  'facet.toggle': facets.toggleFacet,
  'facet.back': facets.dropChip,
  'sql.open': sql.openSql,
  'sql.down': (console) => sql.scrollSql(console, 1),
  'sql.up': (console) => sql.scrollSql(console, -1),
  'sql.pageDown': (console) => sql.scrollSql(console, 20),
  'sql.pageUp': (console) => sql.scrollSql(console, -20),
  'sql.first': (console) => sql.scrollSql(console, Number.MIN_SAFE_INTEGER),
  'sql.last': (console) => sql.scrollSql(console, Number.MAX_SAFE_INTEGER),
  'sql.right': (console) => sql.shiftSql(console, 1),
  'sql.left': (console) => sql.shiftSql(console, -1),
  'marking.toggle': toggleMarking,
  'match.next': (console) => hops.nextMarked(console, 1),
  'match.previous': (console) => hops.nextMarked(console, -1),
  'prompt.recall': recall,
  'prompt.editor': outside.editLine,
} as const satisfies Partial<Record<ActionId, Effect>>;
