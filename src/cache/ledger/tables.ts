/** The tables of the ledger; the seventh version of the schema brings them and takes in what is in the file already. */
export const LEDGER_TABLES = `
-- What arrived, and what went, in that order: a page a transaction. entries: see entries.ts. total: how many entries
-- of records there are up to here. link: SHA-256 over the link of the page before and all of this one.
CREATE TABLE ledger (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, platform TEXT NOT NULL, stream TEXT NOT NULL,
  total INTEGER NOT NULL, entries BLOB NOT NULL, link BLOB NOT NULL
) STRICT;
-- Audit entries as they were before their platform told them otherwise; before: the record as JSON.
CREATE TABLE superseded (
  key INTEGER PRIMARY KEY, platform TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, before TEXT NOT NULL
) STRICT;
CREATE INDEX superseded_id ON superseded (platform, id);
`;
