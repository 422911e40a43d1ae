/** Exporting what is on the screen: same filter, order, columns and time zone; or what is marked in it. */
import { basename, dirname } from 'node:path';
import type { Selection } from '../../src/cache/ask.ts';
import type { Failure, Result } from '../../src/domain/failure.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { withInstants } from '../../src/query/bounds.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { type ExportForm, narrows } from '../export-form.ts';
import { selectionOf } from '../loading/rows.ts';
import { PANES } from '../panes.ts';
import { askedScope, type ReportScope } from '../report-scope.ts';
import type { ExportAsk, Exporter, ReportAsk } from '../services.ts';
import type { ConsoleState } from '../state.ts';
import { viewColumnsOf } from '../view-columns.ts';
import { listInFront } from './lists.ts';

/** Up to so many marked records are a query anybody can ask again. */
const MOST_ASKED = 50;
export function startExport(console: Console): void {
  const { overlay } = console.store.getState();
  if (overlay?.kind !== 'export' || overlay.format === '' || overlay.line.text.trim() === '') return;
  const { format, columns, line, report, window, scope } = overlay;
  if (report !== null) {
    console.set((state) => ({ ...state, overlay: null, failedExport: null }));
    const file = line.text.trim();
    const asked = narrows(overlay) ? askedScope(scope) : undefined;
    const ask = { name: report, window, format, file, timezone: timezoneOf(console) };
    void runReport(console, { ...ask, ...(asked === undefined ? {} : { scope: asked }) }, scope);
    return;
  }
  console.set((state) => ({ ...state, overlay: null, lastExport: { format, columns }, failedExport: null }));
  void run(console, askOf(console, overlay, line.text.trim()));
}

function askOf(console: Console, form: ExportForm, file: string): ExportAsk {
  const { format } = form;
  const view = viewOf(console);
  const state = console.store.getState();
  const columns = form.columns === 'view' ? viewColumnsOf(state, form.pane) : null;
  if (form.marked === null || form.records === 'matching')
    return { view: { ...view, columns }, format, file };
  const { refs } = form.marked;
  const base = { ...view.selection, query: '' };
  const selection: Selection =
    refs.length <= MOST_ASKED
      ? { ...base, query: `ref=${refs.map((ref) => JSON.stringify(ref)).join(',')}` }
      : { ...base, only: refs };
  return { view: { ...view, columns, selection }, format, file };
}

function viewOf(console: Console): Omit<ExportAsk['view'], 'columns'> {
  const pane = listInFront(console);
  const state = console.store.getState();
  const timezone = timezoneOf(console);
  if (pane === null) {
    const { clock, longRunningAfter } = console.services;
    const selection: Selection = { kind: 'statistic', query: '', now: clock(), longRunningAfter };
    return { selection, sort: PANES.statistics.sort, timezone };
  }
  const list = state.lists[pane];
  // The file says what was asked, also to those who do not know what was new here then.
  const query = withInstants(list.query, PANES[pane].kind, state.looked[pane]);
  return { selection: { ...selectionOf(console, pane, list), query }, sort: list.sort, timezone };
}

/** Local times are asked for on the screen; everything else is UTC. */
const timezoneOf = ({ store }: Console): string =>
  store.getState().timeMode === 'local' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : 'UTC';

async function run(console: Console, ask: ExportAsk): Promise<void> {
  const { exporter } = console.services;
  if (exporter === null) return;
  const done = await inFooter(console, { ...ask, report: null }, (running) => exporter.run(ask, running));
  if (done === null) return;
  const { file, rows } = done;
  say(console, `Wrote ${grouped(rows)} ${rows === 1 ? 'record' : 'records'} to ${placeOf(file)}`, 'ok');
}

async function runReport(console: Console, ask: ReportAsk, scope: ReportScope): Promise<void> {
  const { exporter } = console.services;
  if (exporter?.report === undefined) return;
  const write = exporter.report;
  const report = { name: ask.name, window: ask.window, scope };
  const done = await inFooter(console, { ...ask, report }, (running) => write(ask, running));
  if (done === null) return;
  const { file, rows, missing } = done;
  const wrote = `Wrote the ${ask.name} report, ${grouped(rows)} rows, to ${placeOf(file)}`;
  if (missing === 0) return say(console, wrote, 'ok');
  const parts = missing === 1 ? 'one part of its window is' : `${missing} parts of its window are`;
  say(console, `${wrote}; ${parts} not in the cache, it says which`, 'warning');
}

/** The name first: where the line ends before the path does, the folder is what is cut. */
function placeOf(file: string): string {
  const folder = dirname(file);
  return folder === '.' ? file : `${basename(file)} in ${folder}`;
}

/** Shows how far it is, and says what became of it unless it was written; null then. */
async function inFooter<T>(
  console: Console,
  asked: Pick<NonNullable<ConsoleState['failedExport']>, 'format' | 'report'> & { readonly file: string },
  write: (running: Parameters<Exporter['run']>[1]) => Promise<Result<T>>,
): Promise<T | null> {
  const { pane } = console.store.getState();
  const { file: name, format, report = null } = asked;
  console.set((state) => ({ ...state, exporting: { file: name, done: 0, total: null } }));
  const answer = await console.requests.ask('export', (signal) =>
    write({
      signal,
      onProgress: (done, total) => {
        void console.outside((state) =>
          state.exporting === null ? state : { ...state, exporting: { ...state.exporting, done, total } },
        );
      },
    }),
  );
  console.set((state) => ({ ...state, exporting: null }));
  if (answer.kind === 'late') {
    say(console, `${report === null ? 'Export' : 'Report'} cancelled; no file was written`, 'warning');
    return null;
  }
  if (answer.kind === 'value' && answer.value.ok) return answer.value.value;
  const failure = answer.kind === 'failed' ? answer.failure : answer.value.ok ? null : answer.value.failure;
  if (failure === null) return null;
  const reason = reasonOf(failure);
  console.set((state) => ({ ...state, failedExport: { pane, report, format, name, reason } }));
  say(
    console,
    `${report === null ? 'Export' : 'Report'} failed: ${reason}${failure.where === undefined ? '' : ` ${failure.where}`}`,
    'error',
  );
  return null;
}

/** Why it failed and what to do, without the path: that may be longer than the line there is. */
function reasonOf({ what, cause, next, where }: Failure): string {
  const named = where === undefined ? what : what.replace(where, 'the file');
  // Node's words: `EACCES: permission denied, open '/a/long/path'`.
  const short = cause?.replace(/^E[A-Z]+: /, '').replace(/, \w+ '.*$/s, '');
  return `${named}${short === undefined ? '' : ` (${short})`}. ${next}`;
}
