/** What the keys of a text do. */
import * as copying from '../actions/copying.ts';
import * as details from '../actions/details.ts';
import { fold } from '../actions/folding.ts';
import type { Effect } from '../actions/moving.ts';
import * as lanes from '../actions/opening-lanes.ts';
import * as outside from '../actions/outside.ts';
import * as prompts from '../actions/prompts.ts';
import * as reading from '../actions/reading.ts';
import type { ActionId } from '../keys.ts';

export const TEXT = {
  'copy.path': copying.copyPath,
  'detail.full': (console) =>
    console.set((state) => ({ ...state, detailMode: state.detailMode === 'full' ? 'split' : 'full' })),
  'outside.editor': (console) => outside.showOutside(console, 'editor'),
  'outside.pager': (console) => outside.showOutside(console, 'pager'),
  'search.open': prompts.openSearch,
  'search.next': (console) => details.nextMatch(console, 1),
  'search.previous': (console) => details.nextMatch(console, -1),
  'node.toggle': lanes.enterText,
  'node.fold': (console) => fold(console, 'fold'),
  'node.unfold': (console) => fold(console, 'unfold'),
  'text.left': (console) => reading.sideways(console, -1),
  'text.right': (console) => reading.sideways(console, 1),
  'text.wrap': reading.toggleWrap,
  'text.raw': reading.toggleText,
  'text.decode': reading.toggleDecoded,
  'text.secret': reading.toggleSecret,
  'node.foldAll': (console) => fold(console, 'foldAll'),
  'node.unfoldAll': (console) => fold(console, 'unfoldAll'),
} as const satisfies Partial<Record<ActionId, Effect>>;
