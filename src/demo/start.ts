/** Starts the embedded platforms: one simulated world, one HTTP server on the loopback interface for each. */
import { mkdir } from 'node:fs/promises';
import { certifyClouds } from './certifyclouds/server.ts';
import { certinext } from './certinext/server.ts';
import { writeBooks } from './certinext/write-books.ts';
import { digicertDiscovery } from './digicert-discovery/server.ts';
import { withBursts } from './digicert-one/bursts.ts';
import { digicertOne } from './digicert-one/server.ts';
import { createTimeline } from './digicert-one/timeline.ts';
import type { Answer, Ask, Standin } from './exchange.ts';
import type { Limits } from './limit.ts';
import { type Interference, type Listening, type Seen, serve } from './serve.ts';
import { createMarks, type MarksState, NO_MARKS } from './ssl-clm/marks.ts';
import { sslClm } from './ssl-clm/server.ts';
import { createLedger } from './story/ledger.ts';
import { createOrders } from './story/orders.ts';
import { createPlacing } from './told.ts';
import { createWorld, DEFAULT_PACE, type World } from './world.ts';

/** What clients changed in the world. */
export type DemoState = MarksState;

/** Options that can be handed to another thread. */
export interface DemoOptions {
  readonly seed: number;
  /** digicert-one audit entries at the start of the world. */
  readonly entries: number;
  /** The instant the world went live, UTC ms. */
  readonly start: number;
  readonly state?: DemoState;
  /** The first of one port a platform, in the order of `platforms`; 0 (default) takes free ones. */
  readonly port?: number;
  /** For every platform alike, in place of what is published for it; null switches rate limits off. */
  readonly limits?: Limits | null | undefined;
  /** The folder for what portals export; absent: nobody exports anything. */
  readonly exports?: string;
  /** Milliseconds between live digicert-one entries; default 5,000. */
  readonly pace?: number;
  /** How much happened before the start, as a share of the usual. */
  readonly bustle?: number;
}

export interface DemoSeams {
  /** UTC ms. */
  readonly clock?: () => number;
  readonly onState?: (state: DemoState) => void;
}

export interface DemoPlatform {
  readonly kind: string;
  readonly name: string;
  readonly baseUrl: string;
  /** The secret settings of this kind, by name: `{ api_key }`, `{ token }`. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Its other required settings: `{ account_id }`. */
  readonly settings: Readonly<Record<string, string | number>>;
}

export interface DemoServers {
  readonly platforms: readonly DemoPlatform[];
  /** Ends every connection; resolves when the ports are free. */
  close(): Promise<void>;
}

/** Levers for tests; daily use has none. */
export interface DemoHooks {
  /** Told of each request when it is answered; returns how to stop listening. */
  onRequest(listener: (request: Seen) => void): () => void;
  /** The next `times` requests (of one platform, of a path) get this answer, or their connection is cut. */
  failNext(how: {
    readonly answer: Answer | 'reset';
    readonly times?: number;
    readonly platform?: string;
    readonly path?: string | RegExp;
  }): void;
  /** The platform's own refusal with a status, for `failNext`: 429, 503, 500. */
  refusal(platform: string, status: number, headers?: Readonly<Record<string, string>>): Answer;
  /** Answers wait until the returned function is called. */
  hold(): () => void;
  /** digicert-one gains entries now. */
  addEntries(count: number): void;
  /** What is simulated: people, certificates, agents. */
  readonly world: World;
}

export interface StartedDemo extends DemoServers {
  readonly hooks: DemoHooks;
  /** Writes what portals export, where a folder for it was named: it takes a while, and the servers need none of it. */
  writeExports(): Promise<void>;
}

type Failing = Parameters<DemoHooks['failNext']>[0] & { left: number };

function levers() {
  const listeners = new Set<(request: Seen) => void>();
  const failures: Failing[] = [];
  const holds = new Set<Promise<void>>();
  const interference: Interference = {
    instead(ask: Ask, platform) {
      const at = failures.findIndex(
        (one) =>
          (one.platform === undefined || one.platform === platform) &&
          (typeof one.path === 'object' ? one.path.test(ask.path) : (one.path ?? ask.path) === ask.path),
      );
      const found = failures[at];
      if (found === undefined) return null;
      found.left -= 1;
      if (found.left === 0) failures.splice(at, 1);
      return found.answer;
    },
    async hold() {
      while (holds.size > 0) await Promise.all(holds);
    },
    seen: (request) => {
      for (const listener of listeners) listener(request);
    },
  };
  const hooks: Pick<DemoHooks, 'onRequest' | 'failNext' | 'hold'> = {
    onRequest(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    failNext: (how) => failures.push({ ...how, left: how.times ?? 1 }),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      holds.add(promise);
      return () => {
        holds.delete(promise);
        resolve();
      };
    },
  };
  return { interference, hooks };
}

/**
 * Starts every embedded platform in this thread. Equal seed, entries and start give equal bytes, so a later start
 * continues the same world. Rejects when a fixed port is taken.
 */
export async function startDemo(
  options: DemoOptions,
  { clock = Date.now, onState = () => {} }: DemoSeams = {},
): Promise<StartedDemo> {
  const { port = 0, exports, limits, state = NO_MARKS, pace = DEFAULT_PACE } = options;
  const { seed, entries, start, bustle = 1 } = options;
  const world = createWorld({ seed, entries, start, pace, bustle });
  const timeline = withBursts(createTimeline(world));
  const placing = createPlacing(timeline);
  const ledger = createLedger(world, placing.hear);
  const orders = createOrders(world, ledger);
  const told = { at: placing.at, prepare: ledger.advance };
  // One stand-in a platform, all over the same world; the order is the order of fixed ports.
  const standins: readonly Standin[] = [
    digicertOne(world, timeline, told, clock),
    sslClm(world, ledger, createMarks(state, onState), clock),
    digicertDiscovery(world, ledger, clock),
    certifyClouds(world, ledger, orders, clock),
    certinext(world, orders, clock),
  ];
  const { interference, hooks } = levers();
  // It is watched from the first moment, and may be empty.
  if (exports !== undefined) await mkdir(exports, { recursive: true, mode: 0o700 });
  const listening: (DemoPlatform & Listening)[] = [];
  const close = async () => {
    await Promise.all(listening.map((server) => server.close()));
  };
  try {
    for (const [at, standin] of standins.entries()) {
      const { kind, name, credentials } = standin;
      const watched = exports !== undefined && standin.exported !== undefined ? { exports } : {};
      const settings = { ...standin.settings, ...watched };
      const server = await serve(standin, { port: port === 0 ? 0 : port + at, limits, clock, interference });
      listening.push({ kind, name, credentials, settings, ...server });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    platforms: listening.map(({ kind, name, baseUrl, credentials, settings }) => ({
      kind,
      name,
      baseUrl,
      credentials,
      settings,
    })),
    close,
    async writeExports() {
      if (exports === undefined) return;
      for (const { exported } of standins)
        if (exported !== undefined) await writeBooks(exports, exported(), options.start);
    },
    hooks: {
      ...hooks,
      refusal(platform, status, headers) {
        const standin = standins.find(({ name }) => name === platform);
        if (standin === undefined) throw new RangeError(`no platform ${platform}`);
        const answer = standin.refusal(status, { path: '/' });
        return { ...answer, headers: { ...answer.headers, ...headers } };
      },
      addEntries: (count) => timeline.add(count, clock()),
      world,
    },
  };
}
