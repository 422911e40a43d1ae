/** The export dialog as data. */
import { expect, test } from 'vitest';
import { type ExportForm, withFormat, withName } from '../../stores/export-form.ts';
import { lineOf } from '../../stores/line-editor.ts';

const FORM: ExportForm = {
  kind: 'export',
  pane: 'alerts',
  field: 'format',
  formats: ['xlsx', 'csv', 'json', 'jsonl'].map((name) => ({ name, about: '' })),
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
