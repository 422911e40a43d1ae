/** The export dialog as data: what is chosen, and the name being typed. Pure. */
import type { Ref } from '../src/domain/record.ts';
import type { Line } from './line-editor.ts';
import { lineOf } from './line-editor.ts';
import type { PaneId } from './panes.ts';
import { type ReportScope, type ScopeField, STATUSES } from './report-scope.ts';
import type { ExportFormat, KnownReport } from './services.ts';

/** The lines of the dialog the cursor can be on, top to bottom. */
export const FORM_FIELDS = [
  'what',
  'window',
  'types',
  'actions',
  'status',
  'format',
  'records',
  'columns',
  'file',
] as const;
export type FormField = (typeof FORM_FIELDS)[number];

export interface ExportForm {
  readonly kind: 'export';
  readonly pane: PaneId;
  readonly field: FormField;
  /** What there is besides the view, and the windows of it. */
  readonly reports: readonly KnownReport[];
  readonly windows: readonly string[];
  /** The report that is written; null is the view. */
  readonly report: string | null;
  readonly window: string;
  /** Which audit entries it is of. */
  readonly scope: ReportScope;
  /** The name of the view's file before a report was chosen. */
  readonly viewName: string;
  readonly formats: readonly ExportFormat[];
  readonly format: string;
  /** Marked records as they were when it was opened, and what a sample of them says; null where none are. */
  readonly marked: { readonly refs: readonly Ref[]; readonly sample: readonly string[] } | null;
  readonly records: 'marked' | 'matching';
  /** How many columns the view has; null where it has all there are. */
  readonly viewColumns: number | null;
  readonly columns: 'view' | 'all';
  readonly line: Line;
  /** Names that begin with what was typed, when Tab found several. */
  readonly choices: readonly string[];
}

export const formatOf = ({ formats, format }: ExportForm) =>
  formats.find(({ name }) => name === format) ?? null;

/** Whether the report that is chosen can be of some entries only. */
export const narrows = ({ report, reports }: ExportForm): boolean =>
  reports.find(({ name }) => name === report)?.narrows === true;

/** Whether there is something to choose on a line. */
const CHOOSABLE: Readonly<Record<FormField, (form: ExportForm) => boolean>> = {
  what: ({ reports }) => reports.length > 0,
  window: ({ report }) => report !== null,
  types: narrows,
  actions: narrows,
  status: narrows,
  format: () => true,
  records: ({ report, marked }) => report === null && marked !== null,
  columns: (form) => form.report === null && form.viewColumns !== null && formatOf(form)?.whole !== true,
  file: () => true,
};

/** Lines there is something to choose on. */
export const fieldsOf = (form: ExportForm): readonly FormField[] =>
  FORM_FIELDS.filter((field) => CHOOSABLE[field](form));

/** The formats that what is written can be written in. */
export const formatsOf = ({ formats, report }: ExportForm): readonly ExportFormat[] =>
  report === null ? formats : formats.filter(({ reports }) => reports === true);

export function withFieldMoved(form: ExportForm, step: 1 | -1): ExportForm {
  const fields = fieldsOf(form);
  const at = fields.indexOf(form.field);
  return { ...form, field: fields[Math.max(0, Math.min(fields.length - 1, at + step))] ?? 'format' };
}

/** The next or previous choice of the line the cursor is on; the same form where that is the name. */
export function withChosen(form: ExportForm, step: 1 | -1): ExportForm {
  switch (form.field) {
    case 'what':
      return withReport(form, stepped([null, ...form.reports.map(({ name }) => name)], form.report, step));
    case 'window':
      return { ...form, window: stepped(form.windows, form.window, step) };
    case 'status': {
      const status = stepped(STATUSES, form.scope.status, step);
      return { ...form, scope: { ...form.scope, status } };
    }
    case 'format': {
      const names = formatsOf(form).map(({ name }) => name);
      return withFormat(form, stepped(names, form.format, step));
    }
    case 'records':
      return { ...form, records: form.records === 'marked' ? 'matching' : 'marked' };
    case 'columns':
      return { ...form, columns: form.columns === 'view' ? 'all' : 'view' };
    case 'types':
    case 'actions':
    case 'file':
      return form;
  }
}

/** The line that is typed into where the cursor is; what is chosen is not typed, so that it is the name there. */
export function typedField({ field }: ExportForm): ScopeField | 'file' {
  return field === 'types' || field === 'actions' ? field : 'file';
}

export function typedLineOf(form: ExportForm): Line {
  const field = typedField(form);
  return field === 'file' ? form.line : form.scope[field];
}

/** With what was typed. */
export function withTyped(form: ExportForm, line: Line): ExportForm {
  const field = typedField(form);
  if (field === 'file') return { ...withName(form, line), field, choices: [] };
  return { ...form, scope: { ...form.scope, [field]: line } };
}

/** The one after or before; the same where there is no other. */
function stepped<T>(all: readonly T[], now: T, step: 1 | -1): T {
  const at = (all.indexOf(now) + step + all.length) % all.length;
  return at in all ? (all[at] as T) : now;
}

/** Another report, or the view again (null): with a name of its own, in a format it can be written in. */
export function withReport(form: ExportForm, report: string | null): ExportForm {
  const viewName = form.report === null ? form.line.text : form.viewName;
  const chosen = { ...form, report, viewName, choices: [] };
  const formats = formatsOf(chosen).map(({ name }) => name);
  const format = formats.includes(form.format) ? form.format : (formats[0] ?? form.format);
  if (report === null) {
    const was = form.formats.find(({ name }) => viewName.endsWith(`.${name}`))?.name ?? format;
    return { ...chosen, format, line: lineOf(renamed(viewName, was, format)) };
  }
  const window = form.reports.find(({ name }) => name === report)?.window ?? form.window;
  return { ...chosen, format, window, line: lineOf(`${report}-{from}.${format}`) };
}

/** The ending of the name goes with the format, where it had that of the one before. */
export function withFormat(form: ExportForm, format: string): ExportForm {
  return { ...form, format, line: lineOf(renamed(form.line.text, form.format, format)) };
}

/** The format goes with the ending that is typed: a file called `.csv` that is none is found out too late. */
export function withName(form: ExportForm, line: Line): ExportForm {
  const name = line.text.trim().toLowerCase();
  const meant = formatsOf(form).find((each) => name.endsWith(`.${each.name}`))?.name ?? form.format;
  return { ...form, line, format: meant };
}

export function renamed(name: string, from: string, to: string): string {
  return name.endsWith(`.${from}`) ? `${name.slice(0, -from.length)}${to}` : name;
}

/** Whether the name typed is that of an earlier export, in whichever format it is to be now. */
export const isNameOf = (
  { line, format }: Pick<ExportForm, 'line' | 'format'>,
  earlier: { readonly name: string; readonly format: string },
): boolean => line.text.trim() === renamed(earlier.name, earlier.format, format);

/** What all of these begin with. */
export function commonStart(names: readonly string[]): string {
  let [start = ''] = names;
  for (const name of names) while (!name.startsWith(start)) start = start.slice(0, -1);
  return start;
}
