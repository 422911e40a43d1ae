/** The export dialog as lines. Pure. */
import { isAbsolute } from 'node:path';
import { cellsOf, cut } from '../../src/domain/cells.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import { wrapText } from '../../stores/detail/text-lines.ts';
import {
  type ExportForm,
  type FormField,
  fieldsOf,
  formatOf,
  formatsOf,
  narrows,
} from '../../stores/export-form.ts';
import type { ListState } from '../../stores/list-state.ts';
import { PANES } from '../../stores/panes.ts';
import { STATUSES } from '../../stores/report-scope.ts';
import { countText } from '../layout/header-text.ts';
import type { Theme } from '../theme.ts';
import { type BoxLine, boxLine } from './box-lines.ts';
import { editedLine } from './edited-line.ts';

interface ExportFacts {
  readonly directory: string;
  /** Why the last one came to nothing. */
  readonly failed: string | null;
  readonly list: Pick<ListState, 'query' | 'tally'> | null;
  /** Lines there is room for. */
  readonly most: number;
}

const LABEL = 9;
const label = (text: string): string => text.padEnd(LABEL);
/** Names found by Tab that are shown. */
const SHOWN_NAMES = 6;

export function exportLines(
  theme: Theme,
  form: ExportForm,
  facts: ExportFacts,
  width: number,
): readonly BoxLine[] {
  const { marked, records } = form;
  const dim = (text: string): BoxLine => boxLine(text, width, (plain) => theme.paint('dim', plain));
  const fields = fieldsOf(form);
  const matching = facts.list === null ? 'all figures' : `${countText(facts.list.tally)} that match`;
  const query =
    facts.list === null ? null : facts.list.query === '' ? '(everything)' : safeLine(facts.list.query);
  const pick = (field: FormField, name: string, options: readonly string[], at: number): BoxLine =>
    choiceLine(theme, { name: label(name), options, at, focused: form.field === field }, width);
  const reports = form.reports.map(({ name }) => name);
  const what =
    reports.length === 0
      ? saidLine(theme, 'what', PANES[form.pane].title, width)
      : pick(
          'what',
          'what',
          [PANES[form.pane].title, ...reports],
          form.report === null ? 0 : reports.indexOf(form.report) + 1,
        );
  if (form.report !== null) return reportLines(theme, form, facts, { what, pick, dim, width });
  const about = [
    what,
    ...(query === null || records === 'marked' ? [] : [saidLine(theme, 'query', query, width)]),
    ...(marked === null || records === 'matching' ? [] : marked.sample.map((line) => boxLine(line, width))),
  ];
  const form_ = [
    pick(
      'format',
      'format',
      form.formats.map(({ name }) => name),
      form.formats.findIndex(({ name }) => name === form.format),
    ),
    dim(`${label('')}${formatOf(form)?.about ?? ''}`),
    ...(marked === null
      ? [saidLine(theme, 'records', matching, width)]
      : [
          pick(
            'records',
            'records',
            [`${grouped(marked.refs.length)} marked`, matching],
            records === 'marked' ? 0 : 1,
          ),
        ]),
    ...(form.viewColumns === null
      ? []
      : [
          fields.includes('columns')
            ? pick(
                'columns',
                'columns',
                ['those of this view', 'all fields'],
                form.columns === 'view' ? 0 : 1,
              )
            : dim(`${label('columns')}all fields: ${form.format} holds whole records`),
        ]),
    ...fileLines(theme, form, facts, width),
  ];
  // What can be changed stays on a low screen.
  return [...about.slice(0, Math.max(0, facts.most - form_.length)), ...form_];
}

/** A path from the root or the home folder: it is not below the folder of exports. */
const saysWhere = (name: string): boolean => isAbsolute(name) || name.startsWith('~/');

interface Drawing {
  readonly what: BoxLine;
  readonly pick: (field: FormField, name: string, options: readonly string[], at: number) => BoxLine;
  readonly dim: (text: string) => BoxLine;
  readonly width: number;
}

function reportLines(
  theme: Theme,
  form: ExportForm,
  facts: ExportFacts,
  { what, pick, dim, width }: Drawing,
): readonly BoxLine[] {
  const { reports, windows, window, report, format } = form;
  const about = reports.find(({ name }) => name === report)?.about ?? '';
  const names = formatsOf(form).map(({ name }) => name);
  const words = wrapText(about, width - 4 - LABEL, 3).map((line) => dim(`${label('')}${line}`));
  const chosen = [
    pick('window', 'window', windows, windows.indexOf(window)),
    dim(`${label('')}${window === '24h' ? 'the 24 hours up to now' : 'the last whole one'}`),
    ...(narrows(form) ? scopeLines(theme, form, { pick, dim, width }) : []),
    pick('format', 'format', names, names.indexOf(format)),
    dim(`${label('')}${formatOf(form)?.about ?? ''}`),
    ...fileLines(theme, form, facts, width),
  ];
  // What can be changed stays on a low screen.
  return [what, ...words.slice(0, Math.max(0, facts.most - chosen.length - 1)), ...chosen];
}

/** Which audit entries it is of. */
function scopeLines(
  theme: Theme,
  { scope, field }: ExportForm,
  { pick, dim, width }: Pick<Drawing, 'pick' | 'dim' | 'width'>,
): readonly BoxLine[] {
  return [
    editedLine(theme, label('types'), scope.types, width, field === 'types'),
    editedLine(theme, label('actions'), scope.actions, width, field === 'actions'),
    dim(`${label('')}resource types and actions, such as USER,APIKEY; empty is all`),
    pick('status', 'status', STATUSES, STATUSES.indexOf(scope.status)),
  ];
}

function fileLines(
  theme: Theme,
  { line, field, choices }: ExportForm,
  { directory, failed }: ExportFacts,
  width: number,
): readonly BoxLine[] {
  const dim = (text: string): BoxLine => boxLine(text, width, (plain) => theme.paint('dim', plain));
  const told = failed === null ? [] : wrapText(`It failed: ${failed}`, width - 4, 4);
  return [
    editedLine(theme, label('file'), line, width, field === 'file'),
    dim(`${label('')}${saysWhere(line.text.trim()) ? 'as the path says' : `in ${safeLine(directory)}`}`),
    ...choices.slice(0, SHOWN_NAMES).map((name) => dim(`${label('')}${safeLine(name)}`)),
    ...(choices.length > SHOWN_NAMES ? [dim(`${label('')}… and ${choices.length - SHOWN_NAMES} more`)] : []),
    ...told.map((text) => boxLine(text, width, (plain) => theme.paint('error', plain))),
  ];
}

/** What cannot be changed here. */
function saidLine(theme: Theme, name: string, text: string, width: number): BoxLine {
  const short = cut(text, width - 4 - LABEL);
  return { text: theme.paint('dim', label(name)) + short, cells: LABEL + cellsOf(short) };
}

/** All choices of a line, the one taken in brackets. */
function choiceLine(
  theme: Theme,
  { name, options, at, focused }: { name: string; options: readonly string[]; at: number; focused: boolean },
  width: number,
): BoxLine {
  const texts = options.map((option, index) => (index === at ? `[${option}]` : ` ${option} `));
  const plain = name + texts.join(' ');
  if (cellsOf(plain) > width - 4) return boxLine(plain, width);
  const painted = texts.map((text, index) =>
    index === at ? theme.paint(focused ? 'cursor' : 'accent', text) : text,
  );
  return { text: theme.paint('dim', name) + painted.join(' '), cells: cellsOf(plain) };
}
