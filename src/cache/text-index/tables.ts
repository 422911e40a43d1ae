/** The tables of the text index; the third version of the schema brings them in place of full-text tables. */
import { KINDS } from '../../domain/record.ts';

const dropped = KINDS.map(
  (kind) => `DROP TABLE IF EXISTS ${kind}_text; DROP TABLE IF EXISTS ${kind}_short;`,
).join('\n');

export const TEXT_INDEX_TABLES = `
-- A segment holds the terms of some records and never changes: many small ones are merged into one. state:
-- 'live' is searched, 'building' not yet, 'gone' no more. rows: their keys as doubles, ascending.
-- lists: those of a small segment in one piece; NULL where text_list has them.
CREATE TABLE text_segment (
  key INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, state TEXT NOT NULL, n INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, touched INTEGER NOT NULL, rows BLOB NOT NULL, lists BLOB
) STRICT;
CREATE INDEX text_segment_state ON text_segment (state, kind, n);
-- Which records of a segment have a term: key = segment * 2^19 + term, n: how many.
CREATE TABLE text_list (key INTEGER PRIMARY KEY, n INTEGER NOT NULL, list BLOB NOT NULL) STRICT;
${dropped}
`;
