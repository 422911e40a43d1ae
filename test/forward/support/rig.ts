/** A cache with arrivals, a target that answers as it is told, and a clock that waits by itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDirect } from '../../../src/cache/direct.ts';
import type { Cache } from '../../../src/cache/port.ts';
import type { Failure } from '../../../src/domain/failure.ts';
import { openDeadLetters } from '../../../src/forward/dead-letters.ts';
import { forward } from '../../../src/forward/engine.ts';
import type { ForwardOptions } from '../../../src/forward/options.ts';
import type { Forwarded, ForwardState } from '../../../src/forward/state.ts';
import {
  type OutEvent,
  type Sent,
  settledAll,
  type Target,
  type TargetSettings,
  type Written,
} from '../../../src/forward/target.ts';
import { audit, NOW, page } from '../../cache/records.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

export const SETTINGS: TargetSettings = {
  name: 'siem',
  kind: 'test',
  fields: 'as-is',
  query: '',
  kinds: ['audit', 'alert'],
  from: 'start',
  values: {},
};

export const UNAVAILABLE: Failure = {
  code: 'UNAVAILABLE',
  what: 'siem: busy (HTTP 503)',
  next: 'It is tried again.',
};

/** Answers batches by the script, then takes everything. */
export class ScriptedTarget implements Target {
  readonly limits: Target['limits'];
  readonly taken: OutEvent[] = [];
  readonly batches: number[] = [];
  readonly #script: ((batch: readonly Written[]) => Sent | Promise<Sent>)[];

  constructor(
    script: readonly ((batch: readonly Written[]) => Sent | Promise<Sent>)[] = [],
    limits: Target['limits'] = { events: 10, bytes: 100_000 },
  ) {
    this.#script = [...script];
    this.limits = limits;
  }
  write = (event: OutEvent): string => JSON.stringify(event.body);
  async send(batch: readonly Written[]): Promise<Sent> {
    this.batches.push(batch.length);
    const sent = (await this.#script.shift()?.(batch)) ?? settledAll(batch);
    const refused = new Set(sent.refused.map(({ index }) => index));
    this.taken.push(
      ...batch.slice(0, sent.settled).flatMap(({ event }, at) => (refused.has(at) ? [] : event)),
    );
    return sent;
  }
  close = async (): Promise<void> => {};
  get ids(): readonly string[] {
    return this.taken.map(({ body }) => String(body.id));
  }
}

export interface Rig {
  readonly cache: Cache;
  readonly waited: number[];
  readonly states: ForwardState[];
  readonly deadFile: string;
  /** What the dead-letter file holds. */
  dead(): readonly Record<string, unknown>[];
  /** One run to the end. */
  run(target: Target, more?: Partial<ForwardOptions>, signal?: AbortSignal): Promise<Forwarded>;
}

export function rig(cache: Cache = openDirect({ memory: true })): Rig {
  const deadFile = join(temporaryFolder('forward'), 'forward', 'siem.dead-letters.jsonl');
  const waited: number[] = [];
  const states: ForwardState[] = [];
  let now = NOW;
  return {
    cache,
    waited,
    states,
    deadFile,
    dead: () => {
      const lines = readFileSync(deadFile, 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    run: (target, more = {}, signal = new AbortController().signal) =>
      forward(
        {
          settings: SETTINGS,
          target,
          cache,
          deadLetters: openDeadLetters(deadFile, SETTINGS.name),
          tools: {
            clock: () => now,
            log: () => {},
            wait: async (ms, ended) => {
              ended.throwIfAborted();
              waited.push(ms);
              now += ms;
            },
          },
          random: () => 0.5,
          longRunningAfter: 0,
          once: { patience: 180_000 },
          onState: (state) => states.push(state),
          ...more,
        },
        signal,
      ),
  };
}

/** Commits audit entries `from` to `to`, not included, as one page. */
export const arrive = (cache: Cache, from: number, to: number): Promise<unknown> =>
  cache.commit(
    page(
      Array.from({ length: to - from }, (_, at) =>
        audit({ id: `e${from + at}`, timestamp: NOW + from + at }),
      ),
      { at: NOW + from },
    ),
  );

export const ids = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, at) => `e${from + at}`);
