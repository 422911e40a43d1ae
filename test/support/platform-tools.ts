/** Seams for platforms under test: a clock that waiting moves, so that no test sleeps. */
import type { PlatformSettings, PlatformTools, Secret } from '../../src/platforms/declaration.ts';

export interface FakeTools extends PlatformTools {
  readonly clock: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** How long each wait was, in order. */
  readonly waits: readonly number[];
  /** Every line logged. */
  readonly lines: readonly string[];
}

export const NOON = Date.UTC(2026, 7, 20, 12);

export function fakeTools(start = NOON): FakeTools {
  let now = start;
  const waits: number[] = [];
  const lines: string[] = [];
  return {
    clock: () => now,
    wait: async (ms, signal) => {
      signal.throwIfAborted();
      waits.push(ms);
      now += ms;
    },
    random: () => 0.5,
    log: (line) => lines.push(line),
    waits,
    lines,
  };
}

export function secret(text: string): Secret {
  return { reveal: () => text, toJSON: () => '[secret]', toString: () => '[secret]' };
}

export function platformSettings(
  kind: string,
  baseUrl: string,
  values: PlatformSettings['values'],
): PlatformSettings {
  const day = 24 * 3_600_000;
  return {
    name: 'prod',
    kind,
    baseUrl,
    pollInterval: 60_000,
    since: 90 * day,
    values,
    expiringWithin: 30 * day,
  };
}
