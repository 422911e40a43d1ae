/** The console on the embedded platforms, for stories in a terminal: `program.ts FOLDER`. */

import { startConsole } from '../../components/start.tsx';
import { openCache } from '../../src/cache/open.ts';
import { startDemo } from '../../src/demo/start.ts';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import { PLATFORM_KINDS } from '../../src/platforms/registry.ts';
import { createSync } from '../../src/sync/engine.ts';
import type { SyncEvent } from '../../src/sync/events.ts';
import { realAfter } from '../../stores/services.ts';

const dir = process.argv[2] ?? '';
const demo = await startDemo({ seed: 7, entries: 500, start: Date.now() - 3_600_000, limits: null });
const cache = await openCache({ dir });
const listeners = new Set<(event: SyncEvent) => void>();
const tools = { clock: Date.now, log: () => undefined };
const platforms = demo.platforms.map(({ kind, name, baseUrl, credentials }) => {
  const secret = (value: string) => ({
    reveal: () => value,
    toJSON: () => '[secret]' as const,
    toString: () => '[secret]' as const,
  });
  const declared = PLATFORM_KINDS.find((each) => each.kind === kind);
  if (declared === undefined) throw new Error(kind);
  const defaults = Object.fromEntries(
    declared.settings.map((setting) => [setting.name, setting.default ?? null]),
  );
  const secrets = Object.fromEntries(Object.entries(credentials).map(([key, value]) => [key, secret(value)]));
  return declared.create(
    {
      name,
      kind,
      baseUrl,
      pollInterval: MINUTE,
      since: 90 * DAY,
      values: { ...defaults, ...secrets },
      expiringWithin: 30 * DAY,
    },
    tools,
  );
});
const sync = createSync({
  cache,
  platforms: platforms.map((platform) => ({ platform, pollInterval: MINUTE, since: 90 * DAY })),
  clock: Date.now,
  owner: 'test',
  onEvent: (event) => {
    for (const listener of listeners) listener(event);
  },
});
await sync.catchUp();
sync.start();
process.exitCode = await startConsole({
  cache,
  sync: {
    refresh: () => sync.refresh(),
    flush: () => sync.flush(),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  },
  exporter: null,
  platforms: platforms.map((platform) => ({
    name: platform.name,
    kind: platform.kind,
    pollInterval: MINUTE,
    since: 90 * DAY,
    marksRead: platform.actions.markRead !== undefined,
  })),
  longRunningAfter: 30 * MINUTE,
  readOnly: false,
  clock: Date.now,
  after: realAfter,
  streams: { stdin: process.stdin, stdout: process.stdout as never },
  colour: process.env.NO_COLOR === undefined,
  env: process.env,
});
await sync.stop();
await cache.close();
await demo.close();
