/** The smallest thing that keeps what the engine commits; stands in for SQLite where a test wants to look inside. */
import type { Commit, Interval, OutboxItem, StreamState } from '../../src/cache/stored.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { AnyRecord, Ref } from '../../src/domain/record.ts';
import { refOf } from '../../src/domain/record.ts';
import type { Mention, Profile } from '../../src/platforms/port.ts';
import { merge } from '../../src/sync/intervals.ts';
import type { SyncCache } from '../../src/sync/look.ts';

export interface MemoryCache extends SyncCache {
  readonly records: Map<Ref, AnyRecord>;
  readonly commits: Commit[];
  readonly profiles: Map<string, Profile>;
  readonly state: (stream: string) => StreamState | undefined;
  queue(platform: string, ids: readonly string[]): void;
  /** Called before each commit; may throw, or hold it back. */
  beforeCommit: (commit: Commit) => void | Promise<void>;
}

export function memoryCache(): MemoryCache {
  const records = new Map<Ref, AnyRecord>();
  const commits: Commit[] = [];
  const profiles = new Map<string, Profile>();
  const states = new Map<string, StreamState>();
  const leases = new Map<string, { owner: string; until: number }>();
  const outbox: OutboxItem[] = [];
  let queued = 0;

  function put(
    of: Pick<Commit, 'platform' | 'stream' | 'kinds' | 'position' | 'syncedAt' | 'at'> & {
      covered?: Interval;
    },
    failure: Failure | null,
    notOffered: boolean,
    rejected: number,
  ): void {
    const key = `${of.platform}/${of.stream}`;
    const old = states.get(key);
    states.set(key, {
      platform: of.platform,
      stream: of.stream,
      kinds: of.kinds,
      covered: merge([...(old?.covered ?? []), ...(of.covered ? [of.covered] : [])]),
      position: of.position === undefined ? (old?.position ?? null) : of.position,
      syncedAt: of.syncedAt ?? old?.syncedAt ?? null,
      attemptedAt: of.at,
      failure,
      notOffered,
      rejected: (old?.rejected ?? 0) + rejected,
      known: 0,
    });
  }

  const cache: MemoryCache = {
    records,
    commits,
    profiles,
    beforeCommit: () => {},
    state: (stream) => [...states.values()].find((state) => state.stream === stream),
    queue(platform, ids) {
      outbox.push({ seq: ++queued, platform, ids, attempts: 0, failure: null, queuedAt: 0 });
    },
    async commit(commit) {
      await cache.beforeCommit(commit);
      commits.push(commit);
      let [added, changed] = [0, 0];
      const unknown: Mention[] = [];
      for (const { record } of commit.rows) {
        const old = records.get(refOf(record));
        if (old === undefined) added += 1;
        else if (JSON.stringify(old) !== JSON.stringify(record)) changed += 1;
        records.set(refOf(record), record);
        const id = record.kind === 'audit' ? record.actor?.id : null;
        if (id != null && !profiles.has(id)) unknown.push({ type: 'user', id });
      }
      for (const ref of commit.retired ?? []) records.delete(ref);
      put(commit, null, false, commit.rejected.length);
      return { added, changed, unknown };
    },
    async note(note) {
      const { failure, notOffered = false } = note;
      const old = states.get(`${note.platform}/${note.stream}`)?.notOffered ?? false;
      put(note, failure, notOffered || (failure !== null && failure.code !== 'BAD_RESPONSE' && old), 0);
    },
    async saveProfiles(_platform, saved) {
      for (const profile of saved) profiles.set(profile.id, profile);
    },
    async streams() {
      return [...states.values()].map((state) => ({
        ...state,
        known: [...records.values()].filter(
          ({ platform, kind }) => platform === state.platform && state.kinds.includes(kind),
        ).length,
      }));
    },
    unknown: async () => [],
    retain: async () => ({ removed: 0, next: null }),
    async open(platform, kind) {
      const isOpen = (record: AnyRecord) =>
        (record.kind === 'alert' && !record.read) ||
        (record.kind === 'job' && (record.status === 'RUNNING' || record.status === 'QUEUED'));
      // What waits to be marked is read here already.
      const marked = new Set(outbox.flatMap((item) => item.ids.map((id) => `${item.platform}/alert/${id}`)));
      return [...records]
        .filter(
          ([ref, record]) =>
            record.platform === platform && record.kind === kind && isOpen(record) && !marked.has(ref),
        )
        .map(([ref]) => ref);
    },
    async record(ref) {
      const record = records.get(ref);
      return record === undefined ? null : { record, raw: null, profiles: [], firstSeenAt: 0, changedAt: 0 };
    },
    async markRead(refs, read) {
      for (const ref of refs) {
        const record = records.get(ref);
        if (record?.kind === 'alert') records.set(ref, { ...record, read });
      }
      return { changed: refs };
    },
    async outbox(platform) {
      return outbox.filter((item) => platform === undefined || item.platform === platform);
    },
    async outboxDone(seq, failure, { taken, refused } = { taken: [], refused: [] }) {
      const index = outbox.findIndex((item) => item.seq === seq);
      const item = outbox[index];
      if (item === undefined) return;
      const told = new Set([...taken, ...refused.map(({ id }) => id)]);
      const left = item.ids.filter((id) => !told.has(id));
      const attempts = item.attempts + 1;
      for (const { id, failure: why } of refused) {
        outbox.push({
          ...item,
          seq: ++queued,
          ids: [id],
          failure: why,
          attempts,
        });
      }
      if (failure === null || left.length === 0) outbox.splice(index, 1);
      else outbox[index] = { ...item, ids: left, failure, attempts };
    },
    async lease(platform, owner, ttl, now) {
      const held = leases.get(platform);
      if (held !== undefined && held.owner !== owner && held.until > now) return false;
      leases.set(platform, { owner, until: now + ttl });
      return true;
    },
    async release(owner) {
      for (const [platform, held] of leases) if (held.owner === owner) leases.delete(platform);
    },
  };
  return cache;
}
