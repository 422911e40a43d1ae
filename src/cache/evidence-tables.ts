/** The tables behind derived records; the second version of the schema brings them. */
export const EVIDENCE_TABLES = `
-- Which records a rule reads under which key, by time: a page's keys lead to the few entries it touches.
CREATE TABLE evidence (
  rule TEXT NOT NULL, platform TEXT NOT NULL, key TEXT NOT NULL, at NUMERIC NOT NULL,
  kind TEXT NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (rule, platform, key, at, kind, id)
) WITHOUT ROWID;
CREATE INDEX evidence_record ON evidence (id, kind, platform);
-- What a rule made of the case of a key and day (days since 1970).
CREATE TABLE derived (
  rule TEXT NOT NULL, platform TEXT NOT NULL, key TEXT NOT NULL, day INTEGER NOT NULL,
  kind TEXT NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (rule, platform, key, day, id)
) STRICT, WITHOUT ROWID;
`;
