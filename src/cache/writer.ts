/** The writing half behind the port: every request is one immediate transaction. */
import type { Database } from 'better-sqlite3';
import { type Kind, parseRef } from '../domain/record.ts';
import type { RulesPlan } from '../rules/plan.ts';
import { commitPage, recordStream } from './commit.ts';
import { Derivation } from './derivation.ts';
import { lease, release } from './lease.ts';
import type { About } from './ledger/ledger-writer.ts';
import { writeNote } from './notes.ts';
import { outboxDone } from './outbox.ts';
import type { CacheWriter } from './port.ts';
import { saveProfiles } from './profiles.ts';
import { markRead } from './read-marks.ts';
import { RecordWriters, type Touched } from './record-writers.ts';
import { freePages, withShortLog } from './retain/pages.ts';
import { isAtPages, retainStep } from './retain/round.ts';
import { Telling } from './retain/telling.ts';
import { prepared } from './statements.ts';
import { tick } from './tick.ts';

/** Records of every platform are asked for anew. */
function touchAll(db: Database, writers: RecordWriters, kinds: readonly Kind[]): void {
  for (const kind of kinds) {
    const platforms = prepared(db, 'SELECT platform FROM tally WHERE kind = ?').pluck().all(kind) as string[];
    for (const platform of platforms) writers.touch(kind, platform, 0, 0);
  }
}

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
  const transact = <T>(work: () => T, about?: About): T => {
    const { value, touched } = writers.transact(work, about);
    if (touched.platforms.size > 0) onTouched(touched);
    return value;
  };
  const telling = new Telling(onTouched);
  return {
    commit: (page) =>
      transact(() => {
        const derivation = rules === null ? null : new Derivation(db, writers, rules);
        const result = commitPage(db, writers, page, derivation);
        if (rules !== null && page.syncedAt !== undefined) tick(db, writers, rules, page.platform, page.at);
        // The state of the stream changed even where no record did.
        if (page.syncedAt !== undefined) writers.touchOnly([], page.platform);
        return result;
      }, page),
    note: (note) =>
      transact(() => {
        recordStream(db, note);
        if (rules !== null) tick(db, writers, rules, note.platform, note.at);
        writers.touchOnly([], note.platform);
      }, note),
    saveProfiles: (platform, profiles, at) =>
      transact(() => {
        saveProfiles(db, platform, profiles, at);
        for (const kind of ['audit', 'job'] as const) writers.touch(kind, platform, 0, 0);
      }),
    markRead: (refs, read, at, queue) => transact(() => markRead(db, writers, refs, read, at, queue)),
    outboxDone: (seq, failure, told) => transact(() => outboxDone(db, writers, seq, failure, told)),
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
    annotate: (refs, text, at) => transact(() => writeNote(db, writers, refs, text, at)),
    mute: (causes, muted, at) =>
      transact(() => {
        for (const cause of causes) {
          if (muted) prepared(db, 'INSERT OR IGNORE INTO muted VALUES (?, ?)').run(cause, Math.trunc(at));
          else prepared(db, 'DELETE FROM muted WHERE cause = ?').run(cause);
        }
        touchAll(db, writers, ['alert', 'job']);
      }),
    remember: (key, value) =>
      transact(() => {
        prepared(db, 'INSERT OR REPLACE INTO memory VALUES (?, ?)').run(key, JSON.stringify(value));
      }),
    lease: (platform, owner, ttl, now) => transact(() => lease(db, platform, owner, ttl, now)),
    release: (owner) => transact(() => release(db, owner)),
    retain: (keeping, now, at) => {
      if (isAtPages(at)) return { removed: 0, next: freePages(db) ? at : null };
      const about = { at: now, platform: keeping.platform, stream: '' };
      const step = () => writers.transact(() => retainStep(db, writers, keeping, now, at), about);
      const { value, touched } = withShortLog(db, step);
      telling.touched(touched, value.next === null || isAtPages(value.next));
      return value;
    },
  };
}
