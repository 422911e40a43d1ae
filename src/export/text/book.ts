/** Several tables in formats of text: one JSON object with all of them, or the first alone where a file holds only one. */
import type { Column } from '../../domain/field.ts';
import { inertJson, jsonText } from '../../domain/text.ts';
import type { About, Book, OpenBook } from '../book.ts';
import type { RowWriter, Sink, Values } from '../format.ts';
import { isoIn } from '../zone.ts';
import { chunksOf } from './chunks.ts';
import { csvWriter } from './formats.ts';

/** `{ "title", "about", "tables": [ { "title", "columns", "rows": [ { path: value } ] } ] }`; times are ISO 8601 in the book's zone. */
export const openJsonBook: OpenBook = async (sink: Sink, about: About): Promise<Book> => {
  const chunks = chunksOf(sink);
  let tables = 0;
  chunks.add(`{ "title": ${jsonText(about.title)}, "tables": [`);
  return {
    async table(title, columns, series): Promise<RowWriter<Values>> {
      const lead = tables++ === 0 ? '\n' : ',\n';
      // The room for what is drawn holds no values.
      const shown = columns.flatMap((column, at) => (at === series?.at ? [] : [{ column, at }]));
      const named = shown.map(({ column: { path, title: heading, type } }) => ({
        path,
        title: heading,
        type,
      }));
      chunks.add(`${lead}{ "title": ${jsonText(title)}, "columns": ${jsonText(named)}, "rows": [`);
      const cells = shown.map(({ column, at }) => ({ at, cell: memberOf(column, about) }));
      let first = true;
      return {
        async page(rows) {
          for (const values of rows) {
            const members = cells.map(({ at, cell }) => cell(values[at] ?? null));
            if (chunks.add(`${first ? '\n' : ',\n'}{${members.join(',')}}`)) await chunks.flush();
            first = false;
          }
        },
        async end() {
          chunks.add(first ? '] }' : '\n] }');
          await chunks.flush();
        },
      };
    },
    async end() {
      chunks.add(`\n], "about": ${jsonText(about.rows())} }\n`);
      await chunks.flush();
    },
  };
};

function memberOf({ path, type }: Column, { zone }: About): (value: Values[number]) => string {
  const name = jsonText(path);
  return (value) => {
    if (typeof value === 'object' && value !== null) return `${name}:${inertJson(value.json)}`;
    const told = type === 'time' && typeof value === 'number' ? isoIn(zone, value) : value;
    return `${name}:${jsonText(told)}`;
  };
}

/** The first table; what follows is taken and not written. */
export const openCsvBook: OpenBook = async (sink: Sink, about: About): Promise<Book> => {
  const chunks = chunksOf(sink);
  let tables = 0;
  return {
    async table(_, columns): Promise<RowWriter<Values>> {
      if (tables++ > 0) return { page: async () => {}, end: async () => {} };
      const writer = csvWriter({ kind: 'audit', columns, zone: about.zone, rawCells: false });
      chunks.add(writer.begin);
      return {
        async page(rows) {
          for (const row of rows) if (chunks.add(writer.row(row))) await chunks.flush();
        },
        end: () => chunks.flush(),
      };
    },
    end: () => chunks.flush(),
  };
};
