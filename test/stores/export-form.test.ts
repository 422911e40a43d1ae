/** The export dialog as data. */
import { expect, test } from 'vitest';
import { type ExportForm, fieldsOf, withChosen, withFormat, withName } from '../../stores/export-form.ts';
import { lineOf } from '../../stores/line-editor.ts';
import { WHOLE } from '../../stores/report-scope.ts';

const FORM: ExportForm = {
  kind: 'export',
  pane: 'alerts',
  field: 'format',
  reports: [{ name: 'weekly', about: 'a week', window: 'weekly' }],
  windows: ['24h', 'weekly'],
  report: null,
  window: '',
  scope: WHOLE,
  viewName: 'alerts.xlsx',
  formats: ['xlsx', 'csv', 'json', 'jsonl'].map((name) => ({ name, about: '', reports: name !== 'jsonl' })),
  format: 'xlsx',
  marked: null,
  records: 'matching',
  viewColumns: null,
  columns: 'view',
  line: lineOf('alerts.xlsx'),
  choices: [],
};

test.each([
  ['evidence.csv', 'csv'],
  ['evidence.JSON', 'json'],
  ['/tmp/evidence.jsonl ', 'jsonl'],
  ['evidence.txt', 'xlsx'],
  ['csv', 'xlsx'],
])('a name typed as %s is written as %s', (name, format) => {
  expect(withName(FORM, lineOf(name))).toMatchObject({ format, line: lineOf(name) });
});

test('the other way round the ending goes with the format that is chosen', () => {
  expect(withFormat(withName(FORM, lineOf('a.csv')), 'json').line.text).toBe('a.json');
});

test('a report has a name of its own and the formats it can be written in; the view has its own again', () => {
  const lines = withFormat(withName(FORM, lineOf('mine.jsonl')), 'jsonl');
  const report = withChosen({ ...lines, field: 'what' }, 1);
  expect(report).toMatchObject({ report: 'weekly', window: 'weekly', format: 'xlsx' });
  expect(report.line.text).toBe('weekly-{from}.xlsx');
  expect(fieldsOf(report)).toEqual(['what', 'window', 'format', 'file']);
  expect(withChosen({ ...report, field: 'window' }, 1).window).toBe('24h');
  expect(withChosen({ ...report, field: 'format' }, -1)).toMatchObject({
    format: 'json',
    line: lineOf('weekly-{from}.json'),
  });
  const view = withChosen(report, 1);
  expect(view).toMatchObject({ report: null, format: 'xlsx', line: lineOf('mine.xlsx') });
});
