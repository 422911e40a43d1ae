/** What the keys do that act on records: marks, pins, notes, comparing, piping, exporting. */
import * as comparing from '../actions/comparing.ts';
import * as exportDialog from '../actions/export-dialog.ts';
import * as exporting from '../actions/exporting.ts';
import * as linePrompt from '../actions/line-prompt.ts';
import * as marking from '../actions/marks.ts';
import type { Effect } from '../actions/moving.ts';
import * as notes from '../actions/notes.ts';
import * as pinning from '../actions/pinning.ts';
import * as piping from '../actions/piping.ts';
import * as sheets from '../actions/sheets.ts';
import type { ActionId } from '../keys.ts';

export const ACTING = {
  'export.write': exporting.startExport,
  'export.complete': exportDialog.completeName,
  'export.down': (console) => exportDialog.moveField(console, 1),
  'export.up': (console) => exportDialog.moveField(console, -1),
  'export.next': (console) => exportDialog.chooseNext(console, 1),
  'export.previous': (console) => exportDialog.chooseNext(console, -1),
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
} as const satisfies Partial<Record<ActionId, Effect>>;
