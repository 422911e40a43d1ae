/** The text of rows in a format of text, for a thread that reads some of an export's rows. */
import type { RowReader } from '../../cache/row-reader.ts';
import type { Column } from '../../domain/field.ts';
import { KIND_TABLES } from '../../domain/kinds.ts';
import type { Kind } from '../../domain/record.ts';
import type { Redaction } from '../../domain/redaction-policy.ts';
import { formatNamed } from '../formats.ts';
import { recordRedactor, rowRedactor } from '../redacted.ts';
import { zoneOf } from '../zone.ts';

/** As plain data: it goes to the threads. */
export interface LinesJob {
  /** The cache's folder. */
  readonly dir: string;
  readonly format: string;
  readonly kind: Kind;
  readonly columns: readonly Column[] | null;
  readonly timezone: string;
  readonly rawCells: boolean;
  readonly redaction: Redaction;
}

export const columnsIn = ({ kind, columns }: LinesJob): readonly Column[] =>
  columns ?? KIND_TABLES[kind].columns;

/** Gives the text of each of the rows to `add`, and how many there were: rows that are gone are left out. */
export type LineMaker = (rows: readonly number[], add: (line: string) => void) => number;

export function linesOf(job: LinesJob, reader: RowReader): LineMaker {
  const format = formatNamed(job.format);
  const zone = zoneOf(job.timezone);
  if (format?.text === undefined || zone === null) throw new Error(`${job.format} in ${job.timezone}`);
  const style = { ...job, zone };
  const made =
    <Row>(read: (rows: readonly number[]) => readonly Row[], line: (row: Row) => string): LineMaker =>
    (rows, add) => {
      const found = read(rows);
      for (const row of found) add(line(row));
      return found.length;
    };
  if (format.reads === 'records') {
    const { row } = format.text(style);
    const redact = recordRedactor(job.redaction);
    return made(reader.records, redact === null ? row : (record) => row(redact(record)));
  }
  const { row } = format.text(style);
  const redactor = rowRedactor({ ...job, columns: columnsIn(job) });
  if (redactor.of === 'records') return made(reader.records, (record) => row(redactor.told(record)));
  return made(reader.values, (values) => row(redactor.told(values)));
}
