/** Action ids to effects: the one place where a key's name becomes something that happens. */

import { TIME_MODES } from '../age.ts';
import type { Console } from '../console.ts';
import { message, say } from '../context.ts';
import { keyOf, layoutOfState } from '../derive.ts';
import type { ActionId } from '../keys.ts';
import { PANE_IDS, PANES } from '../panes.ts';
import * as causes from './causes.ts';
import * as columns from './columns.ts';
import * as comparing from './comparing.ts';
import * as copying from './copying.ts';
import * as details from './details.ts';
import * as exporting from './exporting.ts';
import * as facets from './facets.ts';
import * as figures from './figures.ts';
import * as helping from './helping.ts';
import * as hops from './hops.ts';
import * as lane from './lane.ts';
import * as leaving from './leaving.ts';
import * as linePrompt from './line-prompt.ts';
import * as lists from './lists.ts';
import { toggleMarking } from './marking.ts';
import * as marking from './marks.ts';
import * as menus from './menus.ts';
import { type Effect, MOVES } from './moving.ts';
import * as notes from './notes.ts';
import * as lanes from './opening-lanes.ts';
import * as outside from './outside.ts';
import * as palette from './palette.ts';
import * as pinning from './pinning.ts';
import * as piping from './piping.ts';
import * as pivoting from './pivoting.ts';
import * as platforms from './platforms.ts';
import { toggleMouse } from './pointing.ts';
import * as prompts from './prompts.ts';
import * as ranges from './ranges.ts';
import * as marks from './read-marks.ts';
import * as reading from './reading.ts';
import { recall } from './recalling.ts';
import * as saved from './saved-views.ts';
import * as sheets from './sheets.ts';
import * as sql from './sql.ts';
import * as strip from './strip.ts';
import * as views from './views.ts';

function paneStep(console: Console, step: 1 | -1): void {
  const at = PANE_IDS.indexOf(console.store.getState().pane);
  console.goTo(PANE_IDS[(at + step + PANE_IDS.length) % PANE_IDS.length] ?? 'alerts');
}

function tabStep(console: Console, step: 1 | -1): void {
  if (console.store.getState().detail === null) paneStep(console, step);
  else details.stepTab(console, step);
}

/** J and K: the other side moves. From the list the detail scrolls, from the detail the list goes on. */
function otherSide(console: Console, step: 1 | -1): void {
  const { focus, detail } = console.store.getState();
  if (focus === 'list' && detail !== null) {
    details.stepText(console, { lines: step });
    return;
  }
  lists.stepList(console, step === 1 ? lists.STEPS.down : lists.STEPS.up);
  details.followCursor(console);
}

function switchFocus(console: Console): void {
  // Where the detail covers the list there is nowhere else to go.
  if (layoutOfState(console.store.getState()).list === null) return;
  console.set((state) => ({ ...state, focus: state.focus === 'list' ? 'detail' : 'list' }));
}

function preview(console: Console): void {
  if (console.store.getState().detail !== null) {
    details.closeDetail(console);
    return;
  }
  const row = details.selectedInList(console);
  if (row === null) return;
  details.openDetail(console, row);
  if (layoutOfState(console.store.getState()).list !== null) {
    console.set((state) => ({ ...state, focus: 'list' }));
  }
}

function freeze(console: Console): void {
  console.set((state) => ({
    ...state,
    frozen: !state.frozen,
    message: message(
      state.frozen ? 'Live again' : `Frozen: ${keyOf(state, 'freeze')} thaws`,
      'info',
      console.services.clock(),
    ),
  }));
  if (!console.store.getState().frozen) console.refreshAll();
}

/** Polls what brings the records of this pane, or everything; how it went shows in the header and in the rows. */
function poll(console: Console, what: 'pane' | 'everything'): void {
  const { sync } = console.services;
  const { pane } = console.store.getState();
  void sync?.refresh(what === 'pane' ? PANES[pane].kind : undefined).catch(() => undefined);
  if (what === 'pane') console.refreshPane();
  else console.refreshAll();
  if (sync === null) say(console, 'Refreshed from the cache; nothing polls here');
  else
    say(
      console,
      what === 'pane' ? `Polling for ${PANES[pane].title}` : 'Polling the platforms for everything',
    );
}

