/** What the keys do that hold everywhere but in prompts. */
import * as causes from '../actions/causes.ts';
import * as copying from '../actions/copying.ts';
import * as details from '../actions/details.ts';
import * as exportDialog from '../actions/export-dialog.ts';
import { otherSide, switchFocus } from '../actions/focus.ts';
import * as helping from '../actions/helping.ts';
import * as leaving from '../actions/leaving.ts';
import * as lists from '../actions/lists.ts';
import { freeze, poll, timeMode } from '../actions/living.ts';
import * as menus from '../actions/menus.ts';
import type { Effect } from '../actions/moving.ts';
import * as lanes from '../actions/opening-lanes.ts';
import * as outside from '../actions/outside.ts';
import { paneStep, tabStep } from '../actions/panes.ts';
import * as pivoting from '../actions/pivoting.ts';
import * as platforms from '../actions/platforms.ts';
import { toggleMouse } from '../actions/pointing.ts';
import * as prompts from '../actions/prompts.ts';
import * as ranges from '../actions/ranges.ts';
import * as marks from '../actions/read-marks.ts';
import * as views from '../actions/views.ts';
import type { ActionId } from '../keys.ts';

export const EVERYWHERE = {
  'pane.alerts': (console) => console.goTo('alerts'),
  'pane.jobs': (console) => console.goTo('jobs'),
  'pane.audit': (console) => console.goTo('audit'),
  'pane.statistics': (console) => console.goTo('statistics'),
  'pane.next': (console) => paneStep(console, 1),
  'pane.previous': (console) => paneStep(console, -1),
  'query.default': lists.defaultQuery,
  'tab.next': (console) => tabStep(console, 1),
  'tab.previous': (console) => tabStep(console, -1),
  'command.open': prompts.openCommand,
  'help.open': helping.openHelp,
  'platforms.open': platforms.openPlatforms,
  'time.mode': timeMode,
  'range.open': ranges.openRanges,
  'mouse.toggle': toggleMouse,
  'refresh.pane': (console) => poll(console, 'pane'),
  'refresh.all': (console) => poll(console, 'everything'),
  freeze,
  'copy.value': copying.copyValue,
  'copy.record': copying.copyRecord,
  'copy.menu': menus.openCopyMenu,
  'pivot.open': pivoting.openPivots,
  'cause.open': causes.openCause,
  'export.open': exportDialog.openExport,
  'report.open': exportDialog.openFirstReport,
  'export.again': exportDialog.repeatExport,
  'read.toggle': marks.toggleRead,
  'read.all': marks.askReadAll,
  undo: marks.undo,
  'move.other': switchFocus,
  'other.down': (console) => otherSide(console, 1),
  'other.up': (console) => otherSide(console, -1),
  'detail.bigger': (console) => details.resizeDetail(console, 1),
  'detail.smaller': (console) => details.resizeDetail(console, -1),
  suspend: outside.suspend,
  redraw: (console) => console.set((state) => ({ ...state, redraws: state.redraws + 1 })),
  back: leaving.back,
  quit: leaving.quit,
  'step.back': leaving.stepBack,
  cancel: leaving.cancel,
  'view.last': views.lastView,
  'view.back': views.jumpBack,
  'lane.open': lanes.openLane,
} as const satisfies Partial<Record<ActionId, Effect>>;
