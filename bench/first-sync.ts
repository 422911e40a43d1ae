/** M5: how fast a first sync fills the searchable cache, beside the least SQLite can be asked for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { entryJson, log } from './log-entries.ts';
import type { Measure } from './run.ts';
import { BENCH_FOLDER, type World } from './world.ts';

/** Rows of the yardstick; its rate hardly falls from there on. */
const ROWS = 200_000;

/** First sync of digicert-one over loopback into an empty cache, against one INSERT a row with FTS5. */
export async function firstSync(world: World): Promise<readonly Measure[]> {
  const folder = mkdtempSync(join(BENCH_FOLDER, 'first-sync-'));
  try {
    const { ms } = await world.sync(join(folder, 'cache'), 'one');
    const ours = world.entries / (ms / 1_000);
    const theirs = insertRate(join(folder, 'plain.sqlite'), Math.min(ROWS, world.entries));
    return [
      {
        name: 'first-sync',
        what: `first sync of ${world.entries.toLocaleString('en')} entries, start of the process included`,
        ours: `${ours.toFixed(0)} entries/s`,
        yardstick: `${theirs.toFixed(0)} rows/s (INSERT a row, five indexes, FTS5)`,
        ratio: ours / theirs,
        goal: '>= 1.50',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same entries into one table, one INSERT a row, with five indexes and every text in FTS5 unicode61. */
function insertRate(file: string, rows: number): number {
  const database = new Database(file);
  database.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE entry (id TEXT PRIMARY KEY, at TEXT, action TEXT, actor TEXT, resource TEXT, outcome TEXT, body TEXT);
    CREATE INDEX a ON entry (at); CREATE INDEX b ON entry (action, at); CREATE INDEX c ON entry (actor, at);
    CREATE INDEX d ON entry (resource, at); CREATE INDEX e ON entry (outcome, at);
    CREATE VIRTUAL TABLE word USING fts5 (texts, content='', tokenize='unicode61');`);
  const row = database.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)');
  const words = database.prepare('INSERT INTO word (rowid, texts) VALUES (?, ?)');
  const entries = log(rows, Date.now());
  let spent = 0;
  for (let first = 0; first < rows; first += 1_000) {
    const texts = Array.from({ length: Math.min(1_000, rows - first) }, (_, at) =>
      entryJson(entries, first + at),
    );
    const began = performance.now();
    database.exec('BEGIN');
    for (const [at, text] of texts.entries()) {
      const entry = JSON.parse(text);
      const { id, timestamp, action, user, resource_name: resource, status, description, account } = entry;
      row.run(id, timestamp, action, user.name, resource, status, text);
      const all = [id, action, user.id, user.name, entry.resource_id, resource, description, account.name];
      words.run(first + at + 1, all.join(' '));
    }
    database.exec('COMMIT');
    spent += performance.now() - began;
  }
  database.close();
  return rows / (spent / 1_000);
}
