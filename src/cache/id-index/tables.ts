/** The tables of the index of ids; the fourth version of the schema brings them in place of an index of SQLite's. */
import { KINDS, type Kind } from '../../domain/record.ts';

const ofKind = (kind: Kind): string => `
CREATE TABLE ${kind}_ids (hash INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (hash, row)) STRICT, WITHOUT ROWID;
INSERT INTO ${kind}_ids SELECT id_hash, row FROM ${kind} ORDER BY id_hash, row;
DROP INDEX IF EXISTS ${kind}_id;`;

export const ID_INDEX_TABLES = `
-- The ids of late, a transaction each: hash and row by turns as doubles, ascending. Ids are spread over their whole
-- index, so that a thousand of them touch as many pages of it: they go there many thousand at a time.
CREATE TABLE recent_ids (
  key INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, n INTEGER NOT NULL, ids BLOB NOT NULL
) STRICT;
${KINDS.map(ofKind).join('\n')}
`;
