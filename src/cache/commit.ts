/** One page of a stream into the cache: records, rejects, coverage and position together or not at all. */
import type { Database } from 'better-sqlite3';
import type { Failure } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import { timeOf } from '../domain/kinds.ts';
import { type Kind, parseRef } from '../domain/record.ts';
import type { Incoming, Mention } from '../platforms/port.ts';
import { cover } from './coverage.ts';
import type { Derivation } from './derivation.ts';
import { takeBack } from './outbox.ts';
import { GOOD } from './profiles.ts';
import type { RecordWriters } from './record-writers.ts';
import { type Edges, isDropped, readEdges, streamKeptFrom } from './retain/edges.ts';
import { thinSnapshots } from './snapshots.ts';
import { prepared } from './statements.ts';
import type { Commit, CommitResult, Interval } from './stored.ts';

/** `derivation` follows what the page writes; null where no rules run. */
export function commitPage(
  db: Database,
  writers: RecordWriters,
  given: Commit,
  derivation: Derivation | null = null,
): CommitResult {
  const page = keptOf(db, writers, given);
  const older = given.rows.length - page.rows.length;
  const totals = { added: 0, changed: 0 };
  let snapshots = 0;
  for (const [kind, rows] of Map.groupBy(page.rows, ({ record }) => record.kind)) {
    writers.of(kind).expect(rows.map(({ record }) => record));
  }
  // Ascending, so that new rows go to the end of what the page touches.
  for (const incoming of ascending(page.rows)) {
    const { kind, platform } = incoming.record;
    const { done, spread, row, was } = writers.of(kind).write(incoming, page.at);
    if (done === 'same') continue;
    totals[done] += 1;
    if (done === 'added' && kind === 'statistic') snapshots += 1;
    writers.touch(kind, platform, done === 'added' ? 1 : 0, spread);
    derivation?.wrote(incoming.record, row, was);
  }
  for (const ref of page.retired ?? []) retire(db, writers, ref, derivation);
  derivation?.settle(page.at);
  if (snapshots > 0) thinSnapshots(db, writers);
  clearRejected(db, page);
  const reject = prepared(db, 'INSERT OR REPLACE INTO rejected VALUES (?, ?, ?, ?, ?, ?)');
  for (const { key, reason, sample } of page.rejected) {
    reject.run(page.platform, page.stream, key, reason, sample, page.at);
  }
  recordStream(db, { ...page, failure: null });
  return { ...totals, ...(older === 0 ? {} : { older }), unknown: unknownMentions(db, page) };
}

/** The page without the rows that retention would drop again. */
function keptOf(db: Database, writers: RecordWriters, page: Commit): Commit {
  const known = new Map<string, Edges>();
  const edgesOf = (platform: string): Edges => {
    const edges = known.get(platform) ?? readEdges(db, platform);
    known.set(platform, edges);
    return edges;
  };
  const rows = page.rows.filter(({ record }) => !isDropped(writers, edgesOf(record.platform), record));
  return rows.length === page.rows.length ? page : { ...page, rows };
}

/** What was set aside and holds no more: by the page's own word, or because the row has come whole. */
function clearRejected(db: Database, { platform, stream, rows, cleared = [] }: Commit): void {
  const any = prepared(db, 'SELECT 1 FROM rejected WHERE platform = ? AND stream = ? LIMIT 1');
  if (any.get(platform, stream) === undefined) return;
  const one = prepared(db, 'DELETE FROM rejected WHERE platform = ? AND stream = ? AND key = ?');
  for (const { record } of rows) one.run(platform, stream, record.id);
  const within = prepared(
    db,
    `DELETE FROM rejected WHERE platform = $platform AND stream = $stream
       AND (key = $key OR substr(key, 1, length($key) + 2) = $key || ': ')`,
  );
  for (const key of cleared) within.run({ platform, stream, key });
}

interface Attempt {
  readonly platform: string;
  readonly stream: string;
  readonly kinds: readonly Kind[];
  readonly at: number;
  readonly failure: Failure | null;
  readonly notOffered?: boolean;
  readonly syncedAt?: number;
  readonly covered?: Interval;
  readonly position?: Json;
}

