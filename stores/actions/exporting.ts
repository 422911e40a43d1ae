/** Exporting what is on the screen: same filter, order, columns and time zone; or what is marked in it. */
import type { Selection } from '../../src/cache/ask.ts';
import type { Failure } from '../../src/domain/failure.ts';
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
} from '../export-form.ts';
import { editLine, type Line, lineOf } from '../line-editor.ts';
import { selectionOf } from '../loading/rows.ts';
import { PANES, type PaneId } from '../panes.ts';
import type { ExportAsk } from '../services.ts';
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
  return {
    kind: 'export',
    pane,
    field: 'format',
    formats,
    format,
    marked,
    records: marked === null ? 'matching' : 'marked',
    viewColumns: viewColumnsOf(state, pane)?.length ?? null,
    columns: lastExport?.columns ?? 'view',
    line: lineOf(
      failed === null ? newName(console, pane, format) : renamed(failed.name, failed.format, format),
    ),
    choices: [],
  };
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
  const { format, columns, line } = overlay;
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

/** The last export once more, of what is on the screen now. */
export async function repeatExport(console: Console): Promise<void> {
  const { lastExport } = console.store.getState();
  await openExport(console);
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
  // Local times are asked for on the screen; everything else is UTC.
  const timezone = state.timeMode === 'local' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : 'UTC';
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
    say(console, `Wrote ${grouped(rows)} ${rows === 1 ? 'record' : 'records'} to ${file}`, 'ok');
  }
}

/** Why it failed and what to do, without the path: that may be longer than the line there is. */
function reasonOf({ what, cause, next, where }: Failure): string {
  const named = where === undefined ? what : what.replace(where, 'the file');
  // Node's words: `EACCES: permission denied, open '/a/long/path'`.
  const short = cause?.replace(/^E[A-Z]+: /, '').replace(/, \w+ '.*$/s, '');
  return `${named}${short === undefined ? '' : ` (${short})`}. ${next}`;
}