function timeMode(console: Console): void {
  console.set((state) => {
    const mode = TIME_MODES[(TIME_MODES.indexOf(state.timeMode) + 1) % TIME_MODES.length] ?? 'relative';
    return { ...state, timeMode: mode, message: message(`Times ${mode}`, 'info', console.services.clock()) };
  });
}

function confirmed(console: Console): Promise<void> | undefined {
  const { overlay } = console.store.getState();
  if (overlay?.kind !== 'confirm') return undefined;
  console.set((state) => ({ ...state, overlay: null }));
  const { intent } = overlay;
  switch (intent.kind) {
    case 'mark-read':
      return marks.markAll(console, intent.refs);
    case 'quit':
      leaving.leave(console, 0);
      return undefined;
  }
}

export const ACTIONS: Readonly<Record<ActionId, Effect>> = {
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
  'platform.toggle': platforms.togglePlatform,
  'platform.down': (console) => platforms.movePlatform(console, 1),
  'platform.up': (console) => platforms.movePlatform(console, -1),
  'time.mode': timeMode,
  'range.open': ranges.openRanges,
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
  'mouse.toggle': toggleMouse,
  'refresh.pane': (console) => poll(console, 'pane'),
  'refresh.all': (console) => poll(console, 'everything'),
  freeze,
  'copy.value': copying.copyValue,
  'copy.record': copying.copyRecord,
  'copy.path': copying.copyPath,
  'copy.menu': menus.openCopyMenu,
  'menu.pick': (console) => menus.pickMenu(console),
  'menu.down': (console) => menus.moveMenu(console, 1),
  'menu.up': (console) => menus.moveMenu(console, -1),
  'sort.menu': menus.openSortMenu,
  'pivot.open': pivoting.openPivots,
  'cause.open': causes.openCause,
  'cause.mute': causes.toggleMuted,
  'pivot.only': (console) => pivoting.pivotHere(console, false),
  'pivot.not': (console) => pivoting.pivotHere(console, true),
  'pivot.alerts': (console) => pivoting.pivotTo(console, 'alerts'),
  'pivot.jobs': (console) => pivoting.pivotTo(console, 'jobs'),
  'pivot.audit': (console) => pivoting.pivotTo(console, 'audit'),
  'export.open': exporting.openExport,
  'export.again': exporting.repeatExport,
  'export.write': exporting.startExport,
  'export.complete': exporting.completeName,
  'export.down': (console) => exporting.moveField(console, 1),
  'export.up': (console) => exporting.moveField(console, -1),
  'export.next': (console) => exporting.chooseNext(console, 1),
  'export.previous': (console) => exporting.chooseNext(console, -1),
  'mark.toggle': marking.toggleMark,
  'mark.range': marking.toggleRange,
  'mark.all': marking.markAll,
  'pin.toggle': pinning.togglePin,
  'pin.only': pinning.pinnedOnly,
  'note.open': notes.openNote,
  'pipe.open': piping.openPipe,
  'diff.open': comparing.openDiff,
  'line.apply': linePrompt.applyLine,
  'sheet.down': (console) => sheets.stepSheet(console, { lines: 1 }),
  'sheet.up': (console) => sheets.stepSheet(console, { lines: -1 }),
  'sheet.pageDown': (console) => sheets.stepSheet(console, { pages: 1 }),
  'sheet.pageUp': (console) => sheets.stepSheet(console, { pages: -1 }),
  'sheet.first': (console) => sheets.jumpSheet(console, 'start'),
  'sheet.last': (console) => sheets.jumpSheet(console, 'end'),
  'sheet.fold': sheets.foldSheet,
  'sheet.copy': (console) => sheets.copySheet(console, 'line'),
  'sheet.copyAll': (console) => sheets.copySheet(console, 'all'),
  'sheet.pager': sheets.pageSheet,
  'sheet.close': sheets.closeSheet,
  'sheet.cancel': sheets.cancelSheet,
  'read.toggle': marks.toggleRead,
  'read.all': marks.askReadAll,
  undo: marks.undo,
  'move.other': switchFocus,
  'other.down': (console) => otherSide(console, 1),
  'other.up': (console) => otherSide(console, -1),
  'detail.bigger': (console) => details.resizeDetail(console, 1),
  'detail.smaller': (console) => details.resizeDetail(console, -1),
  'detail.full': (console) =>
    console.set((state) => ({ ...state, detailMode: state.detailMode === 'full' ? 'split' : 'full' })),
  suspend: outside.suspend,
  'outside.editor': (console) => outside.showOutside(console, 'editor'),
  'outside.pager': (console) => outside.showOutside(console, 'pager'),
  redraw: (console) => console.set((state) => ({ ...state, redraws: state.redraws + 1 })),
  back: leaving.back,
  quit: leaving.quit,
  'step.back': leaving.stepBack,
  cancel: leaving.cancel,
  ...MOVES,
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
  'columns.down': (console) => columns.moveChooser(console, 1),
  'columns.up': (console) => columns.moveChooser(console, -1),
  'columns.toggle': columns.toggleColumn,
  'columns.later': (console) => columns.shiftColumn(console, 1),
  'columns.earlier': (console) => columns.shiftColumn(console, -1),
  'columns.wider': (console) => columns.widenColumn(console, 1),
  'columns.narrower': (console) => columns.widenColumn(console, -1),
  'columns.reset': columns.resetColumns,
  'columns.path': columns.askPath,
  'columns.add': columns.addPath,
  'columns.leavePath': columns.leavePath,
  'columns.keep': columns.keepColumns,
  'problem.next': (console) => hops.nextLevel(console, 'errors', 1),
  'problem.previous': (console) => hops.nextLevel(console, 'errors', -1),
  'warning.next': (console) => hops.nextLevel(console, 'warnings', 1),
  'warning.previous': (console) => hops.nextLevel(console, 'warnings', -1),
  'about.next': (console) => hops.nextRelated(console, 1),
  'about.previous': (console) => hops.nextRelated(console, -1),
  'group.next': (console) => hops.nextGroup(console, 1),
  'group.previous': (console) => hops.nextGroup(console, -1),
  'problems.only': lists.toggleProblems,
  'view.last': views.lastView,
  'view.back': views.jumpBack,
  'figure.open': figures.openFigure,
  'figure.left': (console) => figures.stepGroup(console, -1),
  'figure.right': (console) => figures.stepGroup(console, 1),
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
  'strip.open': strip.openStrip,
  'coverage.toggle': strip.toggleCoverage,
  'strip.leave': strip.leaveStrip,
  'strip.older': (console) => strip.moveWindow(console, -1, 'window'),
  'strip.newer': (console) => strip.moveWindow(console, 1, 'window'),
  'strip.left': (console) => strip.moveWindow(console, -1, 'bucket'),
  'strip.right': (console) => strip.moveWindow(console, 1, 'bucket'),
  'strip.wider': (console) => strip.scaleWindow(console, 2),
  'strip.narrower': (console) => strip.scaleWindow(console, 0.5),
  'strip.apply': strip.applyWindow,
  'lane.open': lanes.openLane,
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
  'search.open': prompts.openSearch,
  'search.next': (console) => details.nextMatch(console, 1),
  'search.previous': (console) => details.nextMatch(console, -1),
  'node.toggle': lanes.enterText,
  'node.fold': (console) => details.fold(console, 'fold'),
  'node.unfold': (console) => details.fold(console, 'unfold'),
  'text.left': (console) => reading.sideways(console, -1),
  'text.right': (console) => reading.sideways(console, 1),
  'text.wrap': reading.toggleWrap,
  'text.raw': reading.toggleText,
  'text.decode': reading.toggleDecoded,
  'text.secret': reading.toggleSecret,
  'node.foldAll': (console) => details.fold(console, 'foldAll'),
  'node.unfoldAll': (console) => details.fold(console, 'unfoldAll'),
  'prompt.apply': prompts.apply,
  'prompt.complete': (console) => prompts.complete(console, 1),
  'prompt.completeBack': (console) => prompts.complete(console, -1),
  'prompt.cancel': leaving.cancelPrompt,
  'prompt.recall': recall,
  'prompt.editor': outside.editLine,
  'help.run': helping.runHelp,
  'help.down': (console) => helping.moveHelp(console, 1),
  'help.up': (console) => helping.moveHelp(console, -1),
  'confirm.yes': confirmed,
};
