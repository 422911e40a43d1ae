/** Exporting what is on the screen: same filter, order, columns and time zone; or what is marked in it. */
import type { Selection } from '../../src/cache/ask.ts';
import type { Failure, Result } from '../../src/domain/failure.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { utcDate } from '../../src/domain/time.ts';
import { withInstants } from '../../src/query/bounds.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { withKeys } from '../derive.ts';
import {
  commonStart,
  type ExportForm,
  renamed,
  withChosen,
  withFieldMoved,
  withFormat,
  withName,
  withReport,
} from '../export-form.ts';
import { editLine, type Line, lineOf } from '../line-editor.ts';
import { selectionOf } from '../loading/rows.ts';
import { PANES, type PaneId } from '../panes.ts';
import type { ExportAsk, Exporter, ReportAsk } from '../services.ts';
import type { ConsoleState } from '../state.ts';
import { viewColumnsOf } from '../view-columns.ts';
import { listInFront } from './lists.ts';
import { actsOnMarks, withTarget } from './marks.ts';
import { sampleOf } from './sample.ts';

/** Up to so many marked records are a query anybody can ask again. */
const MOST_ASKED = 50;
/** Names shown when Tab finds several. */
const MOST_CHOICES = 20;

/** At once, for what is typed next is for it; what it says of marked records follows. */
export function openExport(console: Console): Promise<void> | undefined {
  if (console.services.exporter === null) {
    say(console, 'Nothing can be exported here', 'warning');
    return undefined;
  }
  if (!actsOnMarks(console)) {
    console.set((state) => ({ ...state, overlay: formFor(console, state, null) }));
    return undefined;
  }
  return withTarget(console, (target) => {
    const { refs } = target;
    console.set((state) => ({ ...state, overlay: formFor(console, state, { refs, sample: [] }) }));
    void console.requests
      .ask('sample', () => sampleOf(console, target))
      .then((answer) => {
        if (answer.kind !== 'value') return;
        change(console, (form) =>
          form.marked?.refs === refs ? { ...form, marked: { refs, sample: answer.value } } : form,
        );
      });
  });
}

function formFor(console: Console, state: ConsoleState, marked: ExportForm['marked']): ExportForm {
  const { pane, lastExport } = state;
  const formats = console.services.exporter?.formats ?? [];
  const failed = failedHere(state);
  const names = formats.map(({ name }) => name);
  const format =
    [failed?.format, lastExport?.format].find((name) => name !== undefined && names.includes(name)) ??
    names[0] ??
    '';
  const { reports = [], windows = [] } = console.services.exporter ?? {};
  const failedReport = failed?.report ?? null;
  const offered = newName(console, pane, format);
  const form: ExportForm = {
    kind: 'export',
    pane,
    field: 'format',
    reports,
    windows,
    report: null,
    window: '',
    viewName: offered,
    formats,
    format,
    marked,
    records: marked === null ? 'matching' : 'marked',
    viewColumns: viewColumnsOf(state, pane)?.length ?? null,
    columns: lastExport?.columns ?? 'view',
    line: lineOf(
      failed === null || failedReport !== null ? offered : renamed(failed.name, failed.format, format),
    ),
    choices: [],
  };
  if (failed === null || failedReport === null) return form;
  const again = withReport(form, failedReport.name);
  return { ...again, window: failedReport.window, line: lineOf(failed.name) };
}

/** A name that says what it is and of when. */
function newName(console: Console, pane: PaneId, format: string): string {
  const at = console.services.clock();
  const clock = new Date(at).toISOString().slice(11, 19).replaceAll(':', '');
  return `${pane}-${utcDate(at)}-${clock}.${format}`;
}

/** The last export of the pane in front, when it failed: it is most likely tried again. */
export function failedHere({ failedExport, pane }: ConsoleState): ConsoleState['failedExport'] {
  return failedExport?.pane === pane ? failedExport : null;
}

function change(console: Console, with_: (form: ExportForm) => ExportForm): void {
  console.set((state) =>
    state.overlay?.kind === 'export' ? { ...state, overlay: with_(state.overlay) } : state,
  );
}

export const moveField = (console: Console, step: 1 | -1): void =>
  change(console, (form) => withFieldMoved(form, step));

/** The next choice of the line the cursor is on; in the name, one character on. */
export const chooseNext = (console: Console, step: 1 | -1): void =>
  change(console, (form) =>
    form.field === 'file'
      ? { ...form, line: editLine(form.line, step === 1 ? 'Right' : 'Left') ?? form.line }
      : withChosen(form, step),
  );

export const nameLine = (console: Console, line: Line): void =>
  change(console, (form) => ({ ...withName(form, line), field: 'file', choices: [] }));

