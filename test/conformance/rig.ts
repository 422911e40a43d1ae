/** One platform of ours, through a proxy, over its stand-in, into a cache. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { Cache } from '../../src/cache/port.ts';
import type { Limits } from '../../src/demo/limit.ts';
import { startDemo } from '../../src/demo/start.ts';
import { KINDS, type Ref } from '../../src/domain/record.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { PLATFORM_KINDS } from '../../src/platforms/registry.ts';
import { createSync } from '../../src/sync/engine.ts';
import type { SyncCache } from '../../src/sync/look.ts';
import { platformSettings, secret } from '../support/platform-tools.ts';
import { startProxy } from './proxy.ts';
import type { Subject } from './subjects.ts';

export const START = Date.parse('2026-08-20T09:00:00Z');

export interface RigOptions {
  readonly entries?: number;
  /** How much happened before the start, as a share of the usual. */
  readonly bustle?: number;
  /** Milliseconds between live digicert-one entries. */
  readonly pace?: number;
  /** Rows a page, however many are asked for: a cap applied without a word. */
  readonly cap?: number;
  /** What the stand-in lets a key ask for: no limit by default, or the platform's own. */
  readonly limits?: Limits | 'published';
  /** Further settings of the platform. */
  readonly values?: Readonly<Record<string, string | number>>;
}

/** A small and calm world, and its longest list in a handful of pages. */
export const fewPages = ({ fewPages: cap }: Subject): RigOptions => ({
  cap,
  entries: 150,
  bustle: 0.3,
  pace: 30_000,
});

export async function rig(
  subject: Subject,
  { entries = 450, bustle = 1, pace = 5_000, cap, limits, values: more = {} }: RigOptions = {},
) {
  const time = { now: START };
  const clock = () => time.now;
  const gate = limits === 'published' ? {} : { limits: limits ?? null };
  const demo = await startDemo({ seed: 7, entries, bustle, pace, start: START, ...gate }, { clock });
  const found = demo.platforms.find(({ kind }) => kind === subject.kind);
  if (found === undefined) throw new Error(`no stand-in for ${subject.kind}`);
  const proxy = await startProxy(found.baseUrl, clock);
  const capped = (url: URL) => {
    const asked = Number(url.searchParams.get(subject.size.name));
    if (cap !== undefined && asked > cap) url.searchParams.set(subject.size.name, String(cap));
  };
  proxy.before = capped;

  const kind = PLATFORM_KINDS.find((one) => one.kind === subject.kind);
  if (kind === undefined) throw new Error(`${subject.kind} is not registered`);
  const secrets = Object.entries(found.credentials).map(([name, value]) => [name, secret(value)]);
  const values = { ...Object.fromEntries(secrets), ...found.settings, ...more };
  const waits: number[] = [];
  const platform = kind.create(platformSettings(subject.kind, proxy.url, values), {
    clock,
    log: () => {},
    random: () => 0.5,
    // Waiting moves the clock: nothing sleeps.
    wait: async (ms, signal) => {
      signal.throwIfAborted();
      waits.push(ms);
      time.now += ms;
    },
  });
  const dir = mkdtempSync(join(tmpdir(), 'conformance-'));
  let cache = openDirect({ dir });
  onTestFinished(async () => {
    await platform.close();
    await proxy.close();
    await demo.close();
    await cache.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** A sync as a new process would begin it; `wrap` puts itself between it and the cache. */
  const sync = (wrap: (cache: Cache) => SyncCache = (same) => same) =>
    createSync({
      cache: wrap(cache),
      platforms: [{ platform, pollInterval: 60_000, since: 800 * DAY }],
      clock,
      timer: () => () => {},
      random: () => 0.5,
      owner: 'conformance',
    });

  return {
    time,
    clock,
    demo,
    proxy,
    capped,
    platform,
    waits,
    sync,
    get cache() {
      return cache;
    },
    /** Closes the file and opens it again, as after the end of a process. */
    async reopen() {
      await cache.close();
      cache = openDirect({ dir });
    },
    truth: () => subject.truth(found, time.now),
    /** What the cache holds, in the words of `truth`; a ref held twice fails. */
    async held(): Promise<Map<Ref, string>> {
      const held = new Map<Ref, string>();
      for (const one of KINDS) {
        const selection = { kind: one, query: '', now: time.now, longRunningAfter: HOUR };
        const { rows } = await cache.rows({ selection, limit: 1_000_000 });
        for (const { ref, record } of rows) {
          if (held.has(ref)) throw new Error(`${ref} is held twice`);
          held.set(
            ref,
            record.kind === 'job' ? record.status : record.kind === 'alert' ? String(record.read) : '',
          );
        }
      }
      return held;
    },
  };
}

/** Lets `kill` commits through; then the process is dead: nothing is written any more. */
export function dyingAfter(kill: number, control: AbortController) {
  let commits = 0;
  const dead = () => {
    throw new Error('killed');
  };
  return (cache: Cache): SyncCache => ({
    ...cache,
    commit: async (commit) => {
      if (commits >= kill) {
        control.abort();
        dead();
      }
      commits += 1;
      return cache.commit(commit);
    },
    note: async (note) => (control.signal.aborted ? dead() : cache.note(note)),
  });
}
