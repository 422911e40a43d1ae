/** A cache in memory for tests of the console: the port's promises over plain arrays, and a brake. */

import type { Count, Figure, Row, RowsAnswer, RowsRequest, Selection } from '../../src/cache/ask.ts';
import type { Cache } from '../../src/cache/port.ts';
import type { ChangeNotice, OutboxItem, StreamState } from '../../src/cache/stored.ts';
import type { Json } from '../../src/domain/json.ts';
import { timeOf, valueAt } from '../../src/domain/kinds.ts';
import { type AnyRecord, KINDS, type Kind, type Ref, refOf } from '../../src/domain/record.ts';
import { recordText } from '../../src/domain/record-json.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { pathText } from '../../src/query/path-values.ts';
import { predicate } from '../../src/query/predicate.ts';
import { rankOf } from '../../src/query/rank.ts';

export interface MemoryCache extends Cache {
  /** Adds or replaces records and tells the listeners. */
  put(...records: readonly AnyRecord[]): void;
  remove(ref: Ref): void;
  /** Answers of `rows` wait until released; returns the way to release them in any order. */
  hold(): readonly (() => void)[];
  /** Gives all answers that wait, and the next ones at once. */
  letGo(): void;
  readonly asked: RowsRequest[];
  /** The queries a histogram was asked of. */
  readonly histograms: string[];
  streamStates: StreamState[];
  /** Rows set aside, by platform. */
  readonly rejects: Map<string, Awaited<ReturnType<Cache['rejected']>>>;
  queued: OutboxItem[];
  figureList: Figure[];
  readonly marked: {
    readonly refs: readonly Ref[];
    readonly read: boolean;
    readonly queue: readonly string[];
  }[];
}

const RANK: Readonly<Record<string, number>> = { info: 0, warning: 1, error: 2 };

function sortKey(record: AnyRecord, field: string, selection: Selection): number | string {
  const rank = rankOf(record.kind, field, selection);
  if (rank !== null) return rank(record) ?? Number.POSITIVE_INFINITY;
  if (field === 'time') return timeOf(record) ?? Number.NEGATIVE_INFINITY;
  const value = valueAt(record, field);
  if (field === 'severity' && typeof value === 'string') return RANK[value] ?? 0;
  return typeof value === 'number' ? value : String(value ?? '');
}

type Key = readonly (number | string)[];

