/** Exporting what is on the screen: same filter, same order, same columns, same time zone. */
import type { Selection } from '../../src/cache/ask.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { utcDate } from '../../src/domain/time.ts';
import { exportColumns } from '../columns/chosen.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { selectionOf } from '../loading/rows.ts';
import { PANES } from '../panes.ts';
import type { ExportAsk } from '../services.ts';
import type { ConsoleState } from '../state.ts';
import { listInFront } from './lists.ts';

export function openExport(console: Console): void {
  if (console.services.exporter === null) {
    say(console, 'Nothing can be exported here', 'warning');
    return;
  }
  console.set((state) => ({ ...state, overlay: { kind: 'export', step: 'format', format: null, name: '' } }));
}

/** The format is chosen: ask for a name, with one that says what it is. */
export function chooseFormat(console: Console, format: string): void {
  const { pane } = console.store.getState();
  const at = console.services.clock();
  const clock = new Date(at).toISOString().slice(11, 19).replaceAll(':', '');
  const failed = failedHere(console.store.getState());
  const name =
    failed === null
      ? `${pane}-${utcDate(at)}-${clock}.${format}`
      : renamed(failed.name, failed.format, format);
  console.set((state) => ({ ...state, overlay: { kind: 'export', step: 'name', format, name } }));
}

/** The last export of the pane in front, when it failed: it is most likely tried again. */
export function failedHere({ failedExport, pane }: ConsoleState): ConsoleState['failedExport'] {
  return failedExport?.pane === pane ? failedExport : null;
}

/** A name with the ending of another format, where it had that of its own. */
function renamed(name: string, from: string, to: string): string {
  return name.endsWith(`.${from}`) ? `${name.slice(0, -from.length)}${to}` : name;
}

export function nameExport(console: Console, name: string): void {
  console.set((state) =>
    state.overlay?.kind === 'export' ? { ...state, overlay: { ...state.overlay, name } } : state,
  );
}

export function startExport(console: Console): void {
  const { overlay } = console.store.getState();
  if (overlay?.kind !== 'export' || overlay.format === null || overlay.name.trim() === '') return;
  const { format, name } = overlay;
  console.set((state) => ({ ...state, overlay: null, lastExport: { format }, failedExport: null }));
  void run(console, { view: viewOf(console), format, file: name.trim() });
}

/** `csv`, or `csv expired.csv`: asks for the name where it is missing; why not, where it cannot. */
export function exportTo(console: Console, typed: string): string | null {
  const { exporter } = console.services;
  const [, format = '', name = ''] = /^(\S*)\s*(.*)$/s.exec(typed) ?? [];
  if (exporter === null || format === '') {
    openExport(console);
    return null;
  }
  if (console.store.getState().exporting !== null) return 'An export is running: Ctrl-C cancels it.';
  const names = exporter.formats.map((each) => each.name);
  if (!names.includes(format)) return `There is no format ${format}. Known: ${names.join(', ')}.`;
  chooseFormat(console, format);
  if (name === '') return null;
  nameExport(console, name.trim());
  startExport(console);
  return null;
}

/** The last export once more, of what is on the screen now. */
export function repeatExport(console: Console): void {
  const { lastExport } = console.store.getState();
  if (lastExport === null) {
    openExport(console);
    return;
  }
  chooseFormat(console, lastExport.format);
  startExport(console);
}

function viewOf(console: Console): ExportAsk['view'] {
  const pane = listInFront(console);
  const state = console.store.getState();
  // Local times are asked for on the screen; everything else is UTC.
  const timezone = state.timeMode === 'local' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : 'UTC';
  if (pane === null) {
    const { clock, longRunningAfter } = console.services;
    const selection: Selection = { kind: 'statistic', query: '', now: clock(), longRunningAfter };
    return { selection, sort: PANES.statistics.sort, columns: null, timezone };
  }
  const list = state.lists[pane];
  const columns = exportColumns(pane, list.columns);
  return { selection: selectionOf(console, pane, list), sort: list.sort, columns, timezone };
}

async function run(console: Console, ask: ExportAsk): Promise<void> {
  const { exporter } = console.services;
  if (exporter === null) return;
  const { pane } = console.store.getState();
  console.set((state) => ({ ...state, exporting: { file: ask.file, done: 0, total: null } }));
  const answer = await console.requests.ask('export', (signal) =>
    exporter.run(ask, {
      signal,
      onProgress: (done, total) => {
        void console.outside((state) =>
          state.exporting === null ? state : { ...state, exporting: { ...state.exporting, done, total } },
        );
      },
    }),
  );
  console.set((state) => ({ ...state, exporting: null }));
  if (answer.kind === 'late') return say(console, 'Export cancelled; no file was written', 'warning');
  const failure = answer.kind === 'failed' ? answer.failure : answer.value.ok ? null : answer.value.failure;
  if (failure !== null) {
    const { file: name, format } = ask;
    const reason = reasonOf(failure);
    console.set((state) => ({ ...state, failedExport: { pane, format, name, reason } }));
    return say(
      console,
      `Export failed: ${reason}${failure.where === undefined ? '' : ` ${failure.where}`}`,
      'error',
    );
  }
  if (answer.kind === 'value' && answer.value.ok) {
    const { file, rows } = answer.value.value;
    say(console, `Wrote ${rows.toLocaleString('en')} ${rows === 1 ? 'record' : 'records'} to ${file}`, 'ok');
  }
}

/** Why it failed and what to do, without the path: that may be longer than the line there is. */
function reasonOf({ what, cause, next, where }: Failure): string {
  const named = where === undefined ? what : what.replace(where, 'the file');
  // Node's words: `EACCES: permission denied, open '/a/long/path'`.
  const short = cause?.replace(/^E[A-Z]+: /, '').replace(/, \w+ '.*$/s, '');
  return `${named}${short === undefined ? '' : ` (${short})`}. ${next}`;
}
