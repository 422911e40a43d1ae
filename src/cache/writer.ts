/** The writing half behind the port: every request is one immediate transaction. */
import type { Database } from 'better-sqlite3';
import { parseRef } from '../domain/record.ts';
import type { RulesPlan } from '../rules/plan.ts';
import { commitPage, recordStream } from './commit.ts';
import { Derivation } from './derivation.ts';
import { lease, release } from './lease.ts';
import { outboxDone } from './outbox.ts';
import type { CacheWriter } from './port.ts';
import { saveProfiles } from './profiles.ts';
import { markRead } from './read-marks.ts';
import { RecordWriters, type Touched } from './record-writers.ts';
import { prepared } from './statements.ts';

type Handler<F> = F extends (...args: infer A) => Promise<infer R> ? (...args: A) => R : never;
export type WriterHandlers = { readonly [K in keyof CacheWriter]: Handler<CacheWriter[K]> };

/**
 * The port's writing calls over one connection; `onTouched` hears of every transaction that changed records.
 * With a plan, rules derive records from every page.
 */
export function writerHandlers(
  db: Database,
  onTouched: (touched: Touched) => void,
  rules: RulesPlan | null = null,
  writers = new RecordWriters(db),
): WriterHandlers {
  const transact = <T>(work: () => T): T => {
    const { value, touched } = writers.transact(work);
    if (touched.platforms.size > 0) onTouched(touched);
    return value;
  };
  return {
    commit: (page) =>
      transact(() => {
        const result = commitPage(
          db,
          writers,
          page,
          rules === null ? null : new Derivation(db, writers, rules),
        );
        // The state of the stream changed even where no record did.
        if (page.syncedAt !== undefined) writers.touchOnly([], page.platform);
        return result;
      }),
    note: (note) =>
      transact(() => {
        recordStream(db, note);
        writers.touchOnly([], note.platform);
      }),
    saveProfiles: (platform, profiles, at) =>
      transact(() => {
        saveProfiles(db, platform, profiles, at);
        writers.touch('audit', platform, 0, 0);
      }),
    markRead: (refs, read, at, queue) => transact(() => markRead(db, writers, refs, read, at, queue)),
    outboxDone: (seq, failure, told) => transact(() => outboxDone(db, seq, failure, told)),
    pin: (refs, pinned) =>
      transact(() => {
        const statement = prepared(
          db,
          pinned
            ? 'INSERT OR IGNORE INTO pin VALUES (?, ?, ?)'
            : 'DELETE FROM pin WHERE kind = ? AND platform = ? AND id = ?',
        );
        for (const ref of refs) {
          const parsed = parseRef(ref);
          if (parsed === null) continue;
          statement.run(parsed.kind, parsed.platform, parsed.id);
          writers.touch(parsed.kind, parsed.platform, 0, 0);
        }
      }),
    remember: (key, value) =>
      transact(() => {
        prepared(db, 'INSERT OR REPLACE INTO memory VALUES (?, ?)').run(key, JSON.stringify(value));
      }),
    lease: (platform, owner, ttl, now) => transact(() => lease(db, platform, owner, ttl, now)),
    release: (owner) => transact(() => release(db, owner)),
  };
}