/** What one attempt at a stream says about it; parts that are undefined stay as they were. */
export function recordStream(db: Database, attempt: Attempt): void {
  const { platform, stream } = attempt;
  const position = attempt.position === undefined ? null : JSON.stringify(attempt.position);
  prepared(
    db,
    `INSERT INTO stream (platform, stream, kinds, position, synced_at, attempted_at, failure, not_offered)
       VALUES ($platform, $stream, $kinds, $position, $syncedAt, $at, $failure, $notOffered)
     ON CONFLICT (platform, stream) DO UPDATE SET kinds = $kinds, position = coalesce($position, position),
       synced_at = coalesce($syncedAt, synced_at), attempted_at = $at, failure = $failure,
       not_offered = CASE WHEN $isAnswer THEN $notOffered ELSE not_offered END`,
  ).run({
    platform,
    stream,
    kinds: JSON.stringify(attempt.kinds),
    position,
    syncedAt: whole(attempt.syncedAt),
    at: whole(attempt.at),
    failure: attempt.failure === null ? null : JSON.stringify(attempt.failure),
    notOffered: attempt.notOffered === true ? 1 : 0,
    isAnswer: isAnswer(attempt) ? 1 : 0,
  });
  if (attempt.covered === undefined) return;
  // Nobody holds what is dropped as soon as it comes.
  const from = streamKeptFrom(readEdges(db, platform), attempt.kinds);
  cover(db, platform, stream, { ...attempt.covered, from: Math.max(from, attempt.covered.from) });
}

/**
 * Whether the attempt tells if the stream is offered: what a platform does not have it does not have either while
 * it is down, or refuses everybody. An answer that cannot be read is one.
 */
function isAnswer({ failure, notOffered }: Attempt): boolean {
  return failure === null || notOffered === true || failure.code === 'BAD_RESPONSE';
}

const whole = (at: number | undefined): number | null => (at === undefined ? null : Math.trunc(at));

function ascending(rows: readonly Incoming[]): readonly Incoming[] {
  const timed = rows.map((row) => ({ row, time: timeOf(row.record) ?? Number.NEGATIVE_INFINITY }));
  // Within a millisecond descending by id: keys fall with time, so the order of the keys is newest, then id.
  timed.sort((a, b) => a.time - b.time || (a.row.record.id < b.row.record.id ? 1 : -1));
  return timed.map(({ row }) => row);
}

function retire(db: Database, writers: RecordWriters, ref: string, derivation: Derivation | null): void {
  const parsed = parseRef(ref);
  if (parsed === null) return;
  const writer = writers.of(parsed.kind);
  const row = writer.find(parsed.platform, parsed.id);
  if (row === null) return;
  writer.remove(row);
  // An alert that is gone needs no mark.
  if (parsed.kind === 'alert') takeBack(db, parsed.platform, new Set([parsed.id]));
  writers.touch(parsed.kind, parsed.platform, -1, 0);
  derivation?.removed(parsed.platform, parsed.kind, row);
}

/** Users and accounts of the page that no look-up has told about lately. */
function unknownMentions(db: Database, page: Commit): readonly Mention[] {
  const users = new Set<string>();
  const accounts = new Set<string>();
  for (const { record } of page.rows) {
    if (record.kind !== 'audit') continue;
    if (record.actor?.id != null && record.actor.type !== 'system') users.add(record.actor.id);
    if (record.account?.id != null) accounts.add(record.account.id);
  }
  return [...unknown(db, page, 'user', users), ...unknown(db, page, 'account', accounts)];
}

/** All of a page in one question: it may name hundreds. */
function unknown(
  db: Database,
  { platform, at }: Commit,
  type: Mention['type'],
  ids: ReadonlySet<string>,
): readonly Mention[] {
  if (ids.size === 0) return [];
  const known = prepared(
    db,
    `SELECT id FROM profile WHERE platform = $platform AND type = $type AND ${GOOD}
       AND id IN (SELECT value FROM json_each($ids))`,
  ).pluck();
  const asked = [...ids].map((id) => id.toWellFormed());
  const good = new Set(known.all({ platform, type, ids: JSON.stringify(asked), now: at }));
  return [...ids].filter((id) => !good.has(id.toWellFormed())).map((id) => ({ type, id }));
}