/** Tab: completes the name as far as files agree on it. */
export async function completeName(console: Console): Promise<void> {
  const { overlay } = console.store.getState();
  const { exporter } = console.services;
  if (overlay?.kind !== 'export' || exporter?.names === undefined) return;
  const typed = overlay.line.text;
  const names = await exporter.names(typed).catch(() => []);
  const start = commonStart(names);
  change(console, (form) => {
    if (form.line.text !== typed) return form;
    const line = start.length > typed.length ? lineOf(start) : form.line;
    return {
      ...withName(form, line),
      field: 'file',
      choices: names.length > 1 ? names.slice(0, MOST_CHOICES) : [],
    };
  });
  if (names.length === 0)
    say(console, `No file or folder begins with ${typed === '' ? 'that' : typed}`, 'warning');
}

export function startExport(console: Console): void {
  const { overlay } = console.store.getState();
  if (overlay?.kind !== 'export' || overlay.format === '' || overlay.line.text.trim() === '') return;
  const { format, columns, line, report, window } = overlay;
  if (report !== null) {
    console.set((state) => ({ ...state, overlay: null, failedExport: null }));
    const file = line.text.trim();
    void runReport(console, { name: report, window, format, file, timezone: timezoneOf(console) });
    return;
  }
  console.set((state) => ({ ...state, overlay: null, lastExport: { format, columns }, failedExport: null }));
  void run(console, askOf(console, overlay, line.text.trim()));
}

/** `csv`, or `csv expired.csv`: asks for the name where it is missing; why not, where it cannot. */
export function exportTo(console: Console, typed: string): string | null {
  const { exporter } = console.services;
  const [, format = '', name = ''] = /^(\S*)\s*(.*)$/s.exec(typed) ?? [];
  if (exporter === null || format === '') {
    void openExport(console);
    return null;
  }
  if (console.store.getState().exporting !== null)
    return withKeys(console.store.getState(), 'An export is running: {cancel} cancels it.');
  const names = exporter.formats.map((each) => each.name);
  if (!names.includes(format)) return `There is no format ${format}. Known: ${names.join(', ')}.`;
  void openAs(console, format, name.trim());
  return null;
}

async function openAs(console: Console, format: string, name: string): Promise<void> {
  await openExport(console);
  change(console, (form) => withFormat(form, format));
  if (name === '') return;
  // What was asked for in so many words stays.
  change(console, (form) => ({ ...form, line: lineOf(name) }));
  startExport(console);
}

/** `weekly`: the dialog with this report chosen; why not, where it cannot. Alone, with the first one. */
export function openReport(console: Console, typed: string): string | null {
  const { exporter } = console.services;
  const reports = exporter?.reports ?? [];
  const [first] = reports;
  if (first === undefined) return 'No reports can be written here.';
  if (console.store.getState().exporting !== null)
    return withKeys(console.store.getState(), 'An export is running: {cancel} cancels it.');
  const name = typed === '' ? first.name : typed;
  if (!reports.some((report) => report.name === name)) {
    return `There is no report ${name}. Known: ${reports.map((report) => report.name).join(', ')}.`;
  }
  console.set((state) => ({
    ...state,
    overlay: withReport({ ...formFor(console, state, null), field: 'window' }, name),
  }));
  return null;
}

/** The dialog with the first report chosen. */
export function openFirstReport(console: Console): void {
  const problem = openReport(console, '');
  if (problem !== null) say(console, problem, 'warning');
}

/** The last export once more, of what is on the screen now. */
export async function repeatExport(console: Console): Promise<void> {
  const { lastExport } = console.store.getState();
  await openExport(console);
  // Of a report that failed the name would be the report's.
  change(console, (form) => (form.report === null ? form : withReport(form, null)));
  if (lastExport === null) return;
  startExport(console);
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
  say(console, `Wrote ${grouped(rows)} ${rows === 1 ? 'record' : 'records'} to ${file}`, 'ok');
}

async function runReport(console: Console, ask: ReportAsk): Promise<void> {
  const { exporter } = console.services;
  if (exporter?.report === undefined) return;
  const write = exporter.report;
  const report = { name: ask.name, window: ask.window };
  const done = await inFooter(console, { ...ask, report }, (running) => write(ask, running));
  if (done === null) return;
  const { file, rows, missing } = done;
  const wrote = `Wrote the ${ask.name} report, ${grouped(rows)} rows, to ${file}`;
  if (missing === 0) return say(console, wrote, 'ok');
  const parts = missing === 1 ? 'one part of its window is' : `${missing} parts of its window are`;
  say(console, `${wrote}; ${parts} not in the cache, it says which`, 'warning');
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
