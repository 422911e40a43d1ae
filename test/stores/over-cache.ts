/** A console over the real cache, in this thread. */
import { openDirect } from '../../src/cache/direct.ts';
import type { Cache } from '../../src/cache/port.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { createConsole } from '../../stores/console.ts';
import { parseKeys } from '../../stores/key-parser.ts';
import { realAfter } from '../../stores/services.ts';
import { NOW } from './records.ts';

export async function commit(cache: Cache, records: readonly AnyRecord[]): Promise<void> {
  await cache.commit({
    platform: 'prod',
    stream: 'all',
    kinds: ['alert', 'job', 'audit'],
    rows: records.map((record) => ({ record, raw: JSON.stringify(record) })),
    rejected: [],
    at: NOW,
  });
}

export async function openOverCache(records: readonly AnyRecord[]) {
  const cache = await openDirect({ memory: true });
  await commit(cache, records);
  const console = createConsole(
    {
      cache,
      sync: null,
      exporter: null,
      platforms: [{ name: 'prod', kind: 'ssl-clm', pollInterval: MINUTE, since: 24 * HOUR, marksRead: true }],
      longRunningAfter: 30 * MINUTE,
      readOnly: false,
      clock: () => NOW,
      after: realAfter,
      copy: () => true,
    },
    { columns: 120, rows: 24 },
  );
  const idle = async (): Promise<void> => {
    if (!console.idle()) await new Promise<void>((done) => console.onIdle(done));
  };
  const type = async (bytes: string): Promise<void> => {
    for (const press of parseKeys('', bytes).presses) console.press(press);
    await idle();
  };
  await console.start();
  await idle();
  return {
    console,
    cache,
    idle,
    type,
    [Symbol.asyncDispose]: async () => {
      console.close();
      await cache.close();
    },
  };
}
