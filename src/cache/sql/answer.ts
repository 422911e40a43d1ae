/** One question in SQL, over a connection that cannot write. */
import SQLite from 'better-sqlite3';
import type { SqlAnswer, SqlAsk } from '../ask.ts';

export type Told = { readonly answer: SqlAnswer } | { readonly problem: string };

/** What a cell keeps of a long text (characters): a table shows less. */
const LONGEST = 2_000;

export function answerSql(path: string, { text, most }: SqlAsk): Told {
  const db = new SQLite(path, { readonly: true, fileMustExist: true, timeout: 2_000 });
  try {
    const statement = db.prepare(text);
    // What writes is refused although the connection could not: the reason is to be a good one.
    if (!statement.reader || !statement.readonly)
      return { problem: 'only statements that read are run here' };
    const columns = statement.columns().map(({ name }) => name);
    const rows: SqlAnswer['rows'][number][] = [];
    let more = false;
    for (const row of statement.raw().iterate() as IterableIterator<readonly unknown[]>) {
      more = rows.length === most;
      if (more) break;
      rows.push(row.map(cellOf));
    }
    return { answer: { columns, rows, more } };
  } catch (thrown) {
    return { problem: thrown instanceof Error ? thrown.message : String(thrown) };
  } finally {
    db.close();
  }
}

function cellOf(value: unknown): string | number | null {
  if (typeof value === 'number' || value === null) return value;
  if (value instanceof Uint8Array) return `(${value.byteLength.toLocaleString('en')} bytes)`;
  const text = String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
