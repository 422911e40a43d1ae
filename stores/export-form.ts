/** The export dialog as data: what is chosen, and the name being typed. Pure. */
import type { Ref } from '../src/domain/record.ts';
import type { Line } from './line-editor.ts';
import { lineOf } from './line-editor.ts';
import type { PaneId } from './panes.ts';

/** The lines of the dialog the cursor can be on, top to bottom. */
export const FORM_FIELDS = ['format', 'records', 'columns', 'file'] as const;
export type FormField = (typeof FORM_FIELDS)[number];

export interface ExportForm {
  readonly kind: 'export';
  readonly pane: PaneId;
  readonly field: FormField;
  readonly formats: readonly { readonly name: string; readonly about: string; readonly whole?: boolean }[];
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

/** Lines there is something to choose on. */
export function fieldsOf(form: ExportForm): readonly FormField[] {
  return FORM_FIELDS.filter(
    (field) =>
      (field !== 'records' || form.marked !== null) &&
      (field !== 'columns' || (form.viewColumns !== null && formatOf(form)?.whole !== true)),
  );
}

export function withFieldMoved(form: ExportForm, step: 1 | -1): ExportForm {
  const fields = fieldsOf(form);
  const at = fields.indexOf(form.field);
  return { ...form, field: fields[Math.max(0, Math.min(fields.length - 1, at + step))] ?? 'format' };
}

/** The next or previous choice of the line the cursor is on; the same form where that is the name. */
export function withChosen(form: ExportForm, step: 1 | -1): ExportForm {
  switch (form.field) {
    case 'format': {
      const at = form.formats.findIndex(({ name }) => name === form.format);
      const next = form.formats[(at + step + form.formats.length) % form.formats.length];
      return next === undefined ? form : withFormat(form, next.name);
    }
    case 'records':
      return { ...form, records: form.records === 'marked' ? 'matching' : 'marked' };
    case 'columns':
      return { ...form, columns: form.columns === 'view' ? 'all' : 'view' };
    case 'file':
      return form;
  }
}

/** The ending of the name goes with the format, where it had that of the one before. */
export function withFormat(form: ExportForm, format: string): ExportForm {
  return { ...form, format, line: lineOf(renamed(form.line.text, form.format, format)) };
}

/** The format goes with the ending that is typed: a file called `.csv` that is none is found out too late. */
export function withName(form: ExportForm, line: Line): ExportForm {
  const name = line.text.trim().toLowerCase();
  const meant = form.formats.find((each) => name.endsWith(`.${each.name}`))?.name ?? form.format;
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