export function createMemoryCache(initial: readonly AnyRecord[] = []): MemoryCache {
  const records = new Map<Ref, AnyRecord>(initial.map((record) => [refOf(record), record]));
  const memory = new Map<string, Json>();
  const muted = new Map<string, number>();
  const pinned = new Set<Ref>();
  const notes = new Map<Ref, { readonly text: string; readonly at: number }>();
  const listeners = new Set<(notice: ChangeNotice) => void>();
  const asked: RowsRequest[] = [];
  const histograms: string[] = [];
  const marked: MemoryCache['marked'] = [];
  let held: (() => void)[] | null = null;
  const tell = (): void => {
    const notice: ChangeNotice = { kinds: [...KINDS], platforms: [], foreign: false };
    for (const listener of listeners) listener(notice);
  };
  const matching = (selection: Selection): AnyRecord[] => {
    const context = { now: selection.now, longRunningAfter: selection.longRunningAfter };
    const { tree } = parseQuery(selection.query, selection.kind, context);
    if (tree === null) throw new Error(`bad query: ${selection.query}`);
    const test = predicate(tree, {
      ...context,
      newSince: selection.newSince ?? null,
      isMuted: (cause) => muted.has(cause),
      isPinned: (ref) => pinned.has(ref),
      isNoted: (ref) => notes.has(ref),
    });
    const only = selection.only === undefined ? null : new Set(selection.only);
    return [...records.values()].filter(
      (record) => record.kind === selection.kind && (only?.has(refOf(record)) ?? true) && test(record),
    );
  };
  const pathsIn = (record: AnyRecord, paths: readonly string[] | undefined) =>
    paths === undefined
      ? {}
      : {
          paths: Object.fromEntries(
            paths.flatMap((path) => {
              const text = pathText(record, path);
              return text === null ? [] : [[path, text]];
            }),
          ) as Readonly<Record<string, string>>,
        };
  const ordered = ({ selection, sort, paths }: RowsRequest): Row[] => {
    const sorts = [...(sort ?? []), { field: 'time', descending: true }];
    const keyOf = (record: AnyRecord): Key => [
      ...sorts.map(({ field }) => sortKey(record, field, selection)),
      record.id,
    ];
    return matching(selection)
      .map((record) => ({
        ref: refOf(record),
        record,
        ...pathsIn(record, paths),
        cursor: [...keyOf(record)],
      }))
      .sort((a, b) => compare(a.cursor, b.cursor, sorts));
  };
  const compare = (a: Key, b: Key, sorts: readonly { readonly descending: boolean }[]): number => {
    for (const [index, left] of a.entries()) {
      const right = b[index] ?? '';
      if (left === right) continue;
      const less = left < right ? -1 : 1;
      return sorts[index]?.descending ? -less : less;
    }
    return 0;
  };
  const answer = (request: RowsRequest): RowsAnswer => {
    const all = ordered(request);
    const sorts = [...(request.sort ?? []), { field: 'time', descending: true }];
    const { at = 'start', limit } = request;
    let from = 0;
    if (typeof at === 'object' && 'around' in at) {
      const found = all.findIndex((row) => row.ref === at.around);
      from = Math.max(0, found - Math.floor(limit / 2));
    } else if (at === 'end') from = Math.max(0, all.length - limit);
    else if (typeof at === 'object' && 'after' in at) {
      const found = all.findIndex((row) => compare(row.cursor as Key, at.after as Key, sorts) > 0);
      from = found < 0 ? all.length : found;
    } else if (typeof at === 'object' && 'before' in at) {
      const found = all.findIndex((row) => compare(row.cursor as Key, at.before as Key, sorts) >= 0);
      const end = found < 0 ? all.length : found;
      from = Math.max(0, end - limit);
      return { rows: all.slice(from, end), atStart: from === 0, atEnd: end === all.length };
    }
    const rows = all.slice(from, from + limit);
    return { rows, atStart: from === 0, atEnd: from + rows.length >= all.length };
  };
  const none = async (): Promise<void> => undefined;
  const cache: MemoryCache = {
    path: ':memory:',
    asked,
    histograms,
    marked,
    streamStates: [],
    rejects: new Map(),
    queued: [],
    figureList: [],
    put(...added) {
      for (const record of added) records.set(refOf(record), record);
      tell();
    },
    remove(ref) {
      records.delete(ref);
      tell();
    },
    hold() {
      held = [];
      return held;
    },
    letGo() {
      const waiting = held ?? [];
      held = null;
      for (const go of waiting) go();
    },
    async rows(request, asking) {
      asked.push(request);
      const queue = held;
      if (queue !== null) await new Promise<void>((resolve) => queue.push(resolve));
      asking?.signal?.throwIfAborted();
      return answer(request);
    },
    async count(selection): Promise<Count> {
      return { matched: matching(selection).length, exact: true };
    },
    async record(ref) {
      const record = records.get(ref);
      if (record === undefined) return null;
      return { record, raw: JSON.stringify(record), profiles: [], firstSeenAt: 0, changedAt: 0 };
    },
    async recordText(ref) {
      return recordText(records.get(ref) ?? null);
    },
    async arrivals() {
      return { arrivals: [], dropped: [], upTo: null, atEnd: true };
    },
    async ledgerHead() {
      return { seq: 0, link: '', entries: 0 };
    },
    async verifyLedger() {
      throw new Error('not here');
    },
    async refs(selection, limit) {
      return ordered({ selection, limit })
        .slice(0, limit)
        .map((row) => row.ref);
    },
    async histogram({ selection, from, to, buckets, by }) {
      histograms.push(selection.query);
      const width = (to - from) / buckets;
      const series = new Map<string | null, number[]>();
      for (const record of matching(selection)) {
        const bucket = Math.floor(((timeOf(record) ?? -1) - from) / width);
        const value = by === undefined ? null : String(valueAt(record, by));
        const counts = series.get(value) ?? Array.from({ length: buckets }, () => 0);
        if (bucket >= 0 && bucket < buckets) counts[bucket] = (counts[bucket] ?? 0) + 1;
        series.set(value, counts);
      }
      const found = [...series].map(([value, counts]) => ({ value, counts }));
      const none = [{ value: null, counts: Array.from({ length: buckets }, () => 0) }];
      return { from, width, series: found.length > 0 ? found : none, exact: true };
    },
    async groups({ selection, field, limit }) {
      const counts = new Map<string | null, number>();
      for (const record of matching(selection)) {
        const value = valueAt(record, field);
        const key = value === null ? null : String(value);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      return [...counts]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count)
        .slice(0, limit);
    },
    async values(kind, field, prefix, limit) {
      const values = [...records.values()]
        .filter((r) => r.kind === kind)
        .map((r) => String(valueAt(r, field) ?? ''));
      return [...new Set(values)]
        .filter((value) => value.toLowerCase().startsWith(prefix.toLowerCase()))
        .slice(0, limit);
    },
    async valueCounts(kind, field, prefix, limit) {
      const known = await cache.values(kind, field, prefix, limit);
      const all = [...records.values()].filter((record) => record.kind === kind);
      return known.map((value) => ({
        value,
        count: all.filter((record) => String(valueAt(record, field) ?? '') === value).length,
      }));
    },
    sql: async () => ({ columns: [], rows: [], more: false }),
    figures: async () => cache.figureList,
    streams: async () => cache.streamStates,
    rejected: async (platform) => cache.rejects.get(platform) ?? [],
    outbox: async () => cache.queued,
    profiles: async () => [],
    unknown: async () => [],
    open: async () => [],
    muted: async () => [...muted].map(([cause, at]) => ({ cause, at })),
    recall: async (key) => memory.get(key) ?? null,
    async known() {
      const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Kind, number>;
      for (const { kind } of records.values()) counts[kind] += 1;
      return counts;
    },
    commit: async () => ({ added: 0, changed: 0, unknown: [] }),
    note: none,
    saveProfiles: none,
    async markRead(refs, read, at, queue) {
      marked.push({ refs, read, queue });
      const changed = refs.filter((ref) => {
        const record = records.get(ref);
        if (record?.kind !== 'alert' || record.read === read) return false;
        records.set(ref, { ...record, read, readAt: read ? at : null });
        return true;
      });
      tell();
      return { changed };
    },
    outboxDone: none,
    async pin(refs, on) {
      for (const ref of refs) {
        if (on) pinned.add(ref);
        else pinned.delete(ref);
      }
      tell();
    },
    async annotate(refs, text, at) {
      for (const ref of refs) {
        if (text === null) notes.delete(ref);
        else notes.set(ref, { text, at });
      }
      tell();
    },
    notes: async () => [...notes].map(([ref, note]) => ({ ref, ...note })),
    async mute(causes, known, at) {
      for (const cause of causes) {
        if (known) muted.set(cause, at);
        else muted.delete(cause);
      }
    },
    async remember(key, value) {
      memory.set(key, value);
    },
    lease: async () => true,
    release: none,
    retain: async () => ({ removed: 0, next: null }),
    disk: async () => ({ file: 0, log: 0, free: 0, shares: [] }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: none,
  };
  return cache;
}
