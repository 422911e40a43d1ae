/** The tables of the text index; the fifth version of the schema brings them in place of all earlier ones. */
import { KINDS } from '../../domain/record.ts';

const dropped = KINDS.map(
  (kind) => `DROP TABLE IF EXISTS ${kind}_text; DROP TABLE IF EXISTS ${kind}_short;`,
).join('\n');

export const TEXT_INDEX_TABLES = `
${dropped}
DROP TABLE IF EXISTS text_segment; DROP TABLE IF EXISTS text_list;
-- A segment holds the terms of some records and never changes: many small ones are merged into one. state:
-- 'live' is searched, 'building' not yet, 'gone' no more. lists: those of a small segment in one piece; NULL where
-- text_list has them.
CREATE TABLE text_segment (
  key INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, state TEXT NOT NULL, n INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, touched INTEGER NOT NULL, lists BLOB
) STRICT;
CREATE INDEX text_segment_state ON text_segment (state, kind, n);
-- The keys of its records as doubles, ascending, in pieces: key = segment * 2^12 + the number of the piece.
CREATE TABLE text_rows (key INTEGER PRIMARY KEY, rows BLOB NOT NULL) STRICT;
-- Which records of a segment have a term: key = segment * 2^19 + term, n: how many.
CREATE TABLE text_list (key INTEGER PRIMARY KEY, n INTEGER NOT NULL, list BLOB NOT NULL) STRICT;
`;
