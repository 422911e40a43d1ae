/** A console over a cache in memory, with a clock that stands until it is moved. */

import type { StreamState } from '../../src/cache/stored.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { type Console, createConsole } from '../../stores/console.ts';
import { parseKeys } from '../../stores/key-parser.ts';
import type { Size } from '../../stores/layout.ts';
import type { ConsoleServices } from '../../stores/services.ts';
import { createMemoryCache, type MemoryCache } from './memory-cache.ts';
import { NOW } from './records.ts';

export interface Harness {
  readonly console: Console;
  readonly cache: MemoryCache;
  readonly clock: { now: number };
  /** What was sent to the clipboard. */
  readonly copied: string[];
  /** Types bytes as they would arrive in one read, and waits until the console has nothing left to do. */
  type(bytes: string): Promise<void>;
  /** Waits until nothing is asked and nothing waits to be shown. */
  idle(): Promise<void>;
}

export interface HarnessOptions {
  readonly size?: Size;
  readonly services?: Partial<ConsoleServices>;
  /** What is known of the platforms' streams; nothing where it does not matter. */
  readonly streams?: readonly StreamState[];
}

export async function openConsole(
  records: readonly AnyRecord[],
  { size = { columns: 120, rows: 24 }, services = {}, streams = [] }: HarnessOptions = {},
): Promise<Harness> {
  const cache = createMemoryCache(records);
  cache.streamStates.push(...streams);
  const clock = { now: NOW };
  const copied: string[] = [];
  const console = createConsole(
    {
      cache,
      sync: null,
      exporter: null,
      platforms: [
        { name: 'prod', kind: 'ssl-clm', pollInterval: MINUTE, since: 90 * 24 * HOUR, marksRead: true },
      ],
      longRunningAfter: 30 * MINUTE,
      readOnly: false,
      clock: () => clock.now,
      // Short waits end at once; the clock's own ticks never come by themselves.
      after: (ms, run) => {
        if (ms >= 1_000) return () => undefined;
        const timer = setImmediate(run);
        return () => clearImmediate(timer);
      },
      copy: (text) => copied.push(text) > 0,
      ...services,
    },
    size,
  );
  const idle = async (): Promise<void> => {
    // Idle twice in a row: what follows from the last answer may ask again.
    for (let quiet = 0; quiet < 3; quiet = console.idle() ? quiet + 1 : 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await console.start();
  await idle();
  return {
    console,
    cache,
    clock,
    copied,
    idle,
    async type(bytes) {
      for (const press of parseKeys('', bytes).presses) console.press(press);
      await idle();
    },
  };
}
