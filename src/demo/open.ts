/** The demo as a user has it: its world kept in a folder, its servers in a thread of their own. */
import { resolve } from 'node:path';
import type { DemoOptions, DemoServers } from './start.ts';
import { continueWorld } from './state.ts';
import { startDemoThread } from './thread.ts';

export interface OpenedDemo extends DemoServers {
  readonly seed: number;
  readonly entries: number;
  /** UTC ms. */
  readonly start: number;
  /** Whether a new world began: what was cached of the one before is void. */
  readonly fresh: boolean;
  readonly notice: string | null;
}

export const DEFAULT_SEED = 1;
export const DEFAULT_ENTRIES = 5_000;

/** Continues the world kept in `dir`, or begins one. Rejects when the folder cannot be written or a port is taken. */
export async function openDemo(
  dir: string,
  {
    seed = DEFAULT_SEED,
    entries = DEFAULT_ENTRIES,
    clock = Date.now,
    ...rest
  }: Partial<Pick<DemoOptions, 'seed' | 'entries' | 'port' | 'limits' | 'pace'>> & {
    readonly clock?: () => number;
  } = {},
): Promise<OpenedDemo> {
  const world = await continueWorld(dir, { seed, entries, now: clock() });
  const { start, fresh, notice, state } = world;
  // A mark that cannot be stored is no reason to stop the demo: it lives on while the servers do.
  let saving: Promise<unknown> = Promise.resolve();
  const servers = await startDemoThread(
    { ...rest, seed, entries, start, state, exports: resolve(dir, 'exports') },
    {
      onState: (changed) => {
        saving = world.save(changed).catch(() => {});
      },
    },
  );
  return {
    platforms: servers.platforms,
    seed,
    entries,
    start,
    fresh,
    notice,
    async close() {
      await servers.close();
      await saving;
    },
  };
}
