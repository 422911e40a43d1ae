import { utcDate } from '../../src/domain/time.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { withKeys } from '../derive.ts';
import {
  commonStart,
  type ExportForm,
  renamed,
  typedField,
  typedLineOf,
  withChosen,
  withFieldMoved,
  withFormat,
  withName,
  withReport,
  withTyped,
} from '../export-form.ts';
import { editLine, type Line, lineOf } from '../line-editor.ts';
import type { PaneId } from '../panes.ts';
import { WHOLE } from '../report-scope.ts';
import type { ConsoleState } from '../state.ts';
import { viewColumnsOf } from '../view-columns.ts';
import { startExport } from './exporting.ts';
import { actsOnMarks, withTarget } from './marks.ts';
import { sampleOf } from './sample.ts';

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
    scope: failed?.report?.scope ?? WHOLE,
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
    form.field === typedField(form)
      ? withTyped(form, editLine(typedLineOf(form), step === 1 ? 'Right' : 'Left') ?? typedLineOf(form))
      : withChosen(form, step),
  );

export const nameLine = (console: Console, line: Line): void =>
  change(console, (form) => withTyped(form, line));

/** Tab: completes the name as far as files agree on it. */
export async function completeName(console: Console): Promise<void> {
  const { overlay } = console.store.getState();
  const { exporter } = console.services;
  if (overlay?.kind !== 'export' || exporter?.names === undefined) return;
  if (overlay.field === 'types' || overlay.field === 'actions') return moveField(console, 1);
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
