/** What a sync thread is started with: an order as plain data, secrets as texts, for no object crosses with its methods. */
import type { CacheWays } from '../cache/calls.ts';
import { secretOf } from '../config/secrets.ts';
import type { Json } from '../domain/json.ts';
import type { PlatformSettings, Secret } from '../platforms/declaration.ts';
import type { SyncOrder } from './start.ts';

interface PlainPlatform extends Omit<PlatformSettings, 'values'> {
  readonly values: Readonly<Record<string, Json>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface PlainOrder extends Omit<SyncOrder, 'settings'> {
  readonly settings: Omit<SyncOrder['settings'], 'platforms'> & {
    readonly platforms: readonly PlainPlatform[];
  };
  readonly ways: CacheWays;
}

/** Throws what a secret throws that was not read. */
export function toPlain({ settings, plan, owner }: SyncOrder): Omit<PlainOrder, 'ways'> {
  const platforms = settings.platforms.map((platform): PlainPlatform => {
    const values: Record<string, Json> = {};
    const secrets: Record<string, string> = {};
    for (const [name, value] of Object.entries(platform.values)) {
      if (isSecret(value)) secrets[name] = value.reveal();
      else values[name] = value;
    }
    return { ...platform, values, secrets };
  });
  return { plan, owner, settings: { ...settings, platforms } };
}

export function fromPlain({ settings, plan, owner }: Omit<PlainOrder, 'ways'>): SyncOrder {
  const platforms = settings.platforms.map(({ secrets, values, ...platform }): PlatformSettings => {
    const hidden = Object.entries(secrets).map(([name, text]) => [name, secretOf(text)] as const);
    return { ...platform, values: { ...values, ...Object.fromEntries(hidden) } };
  });
  return { plan, owner, settings: { ...settings, platforms } };
}

function isSecret(value: Json | Secret): value is Secret {
  return (
    typeof value === 'object' && value !== null && 'reveal' in value && typeof value.reveal === 'function'
  );
}
