import { DERIVED_BY, isDerivedBy } from '../cache/derived-by.ts';
import { PLATFORM_KINDS } from '../platforms/registry.ts';
import type { Context } from './context.ts';
import { rulesPlan, type Services } from './services.ts';

/**
 * Says so where the cache was derived by other rules than those in force: a command that only looks changes
 * nothing on disk, so it shows what they derived.
 */
export async function tellStaleRules({ settings, cache }: Services, { talk }: Context): Promise<void> {
  const known = await cache.recall(DERIVED_BY);
  // Without platforms, as over a cache that was copied here, nobody knows what should be.
  if (known === null || settings.platforms.length === 0) return;
  const held = new Set((await cache.streams()).map(({ platform }) => platform));
  const own = settings.platforms.map(({ name }) => name).filter((name) => held.has(name));
  if (isDerivedBy(known, rulesPlan(settings, PLATFORM_KINDS), own)) return;
  talk.say('Rules have changed; derived records are brought in line at the next sync or console start.');
}
