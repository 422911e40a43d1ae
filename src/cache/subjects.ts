import type { Database } from 'better-sqlite3';
import { prepared } from './statements.ts';

/** The keys of what rules read entries about. For one transaction: one that is rolled back takes its keys along. */
export class Subjects {
  readonly #db: Database;
  readonly #keys = new Map<string, number>();

  constructor(db: Database) {
    this.#db = db;
  }

  keyOf(rule: string, platform: string, name: string): number {
    const identity = `${rule}\n${platform}\n${name}`;
    const known = this.#keys.get(identity);
    if (known !== undefined) return known;
    const key = this.#find(rule, platform, name) ?? this.#add(rule, platform, name);
    this.#keys.set(identity, key);
    return key;
  }

  #find(...subject: readonly [rule: string, platform: string, name: string]): number | undefined {
    const found = 'SELECT key FROM subject WHERE rule = ? AND platform = ? AND name = ?';
    return prepared(this.#db, found)
      .pluck()
      .get(...subject) as number | undefined;
  }

  #add(...subject: readonly [rule: string, platform: string, name: string]): number {
    const added = 'INSERT INTO subject (rule, platform, name) VALUES (?, ?, ?)';
    return Number(prepared(this.#db, added).run(...subject).lastInsertRowid);
  }
}
