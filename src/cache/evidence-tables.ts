/** The tables behind derived records and groups of failures; the second version of the schema brings them. */
export const EVIDENCE_TABLES = `
-- What a rule reads entries about: a user, an address, the thing of an operation.
CREATE TABLE subject (
  key INTEGER PRIMARY KEY, rule TEXT NOT NULL, platform TEXT NOT NULL, name TEXT NOT NULL,
  UNIQUE (rule, platform, name)
) STRICT;
-- Which records a rule reads under which subject, by time: a page's subjects lead to the few entries it
-- touches. Rows ascend with time, so that the index of a log that grows is written at its end.
CREATE TABLE evidence (
  subject INTEGER NOT NULL, at NUMERIC NOT NULL, row INTEGER NOT NULL, kind TEXT NOT NULL,
  PRIMARY KEY (subject, at, row, kind)
) WITHOUT ROWID;
CREATE INDEX evidence_row ON evidence (row, kind);
-- What a rule made of the case of a subject and day (days since 1970).
CREATE TABLE derived (
  subject INTEGER NOT NULL, day INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (subject, day, id)
) STRICT, WITHOUT ROWID;
-- Cases that say something else once the platform is known up to an instant (ms): what should have come did not.
CREATE TABLE due (
  subject INTEGER NOT NULL, day INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (subject, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_at ON due (at);
-- Groups of failures that are known, by what their texts have in common.
CREATE TABLE muted (cause TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
ALTER TABLE alert ADD COLUMN cause INTEGER;
CREATE INDEX alert_cause ON alert (cause) WHERE cause IS NOT NULL;
ALTER TABLE job ADD COLUMN cause INTEGER;
CREATE INDEX job_cause ON job (cause) WHERE cause IS NOT NULL;
`;
