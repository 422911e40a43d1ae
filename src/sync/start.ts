/** The engine over the configured platforms, with what has to happen after each look. */
import type { SharedCache } from '../cache/calls.ts';
import type { Settings } from '../config/settings.ts';
import type { Platform } from '../platforms/port.ts';
import { derivedKinds } from '../rules/answers.ts';
import type { RulesPlan } from '../rules/plan.ts';
import { createCounting } from './counted.ts';
import { createSync, type Sync } from './engine.ts';
import type { SyncEvent } from './events.ts';
import { keepingsOf, type RetentionRounds } from './retention.ts';

/** What is synced and by whom: plain data but for the secrets among the settings. */
export interface SyncOrder {
  readonly settings: Settings;
  readonly plan: RulesPlan;
  /** Names this process among those that share the cache. */
  readonly owner: string;
}

export interface SyncSurroundings {
  readonly platforms: readonly Platform[];
  readonly cache: Omit<SharedCache, 'close'>;
  /** UTC ms. */
  readonly clock: () => number;
  /** What drops the records that are no longer kept. */
  readonly retention: RetentionRounds;
  readonly onEvent: (event: SyncEvent) => void;
}

export function startSync(
  { settings, plan, owner }: SyncOrder,
  { platforms, cache, clock, retention, onEvent }: SyncSurroundings,
): Sync {
  const count = createCounting({ cache, platforms, clock });
  const keepings = keepingsOf(settings.platforms, platforms);
  return createSync({
    cache,
    platforms: platforms.map((platform) => {
      const { name } = platform;
      const { pollInterval = 0, since = 0 } = settings.platforms.find((one) => one.name === name) ?? {};
      const keeping = keepings.find((one) => one.platform === name);
      const derives = derivedKinds(plan, name);
      return { platform, pollInterval, since, derives, ...(keeping && { keeping }) };
    }),
    clock,
    owner,
    onEvent(event) {
      onEvent(event);
      // A first sync may go on for hours, and bring more than is kept.
      if (event.kind === 'progress') retention.due(event.platform);
    },
    async afterLook(outcome) {
      await count(outcome);
      retention.due(outcome.platform);
    },
  });
}
