import Database from 'better-sqlite3';
import type { Measure } from './run.ts';
import type { World } from './world.ts';

const ROWS = 30_000;

/** First sync of digicert-one over loopback into the searchable cache, against one INSERT a row with FTS5. */
export async function firstSync(world: World): Promise<readonly Measure[]> {
  const ours = world.entries / (world.firstSync / 1_000);
  const theirs = insertRate();
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
}

function insertRate(): number {
  const database = new Database('');
  database.exec(`
    CREATE TABLE entry (id TEXT PRIMARY KEY, at INTEGER, action TEXT, actor TEXT, resource TEXT, outcome TEXT, description TEXT, body TEXT);
    CREATE INDEX a ON entry (at); CREATE INDEX b ON entry (action, at); CREATE INDEX c ON entry (actor, at);
    CREATE INDEX d ON entry (resource, at); CREATE INDEX e ON entry (outcome, at);
    CREATE VIRTUAL TABLE word USING fts5 (description, actor, resource, content='', tokenize='unicode61');`);
  const row = database.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const words = database.prepare(
    'INSERT INTO word (rowid, description, actor, resource) VALUES (?, ?, ?, ?)',
  );
  const began = performance.now();
  database.exec('BEGIN');
  for (let index = 0; index < ROWS; index++) {
    const actor = `user-${index % 500}@example.com`;
    const resource = `certificate-${(index * 7_919) % 40_000}`;
    const text = `${actor} renewed ${resource} after a check of order ${index}`;
    row.run(
      `entry-${index}`,
      index,
      `ACTION_${index % 9}`,
      actor,
      resource,
      index % 10 ? 'success' : 'failure',
      text,
      text.repeat(3),
    );
    words.run(index, text, actor, resource);
    if (index % 1_000 === 999) database.exec('COMMIT; BEGIN');
  }
  database.exec('COMMIT');
  const rate = ROWS / ((performance.now() - began) / 1_000);
  database.close();
  return rate;
}
