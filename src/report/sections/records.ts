import { KIND_TABLES } from '../../domain/kinds.ts';
import { redactedValues } from '../../export/redacted.ts';
import type { RecordsSection } from '../report.ts';
import { columnsAt, type Table, type Tools } from '../tools.ts';

export async function recordsTables(section: RecordsSection, tools: Tools): Promise<readonly Table[]> {
  const { title, of, columns, sort } = section;
  const query = tools.query(section);
  return [recordsTable(tools, { title, of, query, columns, ...(sort === undefined ? {} : { sort }) })];
}

/** The records of a query, whose bounds are its own. */
export function recordsTable(
  { moment, job, selection, asking }: Tools,
  asked: Pick<RecordsSection, 'title' | 'of' | 'query' | 'columns' | 'sort'>,
): Table {
  const { title, of, query, sort } = asked;
  const columns = columnsAt(of, asked.columns);
  const ask = { selection: selection(of, query), ...(sort === undefined ? {} : { sort }) };
  const { redaction } = job;
  return {
    title,
    columns,
    query: { of, query },
    rows: () => redactedValues(moment.scan, ask, { kind: of, columns, redaction }, asking),
    size: async () => (await moment.scan.count(ask.selection, asking)).matched,
  };
}

export const timesOf = (kind: RecordsSection['of']): readonly string[] => KIND_TABLES[kind].timePaths;
